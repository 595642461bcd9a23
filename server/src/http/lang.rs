//! The language of a public page: what the address asks for, what was chosen before, what the browser likes.

use super::cookies;
use app::live::Lang;
use http::{HeaderMap, HeaderValue, header};

/// The language, and whether it was chosen just now and is to be remembered.
pub fn choose(query: Option<&str>, headers: &HeaderMap) -> (Lang, bool) {
    let asked = query
        .into_iter()
        .flat_map(|query| query.split('&'))
        .find_map(|pair| pair.strip_prefix("lang="));
    if let Some(lang) = asked.and_then(known) {
        return (lang, true);
    }
    let chosen = cookies::lang(headers).and_then(known);
    (chosen.or_else(|| liked(headers)).unwrap_or(Lang::Zh), false)
}

/// The first language that we have, in the browser's order; nearly all put their favourite first.
fn liked(headers: &HeaderMap) -> Option<Lang> {
    let list = headers
        .get(header::ACCEPT_LANGUAGE)
        .map(HeaderValue::to_str)?
        .ok()?;
    list.split(',').find_map(known)
}

fn known(tag: &str) -> Option<Lang> {
    let tag = tag.trim().to_ascii_lowercase();
    match tag.get(..2)? {
        "zh" => Some(Lang::Zh),
        "en" => Some(Lang::En),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_address_wins_then_the_cookie_then_the_browser() {
        for (query, cookie, accepts, chosen) in [
            (None, "", "", (Lang::Zh, false)),
            (None, "", "en-GB,en;q=0.9", (Lang::En, false)),
            (None, "", "fr-FR, zh-CN;q=0.8, en;q=0.7", (Lang::Zh, false)),
            (None, "", "fr", (Lang::Zh, false)),
            (None, "lang=zh", "en", (Lang::Zh, false)),
            (Some("lang=en"), "lang=zh", "zh", (Lang::En, true)),
            (Some("problem=wrong&lang=en"), "", "", (Lang::En, true)),
            (Some("lang=xx"), "lang=en", "", (Lang::En, false)),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert(header::COOKIE, HeaderValue::from_static(cookie));
            headers.insert(header::ACCEPT_LANGUAGE, HeaderValue::from_static(accepts));
            assert_eq!(choose(query, &headers), chosen, "{query:?} {cookie} {accepts}");
        }
    }
}
