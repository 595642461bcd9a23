//! GET /live: events without data that say "pull", for a signed-in device.

use super::{
    cookies,
    problem::{Problem, Reader},
};
use crate::{
    hub::{Listener, Written},
    limits,
    site::Site,
};
use axum::{
    body::Body,
    extract::{Request, State},
    middleware::Next,
    response::{IntoResponse, Response},
};
use http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use office::accounts;
use std::sync::Arc;

/// 401 where nobody is signed in, so that `EventSource` does not come again by itself; 503 where there is no
/// room.
pub async fn live(State(site): State<Arc<Site>>, method: Method, headers: HeaderMap) -> Response {
    // A link from elsewhere may open a page (the guard says so), but this is none.
    let site_said = headers.get(HeaderName::from_static("sec-fetch-site"));
    if site_said.is_some_and(|said| said != "same-origin") {
        return Problem::CrossSite.answer(Reader::Sync);
    }
    if method != Method::GET {
        return (StatusCode::METHOD_NOT_ALLOWED, [(header::ALLOW, "GET")]).into_response();
    }
    open(&site, &headers)
        .await
        .unwrap_or_else(|problem| problem.answer(Reader::Sync))
}

async fn open(site: &Arc<Site>, headers: &HeaderMap) -> Result<Response, Problem> {
    let Some(listener) = listener(site, headers).await? else {
        return Ok(StatusCode::UNAUTHORIZED.into_response());
    };
    let Ok(ear) = site.hub.open(listener) else {
        return Err(Problem::Busy {
            retry_s: limits::LIVE_RETRY_S,
        });
    };
    let mut answer = Body::from_stream(ear).into_response();
    let headers = answer.headers_mut();
    headers.insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static("text/event-stream"),
    );
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    // nginx would otherwise hold events back until it has a page of them.
    headers.insert(
        HeaderName::from_static("x-accel-buffering"),
        HeaderValue::from_static("no"),
    );
    Ok(answer)
}

async fn listener(site: &Arc<Site>, headers: &HeaderMap) -> Result<Option<Listener>, Problem> {
    let Some(sid) = cookies::sid_hash(headers, site.transport) else {
        return Ok(None);
    };
    let now = site.clock.now();
    let found = site
        .store
        .read(store::work!(|tx| accounts::signed_in(tx, &sid, now).await));
    Ok(found.await?.map(|found| Listener {
        person: found.session.person,
        device: found.session.device,
        sid,
    }))
}

/// After every request that may have written, those whom it concerns hear of it at once.
pub async fn raise(State(site): State<Arc<Site>>, request: Request, next: Next) -> Response {
    let written = written(request.method(), request.uri().path());
    let answer = next.run(request).await;
    if let Some(written) = written {
        site.hub.raise(written);
    }
    answer
}

fn written(method: &Method, path: &str) -> Option<Written> {
    match path {
        _ if method != Method::POST => None,
        _ if path.ends_with("/pull") || path.ends_with("/session") => None,
        _ if path.ends_with("/push") => Some(Written::Rows),
        _ => Some(Written::SignIns),
    }
}
