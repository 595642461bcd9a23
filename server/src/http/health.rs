//! For whoever watches over the server: alive, and ready to serve.

use crate::site::Site;
use axum::{Json, extract::State, response::IntoResponse};
use http::StatusCode;
use serde_json::json;
use std::sync::{Arc, atomic::Ordering};

pub async fn healthz() -> impl IntoResponse {
    "ok"
}

/// The store answers, and a page could be rendered at start.
pub async fn readyz(State(site): State<Arc<Site>>) -> impl IntoResponse {
    let store = site.store.read(store::work!(|tx| tx.epoch().await)).await.is_ok();
    let pages = site.renders.load(Ordering::Relaxed);
    let status = if store && pages {
        StatusCode::OK
    } else {
        StatusCode::SERVICE_UNAVAILABLE
    };
    (
        status,
        Json(json!({"store": store, "pages": pages, "build": site.assets.build})),
    )
}
