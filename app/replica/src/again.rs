//! After an office was restored from a backup: what it had accepted since goes up again, and waits where it
//! builds on what another phone has not brought back yet.
//!
//! A reply that was accepted must not end as refused only because its writer's phone came before the phone of
//! whoever had opened the thread. The office's answer to an id stands for ever, so what waits takes a new one.

use crate::{
    change::Op,
    outbox::{Item, ItemState},
    overlay,
    replica::Replica,
};
use domain::{Command, CommandId, Instant};
use protocol::{ACKNOWLEDGED_KEPT_DAYS, Outcome, PullAnswer};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use uuid::Uuid;

/// The rules here and there are the same, but the office may know a fact that this phone does not: more tries
/// would only repeat its answer.
const TRIES_MAX: u8 = 5;
const DAY_MS: i64 = 86_400_000;

/// An item that the office had accepted before it was restored.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Again {
    /// When this phone learned of it, by the office's clock.
    pub since: Instant,
    /// How often it was not accepted since.
    pub tries: u8,
    pub is_waiting: bool,
}

impl Replica {
    /// Cursors mean nothing any more, and acknowledged items go up again. The office still knows most of them by
    /// their id, and then nothing happens twice.
    pub(crate) fn start_over(&self, server_now: Instant) -> Vec<Op> {
        let accepted = |item: &&Item| matches!(item.state, ItemState::Accepted { .. });
        let again = Again {
            since: server_now,
            tries: 0,
            is_waiting: false,
        };
        let items = self.outbox.values().filter(accepted).map(|item| {
            Op::PutItem(Item {
                state: ItemState::Sending,
                again: Some(again),
                ..item.clone()
            })
        });
        let cursors = self.mirror.cursors.keys();
        items
            .chain(cursors.map(|scope| Op::ForgetCursor { scope: *scope }))
            .collect()
    }

    /// Whether an office of the same epoch knows less than it knew before it was asked: somebody put an older
    /// store back without `jiaqiao restore`. What a question already knew can be no late answer's fault.
    pub(crate) fn went_back(&self, asked: &crate::Pull, answer: &PullAnswer) -> bool {
        let behind = answer.changes.iter().any(|change| {
            let cursor = asked.request.cursors.get(&change.scope);
            cursor.is_some_and(|cursor| change.cursor < *cursor)
        });
        asked.request.epoch == answer.epoch && (behind || answer.last_seq < asked.last_seq)
    }

    /// An item that goes up again and was not accepted this time: it waits, under a new id, as long as another
    /// phone may still bring what it builds on. `None` where the outcome holds.
    pub(crate) fn wait_ops(&self, item: &Item, outcome: Outcome) -> Option<Vec<Op>> {
        let again = item.again?;
        if outcome == Outcome::Accepted || again.tries >= TRIES_MAX {
            return None;
        }
        let id = next_id(item.command.id);
        let waiting = Item {
            // What it needs it finds by its rows; the id it named may be renamed too.
            command: Command {
                id,
                depends_on: Vec::new(),
                ..item.command.clone()
            },
            again: Some(Again {
                tries: again.tries + 1,
                is_waiting: true,
                ..again
            }),
            ..item.clone()
        };
        let follows =
            |other: &&Item| other.is_unsent() && other.command.depends_on.contains(&item.command.id);
        let followers = self.outbox.values().filter(follows).map(|other| {
            let mut other = other.clone();
            for needed in &mut other.command.depends_on {
                if *needed == item.command.id {
                    *needed = id;
                }
            }
            Op::PutItem(other)
        });
        Some(followers.chain([Op::PutItem(waiting)]).collect())
    }

    /// What waits and would be accepted by now goes up; what waited too long is its writer's to decide.
    pub(crate) fn awaken(&self, office_now: Instant) -> Vec<Op> {
        if !self.outbox.values().any(Item::is_waiting) {
            return Vec::new();
        }
        let ripe = overlay::acceptable(self, office_now);
        // Until everything came anew, the rows here are of the time before.
        let is_anew = |again: Again| self.state.as_of.is_some_and(|as_of| as_of >= again.since);
        let waiting = self.outbox.values().filter(|item| item.is_waiting());
        waiting
            .filter_map(|item| {
                let again = item.again?;
                let too_long = office_now.0 - again.since.0 > ACKNOWLEDGED_KEPT_DAYS * DAY_MS;
                let again = Again {
                    is_waiting: false,
                    // The office's next word holds.
                    tries: if too_long { TRIES_MAX } else { again.tries },
                    ..again
                };
                (too_long || (ripe.contains(&item.order) && is_anew(again))).then(|| {
                    Op::PutItem(Item {
                        again: Some(again),
                        ..item.clone()
                    })
                })
            })
            .collect()
    }

    /// Items that stay here for now: those that wait, and what was written on top of them.
    pub fn held(&self) -> BTreeSet<u64> {
        let mut ids = BTreeSet::new();
        let mut orders = BTreeSet::new();
        for item in self.outbox.values().filter(|item| item.is_unsent()) {
            let builds_on = item.command.depends_on.iter().any(|id| ids.contains(id));
            if item.is_waiting() || builds_on {
                ids.insert(item.command.id);
                orders.insert(item.order);
            }
        }
        orders
    }
}

/// A new id that needs no randomness: the random part of the old one, counted on.
fn next_id(id: CommandId) -> CommandId {
    CommandId(Uuid::from_u128(id.0.as_u128().wrapping_add(1)))
}
