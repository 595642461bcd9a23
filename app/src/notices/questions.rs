//! The questions of a form: radio buttons for choices and appointments, boxes for text.

use super::{
    filled::{option, part, with_part},
    model::Page,
};
use crate::{components::TextField, live::Live, notes::Draft, words::use_words};
use domain::{
    ChildId, limits,
    notices::{Form, Question, QuestionKind},
};
use leptos::prelude::*;

/// Which form, of which child, and where its answers are kept.
#[derive(Clone)]
pub struct Filling {
    pub live: Live,
    pub model: Memo<Option<Page>>,
    pub child: ChildId,
    pub draft: Draft,
    pub count: usize,
    /// The appointment that the household has.
    pub own: Option<usize>,
    pub busy: RwSignal<bool>,
}

pub fn questions(form: &Form, filling: &Filling) -> Vec<AnyView> {
    let each = form.questions.iter().enumerate();
    each.map(|(at, asked)| question(at, asked, filling)).collect()
}

fn question(at: usize, question: &Question, filling: &Filling) -> AnyView {
    let labels: Vec<String> = match &question.kind {
        QuestionKind::Text => return text_box(at, &question.label, filling),
        QuestionKind::Choice(options) => options.clone(),
        QuestionKind::Slots(slots) => slots.iter().map(|slot| slot.label.clone()).collect(),
    };
    let is_slots = matches!(question.kind, QuestionKind::Slots(_));
    let class = if is_slots { "choices slots" } else { "choices" };
    let each = labels.into_iter().enumerate();
    let each = each.map(|(of, label)| radio((at, of), label, is_slots, filling));
    view! {
        <fieldset class=class>
            <legend>{question.label.clone()}</legend>
            <div class="choices-row">{each.collect::<Vec<_>>()}</div>
        </fieldset>
    }
    .into_any()
}

fn radio((at, of): (usize, usize), label: String, is_slot: bool, filling: &Filling) -> AnyView {
    let words = &use_words().notices;
    let draft = filling.draft;
    let name = field_id("choice", filling.child, at);
    let checked = Signal::derive(move || option(&draft.text.read(), at) == Some(of));
    let own = is_slot && filling.own == Some(of);
    let model = filling.model;
    let left = Signal::derive(move || {
        let model = model.read();
        let left = model.as_ref().and_then(|page| page.left.get(of).copied());
        left.filter(|_| is_slot)
    });
    let is_full = Signal::derive(move || !own && left.get() == Some(0));
    let note = Signal::derive(move || match (own, left.get()) {
        (true, _) => words.yours.to_owned(),
        (_, Some(0)) => words.full.to_owned(),
        (_, Some(left)) => (words.left)(left),
        (_, None) => String::new(),
    });
    let note = is_slot.then(|| view! { <small>{note}</small> }.into_any());
    let choose = set(at, filling);
    view! {
        <label class="choice">
            <input
                type="radio"
                name=name
                prop:checked=checked
                prop:disabled=is_full
                on:change=move |_| choose.run(of.to_string())
            />
            <span class="choice-face">{label} {note}</span>
        </label>
    }
    .into_any()
}

fn text_box(at: usize, label: &str, filling: &Filling) -> AnyView {
    let words = use_words();
    let draft = filling.draft;
    let text = Signal::derive(move || part(&draft.text.read(), at).to_owned());
    view! {
        <TextField
            id=field_id("text", filling.child, at)
            label=label
            hint=words.notices.text_hint
            chars_max=limits::ANSWER_CHARS_MAX
            rows=2
            text=text
            on_text=set(at, filling)
            busy=filling.busy
        />
    }
    .into_any()
}

fn set(at: usize, filling: &Filling) -> Callback<String> {
    let (live, draft, count) = (filling.live.clone(), filling.draft, filling.count);
    Callback::new(move |value: String| {
        let text = with_part(&draft.text.read_untracked(), count, at, &value);
        draft.write(&live, text);
    })
}

/// A family with two children has two forms on one page.
pub fn field_id(kind: &str, child: ChildId, at: usize) -> String {
    [kind, "-", &child.to_string(), "-", &at.to_string()].concat()
}
