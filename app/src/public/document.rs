//! The whole document of a public page. Our own boot script minds it; nothing is inline, so that
//! the policy can forbid it.

use super::{layout::PublicPage, page::Page};
use crate::{
    live::Lang,
    words::{Words, words},
};
use leptos::{nonce::use_nonce, prelude::*};

/// Hashed addresses, as the build made them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AssetUrls {
    pub boot_js: String,
    pub style_css: String,
}

#[component]
pub fn PublicDocument(page: Page, lang: Lang, demo: bool, assets: AssetUrls) -> impl IntoView {
    let words = words(lang);
    let title = title(words, &page);
    view! {
        <!DOCTYPE html>
        <html lang=lang.tag()>
            <head>
                <meta charset="utf-8"/>
                <title>{title}</title>
                <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover"/>
                <meta name="description" content=words.public.tagline/>
                <meta name="color-scheme" content="light dark"/>
                <meta name="theme-color" media="(prefers-color-scheme: light)" content="#fbfaf7"/>
                <meta name="theme-color" media="(prefers-color-scheme: dark)" content="#141715"/>
                <meta name="format-detection" content="telephone=no"/>
                <link rel="stylesheet" href=assets.style_css/>
                <script type="module" src=assets.boot_js nonce=use_nonce()></script>
                <link rel="manifest" href="/manifest.webmanifest"/>
                <link rel="icon" r#type="image/svg+xml" href="/icons/icon.svg"/>
                <link rel="apple-touch-icon" href="/icons/apple-touch-icon-180.png"/>
            </head>
            <body data-entry="public" data-demo=if demo { "true" } else { "false" }>
                <PublicPage page=page lang=lang demo=demo/>
            </body>
        </html>
    }
}

/// 登录 · 家桥.
fn title(words: &Words, page: &Page) -> String {
    let (app, public) = (words.common.app, &words.public);
    let page = match page {
        Page::Welcome => return [app, " · ", public.tagline].concat(),
        Page::SignIn { .. } => public.sign_in_title,
        Page::Claim { .. } => public.claim_title,
        Page::Help => public.help_title,
        Page::NotFound => public.not_found_title,
    };
    [page, " · ", app].concat()
}
