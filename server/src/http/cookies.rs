//! Our three cookies: who is signed in, which browser this is, and its language.

use crate::{limits, site::Transport};
use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use http::{HeaderMap, HeaderValue, header};
use office::accounts::Secret;
use sha2::{Digest, Sha256};
use uuid::Uuid;

const LANG: &str = "lang";

/// What a browser's cookie for a sign-in is called. The prefix binds it to this host and to TLS.
fn sid_name(transport: Transport) -> &'static str {
    if transport.secure { "__Host-sid" } else { "sid" }
}

fn browser_name(transport: Transport) -> &'static str {
    if transport.secure {
        "__Host-jq_browser"
    } else {
        "jq_browser"
    }
}

/// The hash under which the store knows the cookie of a sign-in.
pub fn sid_hash(headers: &HeaderMap, transport: Transport) -> Option<Secret> {
    let sid = BASE64_URL_SAFE_NO_PAD
        .decode(find(headers, sid_name(transport))?)
        .ok()?;
    (sid.len() == 32).then(|| hash(&sid))
}

pub fn hash(sid: &[u8]) -> Secret {
    Secret(Sha256::digest(sid).into())
}

pub fn browser(headers: &HeaderMap, transport: Transport) -> Option<Uuid> {
    Uuid::parse_str(find(headers, browser_name(transport))?).ok()
}

pub fn lang(headers: &HeaderMap) -> Option<&str> {
    find(headers, LANG)
}

pub fn set_sid(sid: &[u8; 32], life_ms: i64, transport: Transport) -> HeaderValue {
    set(
        sid_name(transport),
        &BASE64_URL_SAFE_NO_PAD.encode(sid),
        life_ms / 1_000,
        transport,
    )
}

pub fn clear_sid(transport: Transport) -> HeaderValue {
    set(sid_name(transport), "", 0, transport)
}

pub fn set_browser(browser: Uuid, transport: Transport) -> HeaderValue {
    set(
        browser_name(transport),
        &browser.to_string(),
        limits::BROWSER_COOKIE_S,
        transport,
    )
}

pub fn set_lang(lang: &'static str, transport: Transport) -> HeaderValue {
    set(LANG, lang, limits::BROWSER_COOKIE_S, transport)
}

fn set(name: &str, value: &str, age_s: i64, transport: Transport) -> HeaderValue {
    let secure = if transport.secure { "; Secure" } else { "" };
    let cookie = format!("{name}={value}; Path=/; Max-Age={age_s}; HttpOnly; SameSite=Lax{secure}");
    // Names are constants, values are base64, ids and language codes.
    HeaderValue::from_str(&cookie).unwrap_or(HeaderValue::from_static(""))
}

fn find<'h>(headers: &'h HeaderMap, name: &str) -> Option<&'h str> {
    let lists = headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|list| list.to_str().ok());
    let mut pairs = lists
        .flat_map(|list| list.split(';'))
        .filter_map(|pair| pair.trim().split_once('='));
    pairs.find(|(found, _)| *found == name).map(|(_, value)| value)
}

#[cfg(test)]
mod tests {
    use super::*;

    const TLS: Transport = Transport {
        secure: true,
        trusted_hops: 0,
    };
    const PLAIN: Transport = Transport {
        secure: false,
        trusted_hops: 0,
    };

    #[test]
    fn a_cookie_of_ours_comes_back() {
        for transport in [TLS, PLAIN] {
            let set = set_sid(&[7; 32], 90_000, transport);
            let set = set.to_str().expect("text");
            assert!(
                set.contains("HttpOnly; SameSite=Lax") && set.contains("Max-Age=90;"),
                "{set}"
            );
            assert_eq!(
                set.contains("__Host-") && set.ends_with("; Secure"),
                transport.secure,
                "{set}"
            );
            let mut headers = HeaderMap::new();
            let sent = format!("other=1; {}", set.split(';').next().expect("a pair"));
            headers.insert(header::COOKIE, sent.parse().expect("a header"));
            assert!(sid_hash(&headers, transport) == Some(hash(&[7; 32])));
        }
    }

    #[test]
    fn what_is_no_cookie_of_ours_is_none() {
        for sent in ["", "sid", "sid=", "sid=short", "sid=%%%", "xsid=AAAA", "SID=AAAA"] {
            let mut headers = HeaderMap::new();
            headers.insert(header::COOKIE, sent.parse().expect("a header"));
            assert!(sid_hash(&headers, PLAIN).is_none(), "{sent}");
        }
    }
}
