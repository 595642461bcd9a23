//! Two lists under one place: what the school tells many, and what is said about one child.

use crate::words::use_words;
use leptos::prelude::*;

#[component]
pub fn MessageTabs(notices: bool) -> impl IntoView {
    let words = use_words();
    view! {
        <nav class="tabs" aria-label=words.notices.tabs>
            <a href="/app/notices" aria-current=notices.then_some("page")>{words.notices.title}</a>
            <a href="/app/notes" aria-current=(!notices).then_some("page")>{words.notices.notes}</a>
        </nav>
    }
    .into_any()
}
