//! Text on its way: every letter goes to this phone's drafts, and comes back when the box is opened again.

use crate::{live::Live, shell::NewNote};
use domain::{ChildId, NoteId, NoticeId};
use leptos::prelude::*;
use replica::View;

#[derive(Clone, Copy)]
pub struct Draft {
    pub text: RwSignal<String>,
    key: RwSignal<String>,
}

impl Draft {
    /// What was typed here before, else `start`.
    pub fn open(live: &Live, key: String, start: String) -> Draft {
        let text = stored(live, &key).unwrap_or(start);
        Draft {
            text: RwSignal::new(text),
            key: RwSignal::new(key),
        }
    }

    pub fn key(&self) -> String {
        self.key.get_untracked()
    }

    pub fn write(&self, live: &Live, text: String) {
        live.save_draft(&self.key(), text.clone());
        self.text.set(text);
    }

    /// The text goes along to another place; what was there before stays, above it.
    pub fn move_to(&self, live: &Live, key: String) {
        if key == self.key() {
            return;
        }
        let joined = join(stored(live, &key).unwrap_or_default(), self.text.get_untracked());
        live.save_draft(&self.key(), String::new());
        self.key.set(key);
        self.write(live, joined);
    }

    /// After sending: the draft went with it in the same transaction.
    pub fn sent(&self) {
        let _ = self.text.try_set(String::new());
    }
}

/// The notes in which something was typed and not sent.
pub fn unfinished(view: &View) -> Vec<NoteId> {
    let kinds = ["reply", "agree", "close", "reopen"];
    let split = view.drafts.keys().filter_map(|key| key.split_once(':'));
    split
        .filter(|(kind, _)| kinds.contains(kind))
        .filter_map(|(_, id)| id.parse().ok())
        .collect()
}

/// New notes that were begun: about whom and what, as far as chosen, and the text so far.
pub fn begun(view: &View) -> Vec<(NewNote, String)> {
    let begun = view.drafts.iter().filter_map(|(key, text)| {
        let (child, about) = match key.strip_prefix(NEW_NOTE)?.split_once(':') {
            Some((child, about)) => (child, about.parse().ok()),
            None => (key.strip_prefix(NEW_NOTE)?, None),
        };
        let new = NewNote {
            child: child.parse().ok(),
            about,
            ..NewNote::default()
        };
        Some((new, text.clone()))
    });
    begun.collect()
}

const NEW_NOTE: &str = "note:";

/// A reply to a notice is begun apart from a note about the same child.
pub fn new_note_key(child: Option<ChildId>, about: Option<NoticeId>) -> String {
    let child = child.map_or_else(|| "new".to_owned(), |child| child.to_string());
    let about = about.map(|about| ":".to_owned() + &about.to_string());
    [NEW_NOTE, &child, &about.unwrap_or_default()].concat()
}

fn stored(live: &Live, key: &str) -> Option<String> {
    live.view
        .with_untracked(|view| view.as_ref()?.drafts.get(key).cloned())
}

fn join(before: String, typed: String) -> String {
    match (before.trim().is_empty(), typed.trim().is_empty()) {
        (true, _) => typed,
        (_, true) => before,
        _ if before == typed => typed,
        _ => before + "\n" + &typed,
    }
}

#[cfg(test)]
mod tests {
    use super::join;

    #[test]
    fn nothing_typed_is_lost_when_the_child_changes() {
        for (before, typed, joined) in [
            ("", "咳嗽", "咳嗽"),
            ("咳嗽", " ", "咳嗽"),
            ("咳嗽", "请假", "咳嗽\n请假"),
            ("咳嗽", "咳嗽", "咳嗽"),
        ] {
            assert_eq!(join(before.into(), typed.into()), joined);
        }
    }
}
