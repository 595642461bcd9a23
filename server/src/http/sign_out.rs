//! POST /sign-out: the form for pages without JavaScript. The app itself uses the server function.

use super::{
    cookies,
    forms::see_other,
    problem::{Problem, Reader},
};
use crate::site::Site;
use axum::{extract::State, response::Response};
use http::{HeaderMap, HeaderName, HeaderValue, header};
use office::accounts;
use std::sync::Arc;

pub async fn sign_out(State(site): State<Arc<Site>>, headers: HeaderMap) -> Response {
    if let Some(sid) = cookies::sid_hash(&headers, site.transport) {
        let now = site.clock.now();
        let ended = site
            .store
            .write(store::work!(|tx| accounts::end_sid(tx, &sid, now).await));
        if let Err(error) = ended.await {
            // Still signed in at the office: better to say so than to look signed out.
            return Problem::from(error).answer(Reader::Person);
        }
    }
    let mut answer = see_other("/sign-in");
    let headers = answer.headers_mut();
    headers.append(header::SET_COOKIE, cookies::clear_sid(site.transport));
    headers.insert(
        HeaderName::from_static("clear-site-data"),
        HeaderValue::from_static("\"cache\""),
    );
    answer
}
