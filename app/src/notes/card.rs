//! A note as lists know it: its head, its child, its latest entry, and my part in it.

use super::{
    draft::unfinished,
    mark::{Mark, Marks, marks},
};
use crate::{
    people::{Face, Part, face_among, own_children, part, who},
    sorted::sorted_by,
    words::Words,
};
use domain::{
    NoteId, Row,
    notes::{EntryKind, Note, NoteEntry},
    people::ChildCard,
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
    /// Something typed here and not sent.
    pub unfinished: bool,
    pub latest: Option<NoteEntry>,
    /// Whether the last word is somebody else's.
    pub by_others: bool,
}

/// All notes on this phone, the latest first.
pub fn cards(view: &View) -> Vec<NoteCard> {
    let index = Index::of(view);
    sorted_by(notes(view).map(|note| index.card(note)), |card| {
        -card.note.last_at.0
    })
}

pub fn card(view: &View, note: &Note) -> NoteCard {
    Index::of(view).card(note)
}

impl NoteCard {
    pub fn waits_for_me(&self) -> bool {
        self.part.may_write() && self.note.waits_for(self.part.side())
    }

    /// Who wrote last, and their words if there are any.
    pub fn latest_line(&self, words: &Words, view: &View) -> String {
        let note = &self.note;
        let Some(entry) = &self.latest else {
            return who(words, view, note, &note.author, note.from);
        };
        let who = who(words, view, note, &entry.author, entry.side);
        match entry.kind {
            EntryKind::Acknowledged => (words.notes.acknowledged)(&who),
            _ => [&who, words.common.colon, super::row::first_line(&entry.text)].concat(),
        }
    }
}

/// What one walk over everything tells, rather than one walk for each note.
struct Index<'a> {
    view: &'a View,
    own: Vec<&'a ChildCard>,
    latest: BTreeMap<NoteId, &'a NoteEntry>,
    marks: Marks,
    unfinished: Vec<NoteId>,
}

impl<'a> Index<'a> {
    fn of(view: &'a View) -> Index<'a> {
        let mut latest: BTreeMap<NoteId, &NoteEntry> = BTreeMap::new();
        for entry in entries(view) {
            let held = latest.entry(entry.note).or_insert(entry);
            if entry.received_at >= held.received_at {
                *held = entry;
            }
        }
        Index {
            view,
            own: own_children(view),
            latest,
            marks: marks(view),
            unfinished: unfinished(view),
        }
    }

    fn card(&self, note: &Note) -> NoteCard {
        let latest = self.latest.get(&note.id);
        let author = latest.map_or(note.author.person, |entry| entry.author.person);
        NoteCard {
            note: note.clone(),
            face: face_among(self.view, &self.own, note.child),
            part: part(self.view, note),
            mark: self.marks.of(note.id),
            unfinished: self.unfinished.contains(&note.id),
            latest: latest.copied().cloned(),
            by_others: author != self.view.identity.person,
        }
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
