//! The composer itself; also takes a note that was not accepted, to be mended and sent again.

use super::{
    fields::{addressee_choice, child_choice, reply_switch, topic_choice},
    people::{addressees, family_has_no_account, writable_children},
};
use crate::{
    components::{Button, ButtonKind, Empty, ScreenTitle, TextField, draw},
    live::{Live, use_live},
    notes::{
        about::about_line,
        draft::{Draft, begun, new_note_key},
        mark::action_of,
        saving::{Saving, sending},
        thread::{Fault, fault_line},
        topic::TOPICS,
    },
    notices::author_of,
    people::Face,
    shell::{NewNote, note_path},
    words::use_words,
};
use domain::{
    ChildId, NoteId, NoticeId, limits,
    notes::{self, Topic, Verb},
};
use leptos::prelude::*;
use leptos_router::hooks::use_navigate;

const TEXT_MAX: usize = limits::NOTE_TEXT_CHARS_MAX;

#[component]
pub fn Composer(start: NewNote) -> impl IntoView {
    let live = use_live();
    let words = use_words();
    let edited = edited(&live, start.edit);
    let wanted = edited
        .as_ref()
        .map(|action| action.child)
        .or(start.child)
        .or_else(|| begun_about(&live));
    let about = match edited.as_ref().map(|action| &action.verb) {
        Some(Verb::Open { about, .. }) => *about,
        _ => start.about,
    };
    let faces = live.view.with_untracked(|view| {
        view.as_ref()
            .map(|view| writable_children(view, wanted))
            .unwrap_or_default()
    });
    let school = live.view.with_untracked(|view| {
        view.as_ref()
            .and_then(|view| Some(view.me()?.is_staff()))
            .unwrap_or(false)
    });
    let title = if edited.is_some() {
        words.notes.edit_title
    } else {
        words.notes.new_title
    };
    let sub = if school {
        words.notes.new_sub_school
    } else {
        words.notes.new_sub_home
    };
    let inside = match (faces.is_empty(), school) {
        (true, true) => from_class(),
        (true, false) => view! { <p class="quiet">{words.notes.cannot_write}</p> }.into_any(),
        _ => {
            let start = NewNote {
                child: wanted,
                about,
                ..start
            };
            view! { <NoteForm faces=faces start=start edited=edited/> }.into_any()
        }
    };
    view! {
        <div class="thread">
            <ScreenTitle title=title.to_owned() sub=sub.to_owned() back="/app/notes"/>
            {inside}
        </div>
    }
    .into_any()
}

fn from_class() -> AnyView {
    let words = use_words();
    view! {
        <Empty title=words.notes.choose_child text=words.class_list.hint/>
        <p class="center"><a class="btn" href="/app/class">{words.notes.from_class}</a></p>
    }
    .into_any()
}

