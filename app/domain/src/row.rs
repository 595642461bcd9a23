//! Rows: what lies in scopes, travels in the feed and rests on devices.
//!
//! A new feature adds a variant here and a module beside `notes`; the engine carries rows it does not
//! know as they came, so an old phone keeps them for the day it is updated.

use crate::{
    json::Json,
    notes::{Note, NoteEntry},
    people::{ChildCard, ClassCard, Me},
    scope::Scope,
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Kind and id: unique over all rows.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct RowKey {
    pub kind: String,
    pub id: Uuid,
}

impl RowKey {
    pub fn new(kind: &str, id: Uuid) -> RowKey {
        RowKey {
            kind: kind.to_owned(),
            id,
        }
    }
}

#[derive(Clone, Debug, PartialEq)]
pub enum Row {
    Me(Me),
    Child(ChildCard),
    Class(ClassCard),
    Note(Note),
    NoteEntry(NoteEntry),
}

macro_rules! rows {
    ($($variant:ident($body:ty) = $kind:literal),* $(,)?) => {
        impl Row {
            pub fn kind(&self) -> &'static str {
                match self { $(Row::$variant(_) => $kind,)* }
            }

            /// The row's JSON body, as it travels and rests.
            pub fn body(&self) -> Json {
                match self { $(Row::$variant(body) => Json::of(body),)* }
            }

            /// `None` for a kind or body that this version does not know.
            pub fn decode(kind: &str, body: &Json) -> Option<Row> {
                match kind {
                    $($kind => body.read::<$body>().map(Row::$variant),)*
                    _ => None,
                }
            }
        }
    };
}

rows! {
    Me(Me) = "me",
    Child(ChildCard) = "child",
    Class(ClassCard) = "class",
    Note(Note) = "note",
    NoteEntry(NoteEntry) = "note_entry",
}

impl Row {
    pub fn id(&self) -> Uuid {
        match self {
            Row::Me(me) => me.person.0,
            Row::Child(child) => child.id.0,
            Row::Class(class) => class.id.0,
            Row::Note(note) => note.id.0,
            Row::NoteEntry(entry) => entry.id.0,
        }
    }

    pub fn key(&self) -> RowKey {
        RowKey::new(self.kind(), self.id())
    }

    /// The scopes this row lies in: where a person must have been let in to see it.
    pub fn homes(&self) -> Vec<Scope> {
        match self {
            Row::Me(me) => me.homes(),
            Row::Child(child) => child.homes(),
            Row::Class(class) => class.homes(),
            Row::Note(note) => note.homes(),
            Row::NoteEntry(entry) => entry.homes(),
        }
    }
}
