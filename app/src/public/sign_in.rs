//! Sign-in: a plain form, so that it works before and without WebAssembly.

use super::{
    form::{PasswordInput, TextInput, problem_line, show_password},
    layout::DEMO_PASSWORD,
    page::Problem,
};
use crate::words::Words;
use leptos::prelude::*;

#[component]
pub fn SignInPage(words: &'static Words, problem: Option<Problem>, demo: bool) -> impl IntoView {
    let public = &words.public;
    view! {
        <h1 class="public-title">{public.sign_in_title}</h1>
        <p class="public-tagline">{public.sign_in_sub}</p>
        {problem_line(words, problem)}
        <form class="form" method="post" action="/sign-in">
            <TextInput name="login" label=public.login hint=public.login_hint autocomplete="username" maxlength="64"/>
            <PasswordInput
                name="password"
                label=public.password
                autocomplete="current-password"
                toggle=show_password(words, "password")
            />
            <button type="submit" class="btn">{public.sign_in_button}</button>
        </form>
        <ul class="public-more">
            <li><a href="/claim">{public.no_account}</a></li>
            <li><a href="/help#forgotten">{public.forgot}</a></li>
        </ul>
        {demo.then(|| demo_people(words))}
    }
    .into_any()
}

/// One press each: a form of its own that carries the demo's fixed password.
fn demo_people(words: &'static Words) -> AnyView {
    let public = &words.public;
    let person = |(login, role): (&'static str, &'static str)| {
        view! {
            <li>
                <form method="post" action="/sign-in">
                    <input type="hidden" name="login" value=login/>
                    <input type="hidden" name="password" value=DEMO_PASSWORD/>
                    <button type="submit" class="demo-person">
                        <span>{role}</span>
                        <code>{login}</code>
                    </button>
                </form>
            </li>
        }
        .into_any()
    };
    view! {
        <section class="demo-people">
            <h2>{public.demo_title}</h2>
            <p class="field-hint">{public.demo_text}</p>
            <ul class="list list-demo">{public.demo_people.map(person).into_iter().collect::<Vec<_>>()}</ul>
        </section>
    }
    .into_any()
}