#[component]
fn NoteForm(faces: Vec<Face>, start: NewNote, edited: Option<notes::Action>) -> impl IntoView {
    let live = use_live();
    let words = use_words();
    let NewNote {
        child: wanted,
        topic,
        about,
        edit,
    } = start;
    let only = (faces.len() == 1).then(|| faces[0].child);
    let known = |child: &ChildId| faces.iter().any(|face| face.child == *child);
    let child = RwSignal::new(wanted.filter(known).or(only));
    let first = First::of(topic, edited.as_ref());
    let topic = RwSignal::new(Some(first.topic));
    let to = RwSignal::new(first_addressee(
        &live,
        edited.as_ref(),
        child.get_untracked(),
        about,
    ));
    let asks_reply = RwSignal::new(first.asks_reply);
    let fault = RwSignal::new(None);
    let saving = Saving::new();
    let key = edit.map_or_else(
        || new_note_key(child.get_untracked(), about),
        |order| format!("edit:{order}"),
    );
    let draft = Draft::open(&live, key, first.text);
    let on_child = {
        let live = live.clone();
        Callback::new(move |chosen: ChildId| {
            child.set(Some(chosen));
            to.set(0);
            if edit.is_none() {
                draft.move_to(&live, new_note_key(Some(chosen), about));
            }
        })
    };
    let type_in = {
        let live = live.clone();
        Callback::new(move |text| draft.write(&live, text))
    };
    let view = live.view;
    let people = Memo::new(move |_| match (view.read().as_deref(), child.get()) {
        (Some(view), Some(child)) => addressees(view, child),
        _ => Vec::new(),
    });
    let no_account = draw(move || {
        let unread = child.get().is_some_and(|child| {
            view.read()
                .as_deref()
                .is_some_and(|view| family_has_no_account(view, child))
        });
        unread.then(|| view! { <p class="notice">{words.notes.no_account}</p> }.into_any())
    });
    let go = use_navigate();
    let note = edited.map(|action| action.note);
    let save = Callback::new(move |()| {
        let text = draft.text.get_untracked();
        let Some(child) = child.get_untracked() else {
            return fault.set(Some(Fault::NoChild));
        };
        fault.set(Fault::of(&text, TEXT_MAX));
        if fault.get_untracked().is_some() {
            return;
        }
        let verb = Verb::Open {
            topic: TOPICS[topic.get_untracked().unwrap_or(0) % TOPICS.len()].0,
            text,
            asks_reply: asks_reply.get_untracked(),
            staff: people.with_untracked(|people| people.get(to.get_untracked())?.person),
            about,
        };
        let note = note.unwrap_or_else(|| NoteId(live.new_id()));
        let action = notes::Action { child, note, verb };
        let sending = sending(&live, action, Some(draft.key()), edit);
        let go = go.clone();
        saving.start(
            &live,
            sending,
            Box::new(move || go(&note_path(note), Default::default())),
        );
    });
    view! {
        <div class="form">
            {about_line(about)}
            {child_choice(faces, child, on_child)}
            {topic_choice(topic)}
            {draw(move || addressee_choice(&people.read(), to))}
            {no_account}
            <TextField
                id="note-text"
                label=words.notes.text
                hint=words.notes.text_hint
                chars_max=TEXT_MAX
                rows=6
                text=draft.text
                on_text=type_in
                busy=saving.busy
            />
            {reply_switch(asks_reply)}
            {fault_line(fault)}
            {saving.problem()}
            <div class="form-buttons">
                <Button label=words.notes.save_and_send kind=ButtonKind::Main on_press=save busy=saving.busy/>
            </div>
        </div>
    }
    .into_any()
}

/// Without a child in the address, whoever was begun about last time comes back with the text.
fn begun_about(live: &Live) -> Option<ChildId> {
    live.view
        .with_untracked(|view| begun(view.as_ref()?).into_iter().find_map(|(new, _)| new.child))
}

/// An edited note keeps the teacher it was for; an answer to a notice goes to its author, where that is one of the
/// child's subject teachers.
fn first_addressee(
    live: &Live,
    edited: Option<&notes::Action>,
    child: Option<ChildId>,
    about: Option<NoticeId>,
) -> usize {
    let at = live.view.with_untracked(|view| {
        let view = view.as_ref()?;
        let staff = match edited.map(|action| &action.verb) {
            Some(Verb::Open { staff, .. }) => *staff,
            _ => Some(author_of(view, about?)?),
        };
        let child = edited.map(|action| action.child).or(child)?;
        addressees(view, child).iter().position(|to| to.person == staff)
    });
    at.unwrap_or(0)
}

/// What the form begins with.
struct First {
    topic: usize,
    text: String,
    asks_reply: bool,
}

impl First {
    fn of(topic: Option<Topic>, edited: Option<&notes::Action>) -> First {
        let (topic, text, asks_reply) = match edited.map(|action| &action.verb) {
            Some(Verb::Open {
                topic,
                text,
                asks_reply,
                ..
            }) => (Some(*topic), text.clone(), *asks_reply),
            _ => (topic, String::new(), true),
        };
        let at = |topic| TOPICS.iter().position(|(of, ..)| *of == topic);
        First {
            topic: topic.and_then(at).unwrap_or(0),
            text,
            asks_reply,
        }
    }
}

fn edited(live: &Live, edit: Option<u64>) -> Option<notes::Action> {
    let order = edit?;
    live.view.with_untracked(|view| {
        let item = view
            .as_ref()?
            .outbox
            .iter()
            .find(|item| item.order == order && item.needs_you())?;
        let action = action_of(item)?;
        matches!(action.verb, Verb::Open { .. }).then(|| action.clone())
    })
}
