//! The guard in front of every route: where a request comes from, what it may be, how much of it.

use super::{
    api,
    problem::{Problem, Reader},
    report,
};
use crate::limits;
use axum::{
    body::{Body, Bytes},
    extract::Request,
    middleware::Next,
    response::Response,
};
use futures::StreamExt;
use http::{HeaderMap, HeaderName, Method, Uri, header, request::Parts};

const SEC_FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");
const SEC_FETCH_MODE: HeaderName = HeaderName::from_static("sec-fetch-mode");
/// With these some frameworks let a form pretend to be something else; we have no use for any.
const OVERRIDES: [&str; 3] = ["x-http-method-override", "x-http-method", "x-method-override"];

pub async fn guard(request: Request, next: Next) -> Response {
    let (mut parts, body) = request.into_parts();
    let reader = Reader::of(parts.uri.path());
    let door = match check(&parts) {
        Ok(door) => door,
        Err(problem) => return problem.answer(reader),
    };
    let body = match door {
        // Nothing that only reads has a body; whatever comes is left unread.
        Door::Read => Body::empty(),
        Door::Post { bytes_max, .. } => match read(body, bytes_max, &parts.headers).await {
            Ok(bytes) => Body::from(bytes),
            Err(problem) => return problem.answer(reader),
        },
    };
    if reader == Reader::Sync {
        // A server function answers a browser's form by sending it back where it came from, with the error
        // in the address; ours are never forms, so they never get to see these.
        parts.headers.remove(header::REFERER);
        parts.headers.remove(header::ACCEPT);
    }
    next.run(Request::from_parts(parts, body)).await
}

/// What may come in at an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Door {
    Read,
    Post {
        media_types: &'static [&'static str],
        bytes_max: usize,
    },
}

const JSON: &[&str] = &["application/json"];
const FORM: &[&str] = &["application/x-www-form-urlencoded"];

/// The door for posts; `None` where nothing can be posted.
fn post_door(path: &str) -> Option<Door> {
    let (media_types, bytes_max) = match path {
        "/sign-in" | "/claim" | "/sign-out" => (FORM, limits::FORM_BYTES_MAX),
        report::PATH => (report::MEDIA_TYPES, limits::REPORT_BYTES_MAX),
        _ if !api::is_known(path) => return None,
        _ if path.ends_with("/push") => (JSON, protocol::PUSH_BYTES_MAX),
        _ if path.ends_with("/pull") => (JSON, protocol::PULL_BYTES_MAX),
        _ => (JSON, limits::SMALL_BYTES_MAX),
    };
    Some(Door::Post {
        media_types,
        bytes_max,
    })
}

fn check(parts: &Parts) -> Result<Door, Problem> {
    let path = parts.uri.path();
    if OVERRIDES.iter().any(|name| parts.headers.contains_key(*name)) {
        return Err(Problem::BadRequest);
    }
    if Reader::of(path) == Reader::Sync && !api::is_known(path) {
        return Err(Problem::NotFound);
    }
    match parts.method {
        Method::GET | Method::HEAD if Reader::of(path) == Reader::Sync => Err(Problem::Method),
        Method::GET | Method::HEAD if may_read(&parts.headers) => Ok(Door::Read),
        Method::GET | Method::HEAD => Err(Problem::CrossSite),
        Method::POST => {
            let Some(door) = post_door(path) else {
                return Err(Problem::Method);
            };
            check_post(door, parts)
        }
        _ => Err(Problem::Method),
    }
}

fn check_post(door: Door, parts: &Parts) -> Result<Door, Problem> {
    if !is_same_origin(&parts.headers, &parts.uri) {
        return Err(Problem::CrossSite);
    }
    let Door::Post { media_types, .. } = door else {
        return Ok(door);
    };
    let media_type = text(&parts.headers, header::CONTENT_TYPE).unwrap_or_default();
    let essence = media_type
        .split(';')
        .next()
        .unwrap_or_default()
        .trim()
        .to_ascii_lowercase();
    if media_types.contains(&essence.as_str()) {
        Ok(door)
    } else {
        Err(Problem::MediaType)
    }
}

/// A link from elsewhere may open a page; nothing else of another site may read from here.
fn may_read(headers: &HeaderMap) -> bool {
    match text(headers, SEC_FETCH_SITE) {
        None | Some("same-origin" | "none") => true,
        Some(_) => text(headers, SEC_FETCH_MODE) == Some("navigate"),
    }
}

/// The browser's word for it, or where it gives none, the origin that it names. A request with neither is
/// no browser's of the last five years, and refused.
fn is_same_origin(headers: &HeaderMap, uri: &Uri) -> bool {
    match text(headers, SEC_FETCH_SITE) {
        Some(site) => matches!(site, "same-origin" | "none"),
        None => {
            let host =
                text(headers, header::HOST).or_else(|| uri.authority().map(|authority| authority.as_str()));
            let origin = text(headers, header::ORIGIN).and_then(|origin| origin.split_once("://"));
            matches!((origin, host), (Some(("http" | "https", origin)), Some(host)) if origin == host)
        }
    }
}

fn text(headers: &HeaderMap, name: HeaderName) -> Option<&str> {
    // A header that comes twice, or is no text, says nothing that can be relied upon.
    let mut values = headers.get_all(name).iter();
    let value = values.next()?.to_str().unwrap_or("unreadable");
    Some(if values.next().is_some() {
        "repeated"
    } else {
        value
    })
}

/// The whole body, counted while it streams: what it says of its length is not believed.
async fn read(body: Body, bytes_max: usize, headers: &HeaderMap) -> Result<Bytes, Problem> {
    let said = text(headers, header::CONTENT_LENGTH).and_then(|length| length.parse::<usize>().ok());
    if said.is_some_and(|bytes| bytes > bytes_max.max(limits::DRAINED_BYTES_MAX)) {
        return Err(Problem::TooLarge);
    }
    match tokio::time::timeout(limits::BODY_TIMEOUT, collect(body, bytes_max)).await {
        Ok(read) => read,
        Err(_) => Err(Problem::TooSlow),
    }
}

async fn collect(body: Body, bytes_max: usize) -> Result<Bytes, Problem> {
    let mut stream = body.into_data_stream();
    let mut bytes = Vec::new();
    let mut drained = 0;
    while let Some(chunk) = stream.next().await {
        let Ok(chunk) = chunk else {
            return Err(Problem::BadRequest);
        };
        if drained == 0 && bytes.len() + chunk.len() <= bytes_max {
            bytes.extend_from_slice(&chunk);
            continue;
        }
        bytes = Vec::new();
        drained += chunk.len();
        // Closing at once would reset the connection before the sender has read the answer.
        if drained > limits::DRAINED_BYTES_MAX {
            break;
        }
    }
    if drained > 0 {
        Err(Problem::TooLarge)
    } else {
        Ok(bytes.into())
    }
}

#[cfg(test)]
#[path = "guard_tests.rs"]
mod tests;
