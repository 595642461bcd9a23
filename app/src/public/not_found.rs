//! An address that leads nowhere.

use crate::{components::Bridge, words::Words};
use leptos::prelude::*;

#[component]
pub fn NotFoundPage(words: &'static Words) -> impl IntoView {
    let public = &words.public;
    view! {
        <Bridge/>
        <h1 class="public-title">{public.not_found_title}</h1>
        <p class="public-tagline">{public.not_found_text}</p>
        <p class="public-doors"><a class="btn btn-quiet" href="/">{public.home}</a></p>
    }
    .into_any()
}
