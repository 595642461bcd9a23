//! The pane of one thread: heading, agreement, what was said, and what to do next.

use super::{
    actions::{Actions, Stage},
    agreement::agreement_card,
    bubble::bubbles,
    model::{Thread, thread},
};
use crate::{
    components::{Empty, ScreenTitle, Tile, draw},
    live::{Live, use_live},
    notes::{
        about::about_line,
        mark::{is_about, written},
    },
    shell::use_now_day,
    words::use_words,
};
use domain::{
    Action, NoteId,
    notes::{self, Side, Verb},
};
use leptos::prelude::*;

#[component]
pub fn ThreadPane(id: NoteId, edit: Option<u64>) -> impl IntoView {
    let live = use_live();
    let words = use_words();
    let today = use_now_day();
    let view = live.view;
    let model = Memo::new(move |_| thread(words, view.read().as_deref()?, id));
    mark_seen(&live, model);
    let title = Signal::derive(move || {
        model.read().as_ref().map_or_else(
            || words.notes.title.to_owned(),
            |thread| {
                let topic = words.notes.topic_word(thread.card.note.topic);
                [topic, " · ", &thread.card.face.name].concat()
            },
        )
    });
    let sub = Signal::derive(move || {
        let model = model.read();
        let Some(thread) = model.as_ref() else {
            return String::new();
        };
        let direction = match thread.card.note.from {
            Side::School => words.notes.from_school,
            Side::Home => words.notes.from_home,
        };
        [&thread.card.face.class_name, " · ", direction].concat()
    });
    let stage = Memo::new(move |_| model.read().as_ref().map(Stage::of));
    let tile = draw(move || {
        model
            .read()
            .as_ref()
            .map(|thread| view! { <Tile face=&thread.card.face/> }.into_any())
    });
    let said = draw(move || {
        let model = model.read();
        let thread = model.as_ref()?;
        let seen = thread.card.note.seen_at;
        Some(bubbles(words, &thread.bubbles, seen, today.get()))
    });
    let about = draw(move || about_line(model.read().as_ref()?.card.note.about));
    let agreed = draw(move || agreement_card(words, model.read().as_ref()?, today.get()));
    let next = draw(move || match stage.get() {
        Some(stage) => view! { <Actions id=id model=model stage=stage edit=edit/> }.into_any(),
        None => missing(id),
    });
    view! {
        <div class="thread">
            <ScreenTitle title=title sub=sub back="/app/notes" aside=tile/>
            {about}
            {agreed}
            {said}
            {next}
        </div>
    }
    .into_any()
}

/// Says once that the other side has it on screen; only for those whose reading counts.
fn mark_seen(live: &Live, model: Memo<Option<Thread>>) {
    let live = live.clone();
    Effect::new(move |said: Option<bool>| {
        if said == Some(true) {
            return true;
        }
        let model = model.read();
        let Some(thread) = model.as_ref() else {
            return false;
        };
        let note = &thread.card.note;
        let ours = thread.part().may_write() && note.from != thread.part().side();
        if ours && note.seen_at.is_none() {
            let see = notes::Action {
                child: note.child,
                note: note.id,
                verb: Verb::See,
            };
            live.note_quietly(Action::Notes(see));
            return true;
        }
        false
    });
}

/// A note that is not here: never accepted, or no longer to be seen.
fn missing(id: NoteId) -> AnyView {
    let words = use_words();
    let live = use_live();
    let refused = live.view.with(|view| {
        view.as_ref()
            .is_some_and(|view| written(view).any(|item| is_about(item, id)))
    });
    let (text, href, link) = if refused {
        (words.notes.missing_refused, "/app/outbox", words.notes.to_outbox)
    } else {
        (words.notes.missing_text, "/app/notes", words.notes.to_list)
    };
    view! {
        <Empty title=words.notes.missing_title text=text/>
        <p class="center"><a class="btn btn-quiet" href=href>{link}</a></p>
    }
    .into_any()
}
