//! Rows: what lies in scopes, travels in the feed and rests on devices.
//!
//! A new feature adds a variant here and a module beside `notes`; the engine carries rows it does not
//! know as they came, so an old phone keeps them for the day it is updated.

use crate::{
    json::Json,
    notes::{Note, NoteEntry},
    notices::{Notice, Receipt, Slots, TallyRow},
    people::{ChildCard, ClassCard, ClassSize, Me},
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

// Only where pointers are wide do the variants differ that much.
#[cfg_attr(
    target_pointer_width = "64",
    expect(
        clippy::large_enum_variant,
        reason = "rows are held behind Arc or for a moment; a box would be one more step in every match"
    )
)]
#[derive(Clone, Debug, PartialEq)]
pub enum Row {
    Me(Me),
    Child(ChildCard),
    Class(ClassCard),
    ClassSize(ClassSize),
    Note(Note),
    NoteEntry(NoteEntry),
    Notice(Notice),
    Receipt(Receipt),
    Slots(Slots),
    Tally(TallyRow),
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
    ClassSize(ClassSize) = "class_size",
    Note(Note) = "note",
    NoteEntry(NoteEntry) = "note_entry",
    Notice(Notice) = "notice",
    Receipt(Receipt) = "receipt",
    Slots(Slots) = "slots",
    Tally(TallyRow) = "tally",
}

impl Row {
    pub fn id(&self) -> Uuid {
        match self {
            Row::Me(me) => me.person.0,
            Row::Child(child) => child.id.0,
            Row::Class(class) => class.id.0,
            Row::Note(note) => note.id.0,
            Row::NoteEntry(entry) => entry.id.0,
            Row::ClassSize(size) => size.id.0,
            Row::Notice(notice) => notice.id.0,
            Row::Receipt(receipt) => receipt.id.0,
            Row::Slots(slots) => slots.notice.0,
            Row::Tally(tally) => tally.id,
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
            Row::ClassSize(size) => size.homes(),
            Row::Notice(notice) => notice.homes(),
            Row::Receipt(receipt) => receipt.homes(),
            Row::Slots(slots) => slots.homes(),
            Row::Tally(tally) => tally.homes(),
        }
    }
}
