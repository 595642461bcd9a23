//! Built files: the shell for every address of the app, hashed files for good, the rest asked for anew.

use super::{
    compress, policy,
    problem::{Problem, Reader},
};
use crate::{
    assets::{Asset, LEAVING_WORKER},
    ids::random,
    site::Site,
};
use axum::{
    Json,
    body::Body,
    extract::State,
    response::{IntoResponse, Response},
};
use http::{HeaderMap, HeaderValue, StatusCode, Uri, header};
use serde_json::json;
use std::sync::Arc;

const SHELL: &str = "/app/shell";
const WORKER: &str = "/sw.js";
/// The shell's own "retry", for when its script did not arrive. A captive portal that answered for it may have told
/// the browser to keep that answer, and then no script of ours runs that could fetch it anew.
const FRESH: &str = "fresh";

/// A missing file is "not found", never the shell: somebody's page under a file's name would be cached as one.
pub async fn file(State(site): State<Arc<Site>>, uri: Uri, headers: HeaderMap) -> Response {
    let policy = match uri.path() {
        WORKER if site.assets.kill.is_on() => return leaving_worker(),
        WORKER => policy::WORKER,
        _ => policy::NOTHING,
    };
    answer(site.assets.find(uri.path()), &headers, policy)
}

/// The same bytes for everybody and for every address of the signed-in app.
pub async fn shell(State(site): State<Arc<Site>>, uri: Uri, headers: HeaderMap) -> Response {
    match site.assets.find(SHELL) {
        Some(shell) if uri.query() == Some(FRESH) => fresh(shell, &site.assets.entry.boot_js),
        shell => answer(shell, &headers, policy::SHELL),
    }
}

/// The shell with its script under an address that no browser can have an answer for yet.
fn fresh(shell: &Asset, boot: &str) -> Response {
    let again = format!("{boot}?{:x}", u64::from_le_bytes(random()));
    let page = String::from_utf8_lossy(&shell.plain).replace(boot, &again);
    let headers = [
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
        (
            header::CONTENT_SECURITY_POLICY,
            HeaderValue::from_static(policy::SHELL),
        ),
        (header::CONTENT_TYPE, shell.media_type.clone()),
    ];
    (headers, page).into_response()
}

/// By this a page learns that there is a newer build, whether it is itself still served, and whether it shall drop
/// its worker and all that the worker keeps.
pub async fn version(State(site): State<Arc<Site>>) -> Response {
    let version = json!({
        "build": site.assets.build,
        "min_client": protocol::VERSION_MIN,
        "kill": site.assets.kill.is_on(),
    });
    let mut answer = Json(version).into_response();
    answer
        .headers_mut()
        .insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    answer
}

/// Without an ETag: it must never be taken for the worker that the build made.
fn leaving_worker() -> Response {
    let headers = [
        (header::CACHE_CONTROL, "no-cache"),
        (header::CONTENT_SECURITY_POLICY, policy::WORKER),
        (header::CONTENT_TYPE, "text/javascript; charset=utf-8"),
    ];
    (headers, LEAVING_WORKER).into_response()
}

fn answer(asset: Option<&Asset>, asked: &HeaderMap, policy: &'static str) -> Response {
    let Some(asset) = asset else {
        return Problem::NotFound.answer(Reader::Person);
    };
    let cache = if asset.immutable {
        "public, max-age=31536000, immutable"
    } else {
        "no-cache"
    };
    let mut headers = HeaderMap::new();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(cache));
    headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(policy));
    headers.insert(header::ETAG, asset.etag.clone());
    headers.insert(header::VARY, HeaderValue::from_static("Accept-Encoding"));
    if knows(asked, &asset.etag) {
        return (StatusCode::NOT_MODIFIED, headers).into_response();
    }
    headers.insert(header::CONTENT_TYPE, asset.media_type.clone());
    let body = match &asset.brotli {
        Some(brotli) if compress::takes(asked, "br") => {
            headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static("br"));
            brotli
        }
        _ => &asset.plain,
    };
    (headers, Body::from(body.clone())).into_response()
}

fn knows(asked: &HeaderMap, etag: &HeaderValue) -> bool {
    let Some(Ok(known)) = asked.get(header::IF_NONE_MATCH).map(HeaderValue::to_str) else {
        return false;
    };
    known
        .split(',')
        .any(|known| known.trim().as_bytes() == etag.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_known_file_is_not_sent_again() {
        let etag = HeaderValue::from_static("W/\"abc\"");
        for (known, is) in [
            ("W/\"abc\"", true),
            ("\"x\", W/\"abc\"", true),
            ("W/\"abcd\"", false),
            ("", false),
        ] {
            let mut asked = HeaderMap::new();
            asked.insert(header::IF_NONE_MATCH, HeaderValue::from_static(known));
            assert_eq!(knows(&asked, &etag), is, "{known}");
        }
    }
}
