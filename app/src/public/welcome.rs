//! What this is, in three sentences and a promise.

use crate::{components::Bridge, words::Words};
use leptos::prelude::*;

#[component]
pub fn WelcomePage(words: &'static Words) -> impl IntoView {
    let what = words
        .public
        .what
        .map(|sentence| view! { <p>{sentence}</p> }.into_any())
        .into_iter()
        .collect::<Vec<_>>();
    view! {
        <Bridge/>
        <h1 class="public-title">{words.common.app}</h1>
        <p class="public-tagline">{words.public.tagline}</p>
        <div class="public-what">{what}</div>
        <div class="public-doors">
            <a class="btn" href="/sign-in">{words.public.sign_in}</a>
            <a class="btn btn-quiet" href="/claim">{words.public.claim}</a>
        </div>
        <section class="promise">
            <h2>{words.public.promise}</h2>
            <p>{words.public.promise_text}</p>
        </section>
    }
    .into_any()
}
