//! The notice as families will see it, beside the form on a wide screen.

use super::form::Desk;
use crate::{
    components::{Tone, draw, tag},
    live::use_live,
    notices::author::parts::one_text,
    shell::use_now_day,
    words::{Words, use_words},
};
use domain::{
    Day,
    notices::{Ask, Draft, Kind, Question, QuestionKind},
};
use leptos::prelude::*;

pub fn look(desk: Desk) -> AnyView {
    let live = use_live();
    let words = use_words();
    let today = use_now_day();
    let name = live.view.with_untracked(|view| {
        let view = view.as_ref();
        view.map(|view| view.identity.name.clone()).unwrap_or_default()
    });
    let from = (words.common.teacher)(&name);
    let inside = draw(move || {
        let draft = desk.pen.draft.read();
        let to = desk.audience.with(|audience| audience.to.clone());
        sheet(words, &draft, &from, &to, today.get())
    });
    view! {
        <details class="more compose-look" open=true>
            <summary>{words.author.family_view}</summary>
            {inside}
        </details>
    }
    .into_any()
}

fn sheet(words: &'static Words, draft: &Draft, from: &str, to: &str, today: Day) -> AnyView {
    let texts = [&draft.zh, &draft.en].into_iter().flatten().map(one_text);
    let tone = if draft.kind == Kind::Info {
        Tone::Quiet
    } else {
        Tone::Sun
    };
    let drill =
        (draft.kind == Kind::Emergency && draft.test).then(|| tag(Tone::Sun, None, words.notices.drill));
    let due = draft.due.map(|day| {
        let text = (words.notices.due)(&words.date(day, today));
        tag(Tone::Sun, None, text)
    });
    let questions = draft.form.as_ref().map(|form| {
        let each = form.questions.iter().map(question);
        view! { <ol class="look-questions">{each.collect::<Vec<_>>()}</ol> }.into_any()
    });
    let answer = match draft.ask {
        Ask::Sign => words.notices.sign,
        _ if draft.form.is_some() => words.notices.submit,
        _ => words.notices.acknowledge,
    };
    let answer = (draft.ask >= Ask::Confirm)
        .then(|| view! { <p><span class="item-act" aria-hidden="true">{answer}</span></p> }.into_any());
    view! {
        <article class="look">
            <p class="item-meta">
                {tag(tone, None, words.notices.kind(draft.kind))} {drill} {due}
                <span>{[to, " · ", from].concat()}</span>
            </p>
            {texts.collect::<Vec<_>>()}
            {questions}
            {answer}
        </article>
    }
    .into_any()
}

fn question(question: &Question) -> AnyView {
    let options: Vec<String> = match &question.kind {
        QuestionKind::Choice(options) => options.clone(),
        QuestionKind::Slots(slots) => slots.iter().map(|slot| slot.label.clone()).collect(),
        QuestionKind::Text => vec!["＿＿＿＿".to_owned()],
    };
    let options = options
        .into_iter()
        .map(|option| view! { <li>{option}</li> }.into_any());
    view! {
        <li>
            <p>{question.label.clone()}</p>
            <ul>{options.collect::<Vec<_>>()}</ul>
        </li>
    }
    .into_any()
}
