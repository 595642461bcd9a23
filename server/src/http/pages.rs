//! Public pages, rendered on the server in full; they work without JavaScript and come alive with it.

use super::{
    cookies, lang, policy,
    problem::{Problem, Reader},
};
use crate::{ids::random, site::Site};
use app::{
    live::Lang,
    public::{AssetUrls, Page, PublicDocument},
};
use axum::{
    body::Body,
    extract::{Request, State},
    response::{IntoResponse, Response},
};
use base64::{Engine, prelude::BASE64_STANDARD_NO_PAD};
use http::{HeaderValue, StatusCode, header};
use leptos::{nonce::Nonce, prelude::*};
use std::sync::Arc;

/// A public page is some ten kilobytes; one that grew past this is no page.
const PAGE_BYTES_MAX: usize = 1 << 20;

/// Every address that is nothing else: a public page, or the one that says that there is none.
pub async fn page(State(site): State<Arc<Site>>, request: Request) -> Response {
    let (lang, is_chosen) = lang::choose(request.uri().query(), request.headers());
    let page = Page::of(request.uri().path(), request.uri().query().unwrap_or_default());
    let status = if is_missing(&page) {
        StatusCode::NOT_FOUND
    } else {
        StatusCode::OK
    };
    let Some((html, policy)) = render(&site, page, lang, request).await else {
        return Problem::Broken.answer(Reader::Person);
    };
    let mut answer = (status, html).into_response();
    let headers = answer.headers_mut();
    headers.insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static("text/html; charset=utf-8"),
    );
    headers.insert(header::CONTENT_SECURITY_POLICY, policy);
    if is_chosen {
        headers.append(header::SET_COOKIE, cookies::set_lang(short(lang), site.transport));
    }
    answer
}

/// Whether a page can be rendered at all; asked once, before the server calls itself ready.
pub async fn self_render(site: &Arc<Site>) -> bool {
    let Ok(request) = Request::builder().uri("/").body(Body::empty()) else {
        return false;
    };
    let rendered = render(site, Page::of("/", ""), Lang::Zh, request).await;
    rendered.is_some_and(|(html, _)| html.windows(7).any(|tag| tag == b"</html>"))
}

/// In one piece, so that a page that fails half way is an error and not half a page. The nonce in the
/// policy is the one on the page's scripts.
async fn render(
    site: &Arc<Site>,
    page: Page,
    lang: Lang,
    request: Request,
) -> Option<(Vec<u8>, HeaderValue)> {
    let nonce = BASE64_STANDARD_NO_PAD.encode(random::<16>());
    let policy = policy::page(&nonce);
    let entry = &site.assets.entry;
    let assets = AssetUrls {
        boot_js: entry.boot_js.clone(),
        style_css: entry.style_css.clone(),
    };
    let demo = site.demo;
    let document = move || {
        let (page, assets) = (page.clone(), assets.clone());
        view! { <PublicDocument page lang demo assets/> }
    };
    let context = move || provide_context(Nonce::from_value(nonce.clone()));
    let answer = leptos_axum::render_app_async_with_context(context, document)(request).await;
    let html = axum::body::to_bytes(answer.into_body(), PAGE_BYTES_MAX)
        .await
        .ok()?;
    Some((without_marker_in_title(&html), policy))
}

/// Erased views end their children with a marker comment; in `<title>`, which is text, it would be read out.
fn without_marker_in_title(html: &[u8]) -> Vec<u8> {
    const MARKED: &[u8] = b"<!></title>";
    match html.windows(MARKED.len()).position(|part| part == MARKED) {
        Some(at) => [&html[..at], b"</title>", &html[at + MARKED.len()..]].concat(),
        None => html.to_vec(),
    }
}

fn is_missing(page: &Page) -> bool {
    matches!(page, Page::NotFound)
}

fn short(lang: Lang) -> &'static str {
    match lang {
        Lang::Zh => "zh",
        Lang::En => "en",
    }
}
