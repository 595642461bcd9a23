//! How a person wants to read, kept in this browser: not personal, so outside the encrypted store.

use crate::dom;
use app::live::{Prefs, Theme};
use wasm_bindgen::JsCast;
use web_sys::HtmlDocument;

const KEY: &str = "jq-prefs";

pub fn read() -> Prefs {
    let storage = dom::window().local_storage().ok().flatten();
    let text = storage.and_then(|storage| storage.get_item(KEY).ok().flatten());
    match text {
        Some(text) => serde_json::from_str(&text).unwrap_or_default(),
        None => Prefs {
            lang: dom::lang(),
            ..Prefs::default()
        },
    }
}

pub fn write(prefs: &Prefs) {
    if let (Ok(Some(storage)), Ok(text)) = (dom::window().local_storage(), serde_json::to_string(prefs)) {
        // Full or forbidden storage costs the person a setting at the next start, nothing more.
        let _ = storage.set_item(KEY, &text);
    }
    // Public pages are rendered on the server, which knows the language from this cookie.
    if let Some(document) = dom::window().document() {
        let tag = if prefs.lang.tag() == "en" { "en" } else { "zh" };
        let cookie = format!("lang={tag}; path=/; max-age=31536000; samesite=lax");
        let _ = document.unchecked_into::<HtmlDocument>().set_cookie(&cookie);
    }
}

const DEMO: &str = "jq-demo";

/// Whether the office was a demo when it last spoke: known before it speaks again, so that its banner neither
/// comes late and moves what somebody is about to tap, nor is missing without network.
pub fn was_demo() -> bool {
    let storage = dom::window().local_storage().ok().flatten();
    storage
        .and_then(|storage| storage.get_item(DEMO).ok().flatten())
        .is_some()
}

pub fn keep_demo(demo: bool) {
    if let Ok(Some(storage)) = dom::window().local_storage() {
        // As with the settings: a refusal costs a banner that comes a moment later.
        let _ = if demo {
            storage.set_item(DEMO, "true")
        } else {
            storage.remove_item(DEMO)
        };
    }
}

/// Puts the settings where the style sheet reads them.
pub fn show(prefs: &Prefs) {
    dom::set_root("lang", prefs.lang.tag());
    dom::set_root("data-elder", if prefs.elder { "true" } else { "false" });
    dom::set_root("data-text", &prefs.text_px.to_string());
    dom::set_root(
        "data-theme",
        match prefs.theme {
            Theme::System => "system",
            Theme::Light => "light",
            Theme::Dark => "dark",
        },
    );
}
