//! Commands: what a person asked for, when, and on what it builds.

use crate::{ids::CommandId, notes, notices, time::Instant};
use serde::{Deserialize, Serialize};

/// Made on the device, saved there first, decided by the office. Who acts is never in it: that is the
/// session.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Command {
    pub id: CommandId,
    /// Device time corrected by the measured skew; shown, and clamped to the office's receipt.
    pub written_at: Instant,
    /// Earlier commands without which this one makes no sense; if one is refused, so is this.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub depends_on: Vec<CommandId>,
    pub action: Action,
}

/// One variant for each feature.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Action {
    Notes(notes::Action),
    Notices(notices::Action),
}

impl Action {
    /// Whether it happens by itself, with nothing written: then nobody is bothered with what became of it.
    pub fn is_quiet(&self) -> bool {
        match self {
            Action::Notes(action) => matches!(action.verb, notes::Verb::See),
            Action::Notices(action) => action.verb.is_quiet(),
        }
    }
}
