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

#[cfg(test)]
mod tests {
    use super::*;
    use axum::{Router, body::Body, middleware, routing::get};
    use tower::ServiceExt;

    async fn broken() {
        panic!("with somebody's name in it");
    }

    #[tokio::test]
    async fn a_panic_is_a_clean_answer() {
        let routes = || {
            Router::new()
                .route("/page", get(broken))
                .route("/api/x", get(broken))
                .layer(middleware::from_fn(catch))
        };
        for (path, starts) in [("/page", "<!doctype html>"), ("/api/x", r#"{"code":"server"}"#)] {
            let request = Request::builder()
                .uri(path)
                .body(Body::empty())
                .expect("a request");
            let answer = routes().oneshot(request).await.expect("an answer");
            assert_eq!(answer.status(), 500);
            let body = axum::body::to_bytes(answer.into_body(), 10_000)
                .await
                .expect("a body");
            let text = String::from_utf8_lossy(&body);
            assert!(text.starts_with(starts) && !text.contains("somebody"), "{text}");
        }
    }
}
