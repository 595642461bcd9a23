//! The server functions of sync: a desk for each request, and our own errors instead of theirs.

use super::{
    compress, cookies,
    desk::SiteDesk,
    problem::{Problem, Reader},
};
use crate::{limits, site::Site};
use app::server_fns::{Desk, NoAnswer};
use axum::{
    extract::{Request, State},
    response::{IntoResponse, Response},
};
use http::{HeaderName, HeaderValue, header};
use leptos::prelude::provide_context;
use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

/// Every address of sync; the same list stands in PROTOCOL.md.
const PATHS: [&str; 4] = ["/api/v1/session", "/api/v1/sign-out", PULL, "/api/v1/sync/push"];
const PULL: &str = "/api/v1/sync/pull";

/// An error of sync is a code of two words; more is none of ours.
const ERROR_BYTES_MAX: usize = 4 << 10;

pub fn paths() -> impl Iterator<Item = &'static str> {
    PATHS.into_iter()
}

pub fn is_known(path: &str) -> bool {
    PATHS.contains(&path)
}

/// The server functions that the binary was linked with, which must be the ones above.
pub fn are_linked() -> bool {
    let linked: Vec<&str> = leptos::server_fn::axum::server_fn_paths()
        .map(|(path, _)| path)
        .collect();
    PATHS.iter().all(|path| linked.contains(path)) && linked.len() == PATHS.len()
}

pub async fn call(State(site): State<Arc<Site>>, request: Request) -> Response {
    let sid = cookies::sid_hash(request.headers(), site.transport);
    let may_compress = request.uri().path() == PULL && compress::takes(request.headers(), "gzip");
    let signed_out = Arc::new(AtomicBool::new(false));
    let desk: Arc<dyn Desk> = Arc::new(SiteDesk {
        site: Arc::clone(&site),
        sid,
        signed_out: Arc::clone(&signed_out),
    });
    let context = move || provide_context(Arc::clone(&desk));
    let answer = leptos_axum::handle_server_fns_with_context(context, request)
        .await
        .into_response();
    let mut answer = ours(answer).await;
    if may_compress {
        answer = compress::gzip(answer).await;
    }
    if signed_out.load(Ordering::Relaxed) {
        let headers = answer.headers_mut();
        headers.append(header::SET_COOKIE, cookies::clear_sid(site.transport));
        // Never "storage": that would wipe everybody's sealed outbox on this phone.
        headers.insert(
            HeaderName::from_static("clear-site-data"),
            HeaderValue::from_static("\"cache\""),
        );
    }
    answer
}

/// Every error of a server function is a 500 with its text; ours have a status and a code.
async fn ours(answer: Response) -> Response {
    if answer.status().is_success() {
        return answer;
    }
    let body = axum::body::to_bytes(answer.into_body(), ERROR_BYTES_MAX)
        .await
        .unwrap_or_default();
    let error: NoAnswer = serde_json::from_slice(&body).unwrap_or_else(|_| NoAnswer::new("server"));
    let problem = match error.code.as_str() {
        "bad_request" | "not_ours" => Problem::BadRequest,
        "busy" => Problem::Busy {
            retry_s: limits::STORE_RETRY_S,
        },
        _ => Problem::Broken,
    };
    problem.answer(Reader::Sync)
}
