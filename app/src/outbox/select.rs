//! What of the outbox is shown, and under which heading.

use domain::Instant;
use replica::{Item, ItemState, View};

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Outbox {
    /// Not accepted: somebody has to look at it.
    pub needs_you: Vec<Item>,
    /// Taken back a moment ago; can be had again until it is swept.
    pub discarded: Vec<Item>,
    pub waiting: Vec<Item>,
    /// Delivered within the last day, the latest first.
    pub delivered: Vec<Item>,
}

const DAY_MS: i64 = 86_400_000;

/// What happened by itself is left out: nobody wrote it.
pub fn select(view: &View, now: Instant) -> Outbox {
    let mut outbox = Outbox::default();
    let written = view.outbox.iter().filter(|item| !item.command.action.is_quiet());
    for item in written {
        let list = match item.state {
            ItemState::Refused { .. } | ItemState::Conflict { .. } => &mut outbox.needs_you,
            ItemState::Discarded { .. } => &mut outbox.discarded,
            ItemState::Saved | ItemState::Sending => &mut outbox.waiting,
            ItemState::Accepted { at, .. } if now.0 - at.0 < DAY_MS => &mut outbox.delivered,
            ItemState::Accepted { .. } => continue,
        };
        list.push(item.clone());
    }
    outbox.delivered.reverse();
    outbox
}

impl Outbox {
    pub fn is_settled(&self) -> bool {
        self.needs_you.is_empty() && self.discarded.is_empty() && self.waiting.is_empty()
    }
}
