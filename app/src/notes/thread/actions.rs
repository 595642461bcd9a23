//! What can be done next in a thread: answer, one tap 知道了, agree, close; or reopen; or nothing.

use super::{
    forms::{AgreeForm, TextForm},
    model::Thread,
    pen::{Pen, Start},
};
use crate::{
    components::{Button, ButtonKind, draw},
    live::use_live,
    words::use_words,
};
use domain::{
    NoteId, limits,
    notes::{State, Verb},
};
use leptos::prelude::*;

/// Changes only when other forms are due, so that nobody's box is redrawn while they type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    Reader,
    Open,
    Closed,
}

impl Stage {
    pub fn of(thread: &Thread) -> Stage {
        match (thread.part().may_write(), thread.card.note.state) {
            (false, _) => Stage::Reader,
            (true, State::Closed) => Stage::Closed,
            (true, _) => Stage::Open,
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    Reply,
    Agree,
    Close,
}

#[component]
pub fn Actions(id: NoteId, model: Memo<Option<Thread>>, stage: Stage, edit: Option<u64>) -> impl IntoView {
    let words = use_words();
    let live = use_live();
    let Some(pen) = Pen::of(&live, model, edit) else {
        return ().into_any();
    };
    let start = Start::of(&live, id, edit);
    let inside = match stage {
        Stage::Reader => view! { <p class="quiet">{words.notes.read_only}</p> }.into_any(),
        Stage::Closed => view! { <Reopen pen=pen/> }.into_any(),
        Stage::Open => view! { <Answer pen=pen start=start model=model/> }.into_any(),
    };
    view! { <section class="actions" aria-label=words.notes.actions>{inside}</section> }.into_any()
}

#[component]
fn Answer(pen: Pen, start: Start, model: Memo<Option<Thread>>) -> impl IntoView {
    let words = use_words();
    let mode = RwSignal::new(start.mode);
    let text_for = |of: Mode| {
        if of == start.mode {
            start.text.clone()
        } else {
            String::new()
        }
    };
    let reply = pen.draft("reply", text_for(Mode::Reply));
    let agree = pen.draft("agree", text_for(Mode::Agree));
    let close = pen.draft("close", text_for(Mode::Close));
    let back = Callback::new(move |()| mode.set(Mode::Reply));
    let buttons = view! { <OtherActions pen=pen.clone() mode=mode model=model/> };
    let form = draw(move || match mode.get() {
        Mode::Reply => view! {
            <TextForm
                id="reply"
                label=words.notes.reply
                hint=words.notes.reply_hint
                save=words.notes.send
                draft=reply
                pen=pen.clone()
                make=|entry, text| Verb::Reply { entry, text }
                done=back
            />
        }
        .into_any(),
        Mode::Agree => view! {
            <AgreeForm draft=agree pen=pen.clone() start=start.clone() model=model done=back/>
        }
        .into_any(),
        Mode::Close => view! {
            <TextForm
                id="close"
                label=words.notes.close_text
                hint=words.notes.close_hint
                save=words.notes.close_save
                draft=close
                pen=pen.clone()
                make=|entry, outcome| Verb::Close { entry, outcome }
                done=back
                cancel=back
            />
        }
        .into_any(),
    });
    view! { {buttons} {form} }.into_any()
}

/// One tap 知道了 while the other side has the last word; agreeing and closing open a form.
#[component]
fn OtherActions(pen: Pen, mode: RwSignal<Mode>, model: Memo<Option<Thread>>) -> impl IntoView {
    let words = use_words();
    let live = use_live();
    let others_spoke = Memo::new(move |_| {
        model
            .read()
            .as_ref()
            .is_some_and(|thread| thread.card.note.last_side != thread.part().side())
    });
    let agreed = Memo::new(move |_| {
        model
            .read()
            .as_ref()
            .is_some_and(|thread| thread.card.note.agreed.is_some())
    });
    let busy = pen.saving.busy;
    let acknowledge = {
        let pen = pen.clone();
        Callback::new(move |()| {
            let verb = Verb::Acknowledge {
                entry: domain::EntryId(live.new_id()),
            };
            pen.write(&live, verb, None, Box::new(|| ()));
        })
    };
    let toggle = move |to: Mode| {
        Callback::new(move |()| mode.update(|now| *now = if *now == to { Mode::Reply } else { to }))
    };
    let noted = draw(move || {
        others_spoke.get().then(|| {
            view! { <Button label=words.notes.acknowledge on_press=acknowledge busy=busy/> }.into_any()
        })
    });
    let agree = draw(move || {
        let label = if agreed.get() {
            words.notes.change_agreement
        } else {
            words.notes.agree
        };
        view! { <Button label=label on_press=toggle(Mode::Agree)/> }.into_any()
    });
    view! {
        <div class="action-row">
            {noted} {agree} <Button label=words.notes.close on_press=toggle(Mode::Close)/>
        </div>
    }
    .into_any()
}

#[component]
fn Reopen(pen: Pen) -> impl IntoView {
    let words = use_words();
    let draft = pen.draft("reopen", String::new());
    let open = RwSignal::new(!draft.text.get_untracked().is_empty());
    let form = draw(move || {
        if !open.get() {
            let press = Callback::new(move |()| open.set(true));
            return view! { <Button label=words.notes.reopen kind=ButtonKind::Quiet on_press=press/> }
                .into_any();
        }
        view! {
            <TextForm
                id="reopen"
                label=words.notes.reopen_text
                hint=words.notes.reply_hint
                save=words.notes.reopen_save
                draft=draft
                pen=pen.clone()
                make=|entry, text| Verb::Reopen { entry, text }
                done=Callback::new(|()| ())
                cancel=Callback::new(move |()| open.set(false))
            />
        }
        .into_any()
    });
    view! { <p class="quiet">{words.notes.is_closed}</p> {form} }.into_any()
}

/// One limit for all texts but the agreement's.
pub const TEXT_MAX: usize = limits::NOTE_TEXT_CHARS_MAX;
