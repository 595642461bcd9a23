//! The one place where a command becomes effects or a refusal, the same on phone and office.

use crate::{
    command::{Action, Command},
    ids::{ChildId, NoticeId, PersonId},
    limits, notes, notices,
    people::Standing,
    row::{Row, RowKey},
    time::Instant,
};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// A fact that a decision rests on; whoever decides loads it first.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Need {
    Row(RowKey),
    /// How the actor stands to this child.
    Standing(ChildId),
    /// Whom an address reaches, and whether the actor may write to it.
    Audience(notices::Address),
    /// The same for the address of a notice that exists.
    AudienceOf(NoticeId),
    /// Whether a notice lies where this child's family sees it.
    Addressed(NoticeId, ChildId),
}

/// The loaded facts. A row that is missing here does not exist for this actor.
#[derive(Clone, Debug, Default)]
pub struct Facts {
    pub rows: BTreeMap<RowKey, Row>,
    pub standings: BTreeMap<ChildId, Standing>,
    pub audiences: BTreeMap<notices::Address, notices::Audience>,
    pub audience_of: BTreeMap<NoticeId, notices::Audience>,
    pub addressed: BTreeSet<(NoticeId, ChildId)>,
}

impl Facts {
    pub fn standing(&self, child: ChildId) -> Standing {
        self.standings.get(&child).cloned().unwrap_or_default()
    }
}

/// Who acts: from the session on the office's side, from the own account on a phone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Actor {
    pub person: PersonId,
    pub name: String,
}

#[derive(Clone, Debug)]
pub struct Context {
    pub actor: Actor,
    /// The office's receipt; on a phone, its corrected clock.
    pub now: Instant,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Verdict {
    /// These rows become true, all or none.
    Accepted(Vec<Row>),
    Refused(Refusal),
    /// Somebody else changed the same thing first; both versions stay.
    Conflict,
}

/// Why not; screens turn each into words, and the text that was written stays with its writer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Refusal {
    /// No such thing for this person; also the answer for what exists but is not theirs.
    NotFound,
    /// It is theirs to see, not to do.
    NotAllowed,
    Empty,
    TooLong,
    /// The thread is closed; it can be reopened.
    Closed,
    NotClosed,
    /// A date that lies behind, or too far ahead.
    BadDate,
    /// The class has had its notices for that day; the author may send it all the same.
    DailyLimit,
    /// Text for many names scores, ranks, numbers or an illness of one.
    Guarded,
    /// Families are asleep.
    QuietHours,
    /// Twice, twenty hours apart, is all.
    ReminderLimit,
    /// Another family had that appointment first.
    SlotTaken,
    /// The notice was taken back.
    Withdrawn,
    /// An earlier command that this one builds on was refused.
    DependsOn,
    /// A newer version of the app asked for something that this office does not know.
    #[serde(other)]
    Unknown,
}

pub fn needs(command: &Command) -> BTreeSet<Need> {
    match &command.action {
        Action::Notes(action) => notes::needs(action),
        Action::Notices(action) => notices::needs(action),
    }
}

pub fn decide(command: &Command, context: &Context, facts: &Facts) -> Verdict {
    if command.depends_on.len() > limits::DEPENDS_ON_MAX {
        return Verdict::Refused(Refusal::TooLong);
    }
    let written_at = command.written_at.min(context.now);
    match &command.action {
        Action::Notes(action) => notes::decide(action, written_at, context, facts),
        Action::Notices(action) => notices::decide(action, written_at, context, facts),
    }
}
