//! A panic becomes a clean answer instead of a dropped connection.

use super::problem::{Problem, Reader};
use axum::{extract::Request, middleware::Next, response::Response};
use futures::FutureExt;
use std::panic::AssertUnwindSafe;

pub async fn catch(request: Request, next: Next) -> Response {
    let reader = Reader::of(request.uri().path());
    // What the request held is dropped with it; shared state is behind locks that take over a broken one.
    match AssertUnwindSafe(next.run(request)).catch_unwind().await {
        Ok(answer) => answer,
        Err(_) => Problem::Broken.answer(reader),
    }
}
