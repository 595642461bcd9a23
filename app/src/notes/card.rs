//! A note as lists know it: its head, its child, its latest entry, and my part in it.

use super::mark::{Mark, mark_of_note};
use crate::{
    people::{Face, Part, face, part},
    words::Words,
};
use domain::{
    Instant, NoteId, Row,
    notes::{EntryKind, Note, NoteEntry},
};
use replica::View;
use std::collections::BTreeMap;

#[derive(Clone, Debug, PartialEq)]
pub struct NoteCard {
    pub note: Note,
    pub face: Face,
    pub part: Part,
    /// Something of mine in it that is not delivered.
    pub mark: Option<Mark>,
    pub latest: Option<NoteEntry>,
    /// Whether the last word is somebody else's.
    pub by_others: bool,
}

/// All notes on this phone, the latest first.
pub fn cards(view: &View) -> Vec<NoteCard> {
    let latest = latest_entries(view);
    let mut cards: Vec<NoteCard> = notes(view)
        .map(|note| card(view, note, latest.get(&note.id).copied()))
        .collect();
    cards.sort_by(|a, b| {
        b.note
            .last_at
            .cmp(&a.note.last_at)
            .then(b.note.id.cmp(&a.note.id))
    });
    cards
}

impl NoteCard {
    pub fn waits_for_me(&self) -> bool {
        self.part.may_write() && self.note.waits_for(self.part.side())
    }

    /// Who wrote last, and their words if there are any.
    pub fn latest_line(&self, words: &Words, view: &View) -> String {
        let note = &self.note;
        let Some(entry) = &self.latest else {
            return crate::people::who(words, view, note, &note.author, note.from);
        };
        let who = crate::people::who(words, view, note, &entry.author, entry.side);
        match entry.kind {
            EntryKind::Acknowledged => (words.notes.acknowledged)(&who),
            _ => who + "：" + super::row::first_line(&entry.text),
        }
    }

    pub fn last_at(&self) -> Instant {
        self.note.last_at
    }
}

pub fn card(view: &View, note: &Note, latest: Option<&NoteEntry>) -> NoteCard {
    let author = latest.map_or(note.author.person, |entry| entry.author.person);
    NoteCard {
        note: note.clone(),
        face: face(view, note.child),
        part: part(view, note),
        mark: mark_of_note(view, note.id),
        latest: latest.cloned(),
        by_others: author != view.identity.person,
    }
}

fn notes(view: &View) -> impl Iterator<Item = &Note> {
    view.all("note").filter_map(|shown| match shown.row {
        Row::Note(note) => Some(note),
        _ => None,
    })
}

pub fn entries(view: &View) -> impl Iterator<Item = &NoteEntry> {
    view.all("note_entry").filter_map(|shown| match shown.row {
        Row::NoteEntry(entry) => Some(entry),
        _ => None,
    })
}

/// One walk over all entries rather than one for each note.
fn latest_entries(view: &View) -> BTreeMap<NoteId, &NoteEntry> {
    let mut latest: BTreeMap<NoteId, &NoteEntry> = BTreeMap::new();
    for entry in entries(view) {
        let held = latest.entry(entry.note).or_insert(entry);
        if entry.received_at >= held.received_at {
            *held = entry;
        }
    }
    latest
}
