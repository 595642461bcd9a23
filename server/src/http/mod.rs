//! Every route, and the layers in front of all of them.

mod address;
mod api;
mod browser;
mod claim;
mod compress;
mod cookies;
mod desk;
mod files;
mod forms;
mod guard;
mod headers;
mod health;
mod lang;
mod live;
mod log;
mod pages;
mod panic;
mod policy;
mod problem;
mod report;
mod sign_in;
mod sign_out;

pub use api::are_linked as endpoints_are_linked;
pub use pages::self_render;

use crate::site::Site;
use axum::{
    Router, middleware,
    routing::{get, post},
};
use std::sync::Arc;

/// From the outside in: log, headers, panics, guard, word to the streams, routes. A refusal of the guard and the answer to a
/// panic get the headers like any other answer.
pub fn router(site: Arc<Site>) -> Router {
    let routes = Router::new()
        .route("/", get(pages::page))
        .route("/sign-in", get(pages::page).post(sign_in::sign_in))
        .route("/claim", get(pages::page).post(claim::claim))
        .route("/help", get(pages::page))
        .route("/sign-out", post(sign_out::sign_out))
        .route("/app", get(files::shell))
        .route("/app/", get(files::shell))
        .route("/app/{*rest}", get(files::shell))
        .route("/pkg/{*rest}", get(files::file))
        .route("/icons/{*rest}", get(files::file))
        .route("/sw.js", get(files::file))
        .route("/manifest.webmanifest", get(files::file))
        .route("/favicon.ico", get(files::file))
        .route("/version.json", get(files::version))
        .route("/live", get(live::live))
        .route("/healthz", get(health::healthz))
        .route("/readyz", get(health::readyz))
        .route(report::PATH, post(report::report));
    let routes = api::paths().fold(routes, |routes, path| routes.route(path, post(api::call)));
    routes
        .fallback(pages::page)
        .layer(middleware::from_fn_with_state(Arc::clone(&site), live::raise))
        .layer(middleware::from_fn(guard::guard))
        .layer(middleware::from_fn(panic::catch))
        .layer(middleware::from_fn_with_state(
            Arc::clone(&site),
            headers::headers,
        ))
        .layer(middleware::from_fn(log::log))
        .with_state(site)
}
