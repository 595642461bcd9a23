//! Built files: the shell for every address of the app, hashed files for good, the rest asked for anew.

use super::{
    compress, policy,
    problem::{Problem, Reader},
};
use crate::{assets::Asset, site::Site};
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

/// A missing file is "not found", never the shell: somebody's page under a file's name would be cached as one.
pub async fn file(State(site): State<Arc<Site>>, uri: Uri, headers: HeaderMap) -> Response {
    let policy = if uri.path() == "/sw.js" {
        policy::WORKER
    } else {
        policy::NOTHING
    };
    answer(site.assets.find(uri.path()), &headers, policy)
}

/// The same bytes for everybody and for every address of the signed-in app.
pub async fn shell(State(site): State<Arc<Site>>, headers: HeaderMap) -> Response {
    answer(site.assets.find(SHELL), &headers, policy::SHELL)
}

/// By this a page learns that there is a newer build, and whether its own is still served.
pub async fn version(State(site): State<Arc<Site>>) -> Response {
    let mut answer =
        Json(json!({"build": site.assets.build, "min_client": protocol::VERSION_MIN})).into_response();
    answer
        .headers_mut()
        .insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    answer
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
