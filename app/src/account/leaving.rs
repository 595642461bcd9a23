//! Leaving this phone: what is unsent is said first, sealed, and never lost.

use crate::{
    components::{Button, ButtonKind, draw},
    live::{SignOutAnswer, use_live},
    words::use_words,
};
use leptos::prelude::*;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    Here,
    Asking,
    Unsent(usize),
    Gone,
}

#[component]
pub fn Leaving() -> impl IntoView {
    let live = use_live();
    let words = use_words();
    let step = RwSignal::new(Step::Here);
    let leave = Callback::new(move |force: bool| {
        step.set(Step::Asking);
        let answer = live.sign_out(force);
        leptos::task::spawn_local(async move {
            let _ = step.try_set(match answer.await {
                SignOutAnswer::Unsent(count) => Step::Unsent(count),
                SignOutAnswer::Done => Step::Gone,
            });
        });
    });
    let inside = draw(move || {
        match step.get() {
        Step::Here => view! {
            <p class="quiet quiet-left">{words.account.sign_out_hint}</p>
            <Button label=words.account.sign_out on_press=move |()| leave.run(false)/>
        }
        .into_any(),
        Step::Asking => view! { <p class="quiet quiet-left">{words.account.signing_out}</p> }.into_any(),
        Step::Unsent(count) => view! {
            <p>{(words.account.unsent_sealed)(count)}</p>
            <div class="form-buttons">
                <Button label=words.account.stay kind=ButtonKind::Main on_press=move |()| step.set(Step::Here)/>
                <Button label=words.account.sign_out_anyway on_press=move |()| leave.run(true)/>
            </div>
        }
        .into_any(),
        Step::Gone => view! {
            <p>{words.account.signed_out}</p>
            <p><a class="btn" href="/sign-in" rel="external">{words.account.to_sign_in}</a></p>
        }
        .into_any(),
    }
    });
    view! { <section class="leaving" aria-live="polite">{inside}</section> }.into_any()
}
