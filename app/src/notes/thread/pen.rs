//! Writing into one thread: whose it is, what is being edited, and how it is saved.

use super::{actions::Mode, model::Thread};
use crate::{
    live::Live,
    notes::{
        draft::Draft,
        mark::action_of,
        saving::{Saving, sending},
    },
};
use domain::{
    ChildId, Day, NoteId,
    notes::{self, Owner, Verb},
};
use leptos::prelude::*;

#[derive(Clone)]
pub struct Pen {
    live: Live,
    child: ChildId,
    note: NoteId,
    /// The item in "needs you" that what is written here is the edited form of.
    edit: Option<u64>,
    pub saving: Saving,
}

impl Pen {
    pub fn of(live: &Live, model: Memo<Option<Thread>>, edit: Option<u64>) -> Option<Pen> {
        let (child, note) = model.with_untracked(|thread| {
            thread
                .as_ref()
                .map(|thread| (thread.card.note.child, thread.card.note.id))
        })?;
        Some(Pen {
            live: live.clone(),
            child,
            note,
            edit,
            saving: Saving::new(),
        })
    }

    pub fn draft(&self, kind: &str, start: String) -> Draft {
        let edit = self.edit.filter(|_| !start.is_empty());
        let key = match edit {
            Some(order) => format!("edit:{order}"),
            None => format!("{kind}:{}", self.note),
        };
        Draft::open(&self.live, key, start)
    }

    pub fn write(&self, live: &Live, verb: Verb, draft: Option<Draft>, done: Box<dyn FnOnce()>) {
        let action = notes::Action {
            child: self.child,
            note: self.note,
            verb,
        };
        let key = draft.map(|draft| draft.key());
        let replaces = self
            .edit
            .filter(|order| key.as_deref() == Some(format!("edit:{order}").as_str()));
        let sending = sending(live, action, key, replaces);
        let sent = Box::new(move || {
            draft.inspect(Draft::sent);
            done();
        });
        self.saving.start(live, sending, sent);
    }
}

/// What the forms begin with: empty, or an item that is edited.
#[derive(Clone, Debug, PartialEq)]
pub struct Start {
    pub mode: Mode,
    pub text: String,
    pub owner: Owner,
    pub review_on: Option<Day>,
}

impl Start {
    pub fn of(live: &Live, note: NoteId, edit: Option<u64>) -> Start {
        let verb = edit.and_then(|order| verb_of(live, note, order));
        let (mode, text) = match verb.clone() {
            Some(Verb::Reply { text, .. } | Verb::Reopen { text, .. }) => (Mode::Reply, text),
            Some(Verb::Agree { text, .. }) => (Mode::Agree, text),
            Some(Verb::Close { outcome, .. }) => (Mode::Close, outcome),
            _ => (Mode::Reply, String::new()),
        };
        let (owner, review_on) = match verb {
            Some(Verb::Agree { owner, review_on, .. }) => (owner, review_on),
            _ => (Owner::Both, None),
        };
        Start {
            mode,
            text,
            owner,
            review_on,
        }
    }
}

fn verb_of(live: &Live, note: NoteId, order: u64) -> Option<Verb> {
    live.view.with_untracked(|view| {
        let item = view.as_ref()?.outbox.iter().find(|item| item.order == order)?;
        let action = action_of(item)?;
        (action.note == note && item.needs_you()).then(|| action.verb.clone())
    })
}
