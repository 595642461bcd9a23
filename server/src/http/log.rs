//! One line for each request: method, route, status, time. Never an address with ids or a query.

use crate::{clock::Stopwatch, ids::random};
use axum::{
    extract::{MatchedPath, Request},
    middleware::Next,
    response::Response,
};
use http::{HeaderName, HeaderValue};
use std::fmt::Write;

const X_REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

pub async fn log(request: Request, next: Next) -> Response {
    let watch = Stopwatch::start();
    let method = request.method().clone();
    let route = request.extensions().get::<MatchedPath>().cloned();
    let id = request_id();
    let mut answer = next.run(request).await;
    let status = answer.status().as_u16();
    let ms = u64::try_from(watch.elapsed().as_millis()).unwrap_or(u64::MAX);
    // `other` stands for every address that is none of ours.
    let route = route.as_ref().map_or("other", MatchedPath::as_str);
    if answer.status().is_server_error() {
        tracing::warn!(%method, route, status, ms, id, "request");
    } else {
        tracing::info!(%method, route, status, ms, id, "request");
    }
    // For somebody who asks for help: it finds the line above.
    answer
        .headers_mut()
        .extend(HeaderValue::from_str(&id).ok().map(|id| (X_REQUEST_ID, id)));
    answer
}

fn request_id() -> String {
    random::<8>().iter().fold(String::new(), |mut id, byte| {
        // Writing to a string cannot fail.
        let _ = write!(id, "{byte:02x}");
        id
    })
}
