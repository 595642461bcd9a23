//! A button with a word on it.

use leptos::prelude::*;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ButtonKind {
    /// The one thing a screen is for.
    Main,
    #[default]
    Quiet,
    /// A word that acts, beside other text.
    Plain,
}

#[component]
pub fn Button(
    label: &'static str,
    #[prop(optional)] kind: ButtonKind,
    #[prop(into)] on_press: Callback<()>,
    #[prop(optional, into)] busy: Signal<bool>,
    /// For buttons whose word alone does not say on what they act.
    #[prop(optional, into)]
    described_by: Option<String>,
) -> impl IntoView {
    let class = match kind {
        ButtonKind::Main => "btn",
        ButtonKind::Quiet => "btn btn-quiet",
        ButtonKind::Plain => "btn btn-plain",
    };
    // Not `disabled`: that would throw the keyboard's focus away in the middle of saving.
    let press = move |_| {
        if !busy.get_untracked() {
            on_press.run(());
        }
    };
    let disabled = Signal::derive(move || busy.get().then_some("true"));
    view! {
        <button
            type="button"
            class=class
            aria-disabled=disabled
            aria-describedby=described_by
            on:click=press
        >
            {label}
        </button>
    }
    .into_any()
}
