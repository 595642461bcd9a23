//! The bridge: the app's one picture, over quiet water; and a finished state beneath it.

use leptos::prelude::*;

#[component]
pub fn Bridge() -> impl IntoView {
    view! {
        <svg class="bridge" viewBox="0 0 200 96" aria-hidden="true" focusable="false">
            <circle class="bridge-sun" cx="146" cy="26" r="13"></circle>
            <path class="bridge-arch" d="M10 66C46 66 58 36 100 36s54 30 90 30"></path>
            <path class="bridge-hole" d="M66 66a34 20 0 0 1 68 0"></path>
            <path class="bridge-water" d="M34 78h44M92 78h54M60 88h34M112 88h20"></path>
        </svg>
    }
    .into_any()
}

#[component]
pub fn Empty(title: &'static str, text: &'static str) -> impl IntoView {
    view! {
        <div class="empty">
            <Bridge/>
            <p class="empty-title">{title}</p>
            <p class="empty-text">{text}</p>
        </div>
    }
    .into_any()
}
