//! The outbox: what a person asked for on this phone, in order, until nothing more can become of it.

use crate::again::Again;
use domain::{Command, Instant, Refusal};
use protocol::Outcome;
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Item {
    /// Place in the queue of this phone. Not the number on the wire: that follows the office's count, so
    /// that an item discarded before it was sent leaves no gap.
    pub order: u64,
    pub command: Command,
    pub state: ItemState,
    pub saved_at: Instant,
    /// Set while the office may have forgotten what it once accepted.
    #[serde(default)]
    pub again: Option<Again>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ItemState {
    /// On this phone, never sent: can still be discarded.
    Saved,
    /// Sent at least once, no answer yet: the office may have it.
    Sending,
    Accepted {
        at: Instant,
        /// Whether a pull that began afterwards has brought the effect; until then the preview shows it.
        covered: bool,
    },
    Refused {
        at: Instant,
        reason: Refusal,
    },
    Conflict {
        at: Instant,
    },
    /// Taken back by its writer; can be undone until it is swept.
    Discarded {
        at: Instant,
    },
}

impl Item {
    /// Whether it rests until the office has what it builds on (`again.rs`).
    pub fn is_waiting(&self) -> bool {
        self.again.as_ref().is_some_and(|again| again.is_waiting)
    }

    pub fn is_unsent(&self) -> bool {
        matches!(self.state, ItemState::Saved | ItemState::Sending)
    }

    pub fn needs_you(&self) -> bool {
        matches!(self.state, ItemState::Refused { .. } | ItemState::Conflict { .. })
    }

    /// Whether the preview still has to show this item's effect.
    pub fn is_previewed(&self) -> bool {
        self.is_unsent() || matches!(self.state, ItemState::Accepted { covered: false, .. })
    }

    pub fn settle(&self, outcome: Outcome, now: Instant) -> Item {
        let state = match outcome {
            Outcome::Accepted => ItemState::Accepted {
                at: now,
                covered: false,
            },
            Outcome::Refused { reason } => ItemState::Refused { at: now, reason },
            Outcome::Conflict => ItemState::Conflict { at: now },
        };
        Item {
            state,
            again: None,
            ..self.clone()
        }
    }
}
