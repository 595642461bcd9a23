//! Claiming an account with a slip, and choosing its password.

use super::{
    form::{PasswordInput, TextInput, problem_line, show_password},
    page::Problem,
};
use crate::words::Words;
use leptos::prelude::*;

#[component]
pub fn ClaimPage(
    words: &'static Words,
    login: String,
    code: String,
    problem: Option<Problem>,
) -> impl IntoView {
    let public = &words.public;
    view! {
        <h1 class="public-title">{public.claim_title}</h1>
        <p class="public-tagline">{public.claim_sub}</p>
        {problem_line(words, problem)}
        <form class="form" method="post" action="/claim">
            <TextInput name="login" label=public.login hint=public.login_hint autocomplete="username" value=login maxlength="64"/>
            <TextInput name="code" label=public.code hint=public.code_hint autocomplete="one-time-code" value=code maxlength="64"/>
            <PasswordInput
                name="password"
                label=public.new_password
                hint=public.password_hint
                autocomplete="new-password"
                toggle=show_password(words, "password password_again")
            />
            <PasswordInput name="password_again" label=public.password_again autocomplete="new-password"/>
            <button type="submit" class="btn">{public.claim_button}</button>
        </form>
        <ul class="public-more">
            <li><a href="/sign-in">{public.have_account}</a></li>
        </ul>
    }
    .into_any()
}
