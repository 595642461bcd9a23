//! What an author does with a notice that is out: remind, correct, take back, end an emergency, see receipts.

mod reason;
mod remind;
mod rules;
#[cfg(test)]
mod tests;
mod waiting;

use super::parts::notice_of;
use crate::{
    components::{Button, draw, kept},
    live::use_live,
    shell::notice_path,
    words::use_words,
};
use domain::{NoticeId, notices::Verb};
use leptos::prelude::*;
use reason::ReasonForm;
use remind::remind;
use rules::May;
use waiting::waiting;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Tool {
    Withdraw,
    AllClear,
}

/// Nothing at all for those who only read.
#[component]
pub fn AuthorTools(id: NoticeId) -> impl IntoView {
    let live = use_live();
    let words = use_words();
    let view = live.view;
    let notice = kept(move || notice_of(view.read().as_deref()?, id));
    let may = kept(move || {
        let view = view.read();
        let notice = notice.read();
        let pair = view.as_deref().zip(Option::as_ref(&notice));
        pair.map(|(view, notice)| May::of(view, notice))
            .unwrap_or_default()
    });
    let open = RwSignal::new(None::<Tool>);
    draw(move || {
        let may = may.get();
        (!may.nothing()).then(|| {
            let author = &words.author;
            let link = |path: &str, word: &'static str| {
                let href = notice_path(id, None) + path;
                view! { <a class="btn btn-quiet" href=href>{word}</a> }.into_any()
            };
            let press = move |tool: Tool| {
                Callback::new(move |()| open.update(|open| *open = (*open != Some(tool)).then_some(tool)))
            };
            let button = |tool: Tool, word: &'static str| {
                view! { <Button label=word on_press=press(tool)/> }.into_any()
            };
            view! {
                <section class="actions" aria-label=words.author.tools>
                    {waiting(id)}
                    <div class="action-row">
                        {may.register.then(|| link("/register", words.register.open))}
                        {may.change.then(|| link("/correct", author.correct))}
                        {may.all_clear.then(|| button(Tool::AllClear, author.all_clear))}
                        {may.change.then(|| button(Tool::Withdraw, author.withdraw))}
                    </div>
                    {may.change.then(|| remind(id, notice))}
                    {draw(move || {
                        // What is done already is not asked again: the form goes with its button.
                        let stays = |tool: &Tool| match tool {
                            Tool::Withdraw => may.change,
                            Tool::AllClear => may.all_clear,
                        };
                        open.get().filter(stays).map(|tool| form(id, tool, open))
                    })}
                </section>
            }
            .into_any()
        })
    })
}

fn form(id: NoticeId, tool: Tool, open: RwSignal<Option<Tool>>) -> AnyView {
    let words = &use_words().author;
    let done = Callback::new(move |()| open.set(None));
    match tool {
        Tool::Withdraw => view! {
            <ReasonForm
                id=id
                name="withdraw"
                label=words.withdraw_reason
                hint=words.withdraw_hint
                save=words.withdraw_save
                make=|reason| Verb::Withdraw { reason }
                done=done
            />
        }
        .into_any(),
        Tool::AllClear => view! {
            <ReasonForm
                id=id
                name="all-clear"
                label=words.all_clear_text
                hint=words.all_clear_hint
                save=words.all_clear_save
                make=|text| Verb::AllClear { text }
                done=done
            />
        }
        .into_any(),
    }
}
