//! Fields of the plain forms, and why one came back.

use super::page::Problem;
use crate::words::Words;
use leptos::prelude::*;

/// What went wrong, in words, before the fields that mend it.
pub fn problem_line(words: &'static Words, problem: Option<Problem>) -> Option<AnyView> {
    let public = &words.public;
    let text = match problem? {
        Problem::Wrong => public.problem_wrong,
        Problem::Limited => public.problem_limited,
        Problem::Expired => public.problem_expired,
        Problem::Mismatch => public.problem_mismatch,
        Problem::Weak => public.problem_weak,
        Problem::Used => public.problem_used,
    };
    Some(view! { <p class="problem" role="alert" id="problem">{text}</p> }.into_any())
}

#[component]
pub fn TextInput(
    name: &'static str,
    label: &'static str,
    #[prop(optional)] hint: Option<&'static str>,
    autocomplete: &'static str,
    #[prop(optional)] value: String,
    maxlength: &'static str,
) -> impl IntoView {
    let hint_id = hint.map(|_| name.to_owned() + "-hint");
    let hint = hint_line(hint, hint_id.clone());
    view! {
        <div class="field">
            <label for=name>{label}</label>
            <input
                id=name
                name=name
                type="text"
                value=value
                autocomplete=autocomplete
                autocapitalize="none"
                spellcheck="false"
                required
                maxlength=maxlength
                aria-describedby=hint_id
            />
            {hint}
        </div>
    }
    .into_any()
}

/// A password; `toggle` is the switch that appears where JavaScript runs.
#[component]
pub fn PasswordInput(
    name: &'static str,
    label: &'static str,
    #[prop(optional)] hint: Option<&'static str>,
    autocomplete: &'static str,
    #[prop(optional)] toggle: Option<AnyView>,
) -> impl IntoView {
    let hint_id = hint.map(|_| name.to_owned() + "-hint");
    let hint = hint_line(hint, hint_id.clone());
    view! {
        <div class="field">
            <label for=name>{label}</label>
            <input
                id=name
                name=name
                type="password"
                autocomplete=autocomplete
                autocapitalize="none"
                spellcheck="false"
                required
                maxlength="256"
                aria-describedby=hint_id
            />
            {toggle}
            {hint}
        </div>
    }
    .into_any()
}

/// Hidden until `boot.js` shows it and minds it: a button that does nothing would be a lie. `fields` are the names
/// of the passwords that it shows, with a blank between.
pub fn show_password(words: &'static Words, fields: &'static str) -> AnyView {
    view! {
        <button
            type="button"
            class="btn btn-plain field-toggle"
            hidden
            data-shows=fields
            data-other=words.public.hide_password
        >
            {words.public.show_password}
        </button>
    }
    .into_any()
}

fn hint_line(hint: Option<&'static str>, id: Option<String>) -> Option<AnyView> {
    hint.map(|hint| view! { <p class="field-hint" id=id>{hint}</p> }.into_any())
}
