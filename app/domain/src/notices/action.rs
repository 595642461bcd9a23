//! What a person can do with a notice.

use super::{
    audience::Address,
    form::{Form, Given},
    row::{Ask, Channel, Household, Kind, Text},
};
use crate::{
    ids::{ChildId, EntryId, NoticeId},
    time::{Day, Instant},
};
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Action {
    pub notice: NoticeId,
    pub verb: Verb,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verb {
    Publish(Box<Draft>),
    Correct {
        /// The version that was on screen.
        base: u32,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        zh: Option<Text>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        en: Option<Text>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        due: Option<Day>,
        /// Households answer anew.
        material: bool,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        despite: Option<String>,
    },
    Withdraw {
        reason: String,
    },
    /// Asks once more those who have not answered.
    Remind,
    /// Ends an emergency.
    AllClear {
        text: String,
    },
    /// The text is stored on a guardian's phone; said by the phone itself.
    Arrive {
        child: ChildId,
        version: u32,
    },
    /// It was on a guardian's screen; said by the phone itself.
    See {
        child: ChildId,
        version: u32,
    },
    /// 知道了, with the answers to the form if there is one.
    Confirm {
        child: ChildId,
        version: u32,
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        answers: Vec<Given>,
        /// How often the household had answered when this was written: answers are shared, the newest holds.
        #[serde(default)]
        base: u32,
    },
    Sign {
        child: ChildId,
        version: u32,
        strokes: String,
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        answers: Vec<Given>,
        #[serde(default)]
        base: u32,
    },
    Decline {
        child: ChildId,
        version: u32,
        #[serde(default, skip_serializing_if = "String::is_empty")]
        reason: String,
        #[serde(default)]
        base: u32,
    },
    /// Staff reached the household by voice, paper or a visit.
    Record {
        child: ChildId,
        entry: EntryId,
        channel: Channel,
        #[serde(default, skip_serializing_if = "String::is_empty")]
        text: String,
    },
}

/// A notice as its author wrote it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draft {
    pub address: Address,
    pub kind: Kind,
    pub ask: Ask,
    pub household: Household,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub zh: Option<Text>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub en: Option<Text>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub form: Option<Form>,
    /// Not before this moment; quiet hours move it on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub not_before: Option<Instant>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due: Option<Day>,
    /// Emergencies: why it cannot wait.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub reason: String,
    /// Emergencies: a drill.
    #[serde(default)]
    pub test: bool,
    /// The author saw that the class has had its daily notices, and sends it all the same.
    #[serde(default)]
    pub over_limit: bool,
    /// A school administrator's reason to send a text that the guard stops.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub despite: Option<String>,
}

impl Verb {
    /// The child whose household it is about, if it is about one.
    pub fn child(&self) -> Option<ChildId> {
        match self {
            Verb::Publish(_)
            | Verb::Correct { .. }
            | Verb::Withdraw { .. }
            | Verb::Remind
            | Verb::AllClear { .. } => None,
            Verb::Arrive { child, .. }
            | Verb::See { child, .. }
            | Verb::Confirm { child, .. }
            | Verb::Sign { child, .. }
            | Verb::Decline { child, .. }
            | Verb::Record { child, .. } => Some(*child),
        }
    }

    /// Said by a phone, with nothing written by a person.
    pub fn is_quiet(&self) -> bool {
        matches!(self, Verb::Arrive { .. } | Verb::See { .. })
    }
}
