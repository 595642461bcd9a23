//! The rows of a thread: its head, and its append-only entries.

use crate::{
    ids::{ChildId, EntryId, NoteId, NoticeId, PersonId},
    scope::{Scope, ScopeKind},
    time::{Day, Instant},
};
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Note {
    pub id: NoteId,
    pub child: ChildId,
    pub topic: Topic,
    /// The side that opened it.
    pub from: Side,
    pub author: Author,
    pub text: String,
    pub asks_reply: bool,
    /// The teacher in this thread who is not the class teacher, if there is one: author of it, or the
    /// one it is for. Such a teacher sees this thread, not the child's others.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub staff: Option<PersonId>,
    /// The notice that it answers, if it does: replies to a notice are private.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub about: Option<NoticeId>,
    pub state: State,
    pub written_at: Instant,
    pub received_at: Instant,
    /// When somebody of the other side first had it on screen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seen_at: Option<Instant>,
    /// When the last entry was received; lists sort by it.
    pub last_at: Instant,
    /// Who wrote last, so that "waits for us" can be told without the entries.
    pub last_side: Side,
    /// The school day by whose end a first answer is due, if one was asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answer_by: Option<Day>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agreed: Option<Agreement>,
}

/// What both sides settled on: one current text, changed only by somebody who saw the current one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Agreement {
    pub text: String,
    pub owner: Owner,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub review_on: Option<Day>,
    /// Raised with each change.
    pub revision: u32,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NoteEntry {
    pub id: EntryId,
    pub note: NoteId,
    pub child: ChildId,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub staff: Option<PersonId>,
    pub side: Side,
    pub author: Author,
    pub kind: EntryKind,
    #[serde(default)]
    pub text: String,
    pub written_at: Instant,
    pub received_at: Instant,
}

/// Who wrote, as they were called then; people who left keep their name on what they wrote.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Author {
    pub person: PersonId,
    pub name: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Side {
    Home,
    School,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Topic {
    Learning,
    Habits,
    Mood,
    Health,
    Safety,
    Praise,
    Request,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    Sent,
    Seen,
    NoReplyNeeded,
    Replied,
    Agreed,
    Closed,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EntryKind {
    Reply,
    Acknowledged,
    Agreed,
    Closed,
    Reopened,
}

/// Who looks after what was agreed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Owner {
    Home,
    School,
    Both,
}

impl Note {
    pub fn homes(&self) -> Vec<Scope> {
        thread_homes(self.child, self.staff)
    }

    /// Whether the given side still owes a first answer.
    pub fn waits_for(&self, side: Side) -> bool {
        self.asks_reply && self.last_side != side && matches!(self.state, State::Sent | State::Seen)
    }
}

impl NoteEntry {
    pub fn homes(&self) -> Vec<Scope> {
        thread_homes(self.child, self.staff)
    }
}

impl Side {
    pub fn other(self) -> Side {
        match self {
            Side::Home => Side::School,
            Side::School => Side::Home,
        }
    }
}

fn thread_homes(child: ChildId, staff: Option<PersonId>) -> Vec<Scope> {
    let family = Scope::new(ScopeKind::ChildFamily, child.0);
    let own = staff.map(|person| Scope::new(ScopeKind::Person, person.0));
    std::iter::once(family).chain(own).collect()
}
