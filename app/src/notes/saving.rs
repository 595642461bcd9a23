//! Saving one thing at a time, and saying in words when it could not be saved.

use crate::{
    live::{Live, SaveError, Sending},
    words::use_words,
};
use domain::{Action, CommandId, NoteId, notes};
use leptos::prelude::*;
use replica::View;

#[derive(Clone, Copy)]
pub struct Saving {
    pub busy: RwSignal<bool>,
    problem: RwSignal<Option<SaveError>>,
}

impl Saving {
    pub fn new() -> Saving {
        Saving {
            busy: RwSignal::new(false),
            problem: RwSignal::new(None),
        }
    }

    /// `done` runs once the command is on disk, if the person is still here.
    pub fn start(self, live: &Live, sending: Sending, done: Box<dyn FnOnce()>) {
        if self.busy.get_untracked() {
            return;
        }
        self.busy.set(true);
        let saved = live.send(sending);
        leptos::task::spawn_local(async move {
            let answer = saved.await;
            let left = self.busy.try_set(false).is_some();
            let _ = self.problem.try_set(answer.err());
            if answer.is_ok() && !left {
                done();
            }
        });
    }

    pub fn problem(self) -> impl IntoView {
        let words = use_words();
        let text = Signal::derive(move || {
            self.problem.get().map(|problem| match problem {
                SaveError::Full => words.common.save_full,
                SaveError::Gone => words.common.save_gone,
            })
        });
        view! { <p class="problem" role="alert">{text}</p> }.into_any()
    }
}

/// A command about a note. One that follows what this phone has not delivered yet says so, so that the
/// office does not take the second without the first.
pub fn sending(live: &Live, action: notes::Action, draft: Option<String>, replaces: Option<u64>) -> Sending {
    let depends_on = live.view.with_untracked(|view| {
        view.as_ref()
            .map(|view| builds_on(view, &action))
            .unwrap_or_default()
    });
    Sending {
        depends_on,
        draft,
        replaces,
        ..Sending::new(Action::Notes(action))
    }
}

/// The opening of the note, and for an agreement the one before it, as far as they are unsent.
pub fn builds_on(view: &View, action: &notes::Action) -> Vec<CommandId> {
    let is_base = |verb: &notes::Verb| match verb {
        notes::Verb::Open { .. } => true,
        notes::Verb::Agree { .. } => matches!(action.verb, notes::Verb::Agree { .. }),
        _ => false,
    };
    unsent_of(view, action.note)
        .filter(|(_, earlier)| is_base(&earlier.verb) && *earlier != action)
        .map(|(id, _)| id)
        .take(domain::limits::DEPENDS_ON_MAX)
        .collect()
}

fn unsent_of(view: &View, note: NoteId) -> impl Iterator<Item = (CommandId, &notes::Action)> {
    view.unsent()
        .filter_map(|item| Some((item.command.id, super::mark::action_of(item)?)))
        .filter(move |(_, action)| action.note == note)
}
