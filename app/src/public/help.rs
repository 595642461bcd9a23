//! Help: offline, the four states, a forgotten password, a shared phone.

use crate::{
    components::{Glyph, icon},
    words::Words,
};
use leptos::prelude::*;

/// In the order of [`crate::words`]' four states.
const GLYPHS: [Glyph; 4] = [Glyph::Phone, Glyph::Up, Glyph::Check, Glyph::Info];

#[component]
pub fn HelpPage(words: &'static Words) -> impl IntoView {
    let public = &words.public;
    let offline = public
        .offline_text
        .map(|text| view! { <p>{text}</p> }.into_any())
        .into_iter()
        .collect::<Vec<_>>();
    let states = public.states.iter().zip(GLYPHS).map(|((name, text), glyph)| {
        view! { <div><dt>{icon(glyph)} {*name}</dt><dd>{*text}</dd></div> }.into_any()
    });
    view! {
        <h1 class="public-title">{public.help_title}</h1>
        <p class="public-tagline">{public.help_sub}</p>
        <section><h2>{public.offline_title}</h2>{offline}</section>
        <section>
            <h2>{public.states_title}</h2>
            <dl class="states">{states.collect::<Vec<_>>()}</dl>
        </section>
        <section id="forgotten"><h2>{public.forgot_title}</h2><p>{public.forgot_text}</p></section>
        <section><h2>{public.shared_title}</h2><p>{public.shared_text}</p></section>
        <p class="public-doors"><a class="btn btn-quiet" href="/sign-in">{public.sign_in}</a></p>
    }
    .into_any()
}
