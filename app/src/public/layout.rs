//! The whole content of a public page's body: written by the server.

use super::{
    claim::ClaimPage, help::HelpPage, not_found::NotFoundPage, page::Page, sign_in::SignInPage,
    welcome::WelcomePage,
};
use crate::{
    components::{Glyph, icon},
    live::Lang,
    words::{Words, words},
};
use leptos::prelude::*;

/// The one password of a demo, shown on every page of it.
pub const DEMO_PASSWORD: &str = "jiaqiao-demo";

#[component]
pub fn PublicPage(page: Page, lang: Lang, demo: bool) -> impl IntoView {
    let words = words(lang);
    let links = links(words, &page);
    let banner = demo.then(|| {
        let text = words.public.demo;
        view! { <p class="public-demo">{icon(Glyph::Flag)} <span>{text} " " <code>{DEMO_PASSWORD}</code></span></p> }.into_any()
    });
    let inside = match page {
        Page::Welcome => view! { <WelcomePage words=words/> }.into_any(),
        Page::SignIn { problem } => view! { <SignInPage words=words problem=problem demo=demo/> }.into_any(),
        Page::Claim { login, code, problem } => {
            view! { <ClaimPage words=words login=login code=code problem=problem/> }.into_any()
        }
        Page::Help => view! { <HelpPage words=words/> }.into_any(),
        Page::NotFound => view! { <NotFoundPage words=words/> }.into_any(),
    };
    view! {
        <div class="public">
            <header>{links} {banner}</header>
            <main class="public-main" id="main">{inside}</main>
        </div>
    }
    .into_any()
}

fn links(words: &'static Words, page: &Page) -> AnyView {
    let (other, tag) = match words.lang {
        Lang::Zh => (Lang::En, "en"),
        Lang::En => (Lang::Zh, "zh"),
    };
    let here = |of: bool| of.then_some("page");
    view! {
        <nav class="public-links" aria-label=words.public.pages>
            <a class="public-name" href="/" aria-current=here(*page == Page::Welcome)>{words.common.app}</a>
            <a href="/help" aria-current=here(*page == Page::Help)>{words.public.help}</a>
            <a href=page.in_language(tag) lang=other.tag() hreflang=other.tag()>
                {words.public.other_language}
            </a>
        </nav>
    }
    .into_any()
}
