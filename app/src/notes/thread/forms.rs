//! The forms of a thread: one for plain text, one for an agreement.

use super::{
    actions::TEXT_MAX,
    model::Thread,
    pen::{Pen, Start},
};
use crate::{
    components::{Button, ButtonKind, Choice, Choices, TextField},
    live::use_live,
    notes::draft::Draft,
    shell::use_now_day,
    words::use_words,
};
use domain::{
    Day, EntryId, limits,
    notes::{Owner, Verb},
};
use leptos::prelude::*;

/// A first look back after two weeks, unless somebody says otherwise.
const REVIEW_AFTER_DAYS: i32 = 14;
const OWNERS: [Owner; 3] = [Owner::Home, Owner::School, Owner::Both];

#[component]
pub fn TextForm(
    id: &'static str,
    label: &'static str,
    hint: &'static str,
    save: &'static str,
    draft: Draft,
    pen: Pen,
    make: fn(EntryId, String) -> Verb,
    done: Callback<()>,
    #[prop(optional, into)] cancel: Option<Callback<()>>,
) -> impl IntoView {
    let live = use_live();
    let fault = RwSignal::new(None);
    let type_in = typing(draft);
    let saving = pen.saving;
    let press = Callback::new(move |()| {
        let text = draft.text.get_untracked();
        fault.set(Fault::of(&text, TEXT_MAX));
        if fault.get_untracked().is_none() {
            let verb = make(EntryId(live.new_id()), text);
            pen.write(&live, verb, Some(draft), Box::new(move || done.run(())));
        }
    });
    view! {
        <div class="form">
            <TextField id=id label=label hint=hint chars_max=TEXT_MAX rows=3 text=draft.text on_text=type_in busy=saving.busy/>
            {fault_line(fault)}
            {saving.problem()}
            <FormButtons save=save press=press busy=saving.busy cancel=cancel/>
        </div>
    }
    .into_any()
}

#[component]
pub fn AgreeForm(
    draft: Draft,
    pen: Pen,
    start: Start,
    model: Memo<Option<Thread>>,
    done: Callback<()>,
) -> impl IntoView {
    let words = use_words();
    let live = use_live();
    let today = use_now_day();
    // The revision that is on screen while the form is filled in, not the one at the time of saving.
    let base = model.with_untracked(revision);
    let owner = RwSignal::new(OWNERS.iter().position(|owner| *owner == start.owner));
    let first_review = start
        .review_on
        .unwrap_or(today.get_untracked().plus_days(REVIEW_AFTER_DAYS));
    let review = RwSignal::new(first_review.to_string());
    let fault = RwSignal::new(None);
    let type_in = typing(draft);
    let saving = pen.saving;
    let press = Callback::new(move |()| {
        let text = draft.text.get_untracked();
        fault.set(Fault::of(&text, limits::AGREEMENT_CHARS_MAX));
        if fault.get_untracked().is_none() {
            let verb = Verb::Agree {
                entry: EntryId(live.new_id()),
                text,
                owner: OWNERS[owner.get_untracked().unwrap_or(2)],
                review_on: Day::parse(&review.get_untracked()),
                base,
            };
            pen.write(&live, verb, Some(draft), Box::new(move || done.run(())));
        }
    });
    let owners = words.notes.owners.map(Choice::new).to_vec();
    view! {
        <div class="form">
            <TextField
                id="agree"
                label=words.notes.agree_text
                hint=words.notes.agree_hint
                chars_max=limits::AGREEMENT_CHARS_MAX
                rows=2
                text=draft.text
                on_text=type_in
                busy=saving.busy
            />
            <Choices legend=words.notes.owner name="owner" options=owners chosen=owner on_choose=move |at| owner.set(Some(at))/>
            {review_field(review, today.get_untracked())}
            {fault_line(fault)}
            {saving.problem()}
            <FormButtons save=words.notes.agree_save press=press busy=saving.busy cancel=Some(done)/>
        </div>
    }
    .into_any()
}

fn review_field(review: RwSignal<String>, today: Day) -> AnyView {
    let words = use_words();
    view! {
        <div class="field">
            <label for="review">{words.notes.review_on}</label>
            <input
                id="review"
                type="date"
                min=today.to_string()
                max=today.plus_days(limits::REVIEW_DAYS_MAX).to_string()
                prop:value=Signal::derive(move || review.get())
                on:input=move |event| review.set(event_target_value(&event))
            />
        </div>
    }
    .into_any()
}

#[component]
fn FormButtons(
    save: &'static str,
    press: Callback<()>,
    #[prop(into)] busy: Signal<bool>,
    cancel: Option<Callback<()>>,
) -> impl IntoView {
    let words = use_words();
    let cancel =
        cancel.map(|cancel| view! { <Button label=words.common.cancel on_press=cancel/> }.into_any());
    view! {
        <div class="form-buttons">
            <Button label=save kind=ButtonKind::Main on_press=press busy=busy/> {cancel}
        </div>
    }
    .into_any()
}

fn revision(thread: &Option<Thread>) -> u32 {
    let agreed = thread
        .as_ref()
        .and_then(|thread| thread.card.note.agreed.as_ref());
    agreed.map_or(0, |agreed| agreed.revision)
}

fn typing(draft: Draft) -> Callback<String> {
    let live = use_live();
    Callback::new(move |text| draft.write(&live, text))
}

/// What a person can mend before it is saved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    Empty,
    TooLong(usize),
    NoChild,
}

impl Fault {
    pub fn of(text: &str, chars_max: usize) -> Option<Fault> {
        match text.trim().chars().count() {
            0 => Some(Fault::Empty),
            chars if chars > chars_max => Some(Fault::TooLong(chars - chars_max)),
            _ => None,
        }
    }
}

pub fn fault_line(fault: RwSignal<Option<Fault>>) -> AnyView {
    let words = use_words();
    let text = Signal::derive(move || {
        fault.get().map(|fault| match fault {
            Fault::Empty => words.notes.needs_text.to_owned(),
            Fault::TooLong(over) => (words.common.letters_over)(over),
            Fault::NoChild => words.notes.needs_child.to_owned(),
        })
    });
    view! { <p class="problem" role="alert">{text}</p> }.into_any()
}
