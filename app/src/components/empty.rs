//! The bridge: the app's one picture, over quiet water; and a finished state beneath it.

use leptos::prelude::*;

#[component]
pub fn Bridge() -> impl IntoView {
    // At the left the house, at the right the school, under its flag.
    view! {
        <svg class="bridge" viewBox="0 0 200 96" aria-hidden="true" focusable="false">
            <circle class="bridge-sun" cx="128" cy="22" r="12"></circle>
            <path class="bridge-house" d="M8 66V50l13-10 13 10v16M17 66V56h8v10"></path>
            <path class="bridge-house" d="M166 66V46h26v20M179 46V32h9l-3 3.5 3 3.5h-9M175 66V56h8v10"></path>
            <path class="bridge-arch" d="M34 66c28 0 38-26 66-26s38 26 66 26"></path>
            <path class="bridge-hole" d="M72 66a28 17 0 0 1 56 0"></path>
            <path class="bridge-water" d="M40 78h40M94 78h58M62 88h34M114 88h22"></path>
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
