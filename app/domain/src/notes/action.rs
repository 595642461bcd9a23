//! What a person can do with a note.

use super::row::{Owner, Topic};
use crate::{
    ids::{ChildId, EntryId, NoteId, NoticeId, PersonId},
    time::Day,
};
use serde::{Deserialize, Serialize};

/// Every action names the child as well as the note, so that the facts it needs are known at once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Action {
    pub child: ChildId,
    pub note: NoteId,
    pub verb: Verb,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verb {
    Open {
        topic: Topic,
        text: String,
        asks_reply: bool,
        /// From home: the teacher it is for, if not the class teacher.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        staff: Option<PersonId>,
        /// The notice that it answers.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        about: Option<NoticeId>,
    },
    /// The first time somebody of the other side has it on screen.
    See,
    Reply {
        entry: EntryId,
        text: String,
    },
    /// One tap 知道了 instead of a reply.
    Acknowledge {
        entry: EntryId,
    },
    Agree {
        entry: EntryId,
        text: String,
        owner: Owner,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        review_on: Option<Day>,
        /// The revision of the agreement that was on screen; 0 when there was none.
        base: u32,
    },
    Close {
        entry: EntryId,
        outcome: String,
    },
    Reopen {
        entry: EntryId,
        text: String,
    },
}
