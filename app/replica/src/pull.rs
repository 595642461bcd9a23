//! Planning a pull and taking its answer in.

use crate::{
    change::{Change, Op},
    outbox::{Item, ItemState},
    replica::{Replica, SyncState},
};
use domain::Instant;
use protocol::{PullAnswer, PullRequest, ScopeChange};

/// A pull ends: pages that one run may ask for before it yields; 500 rows each, so 250,000 rows.
pub const PULLS_MAX: u32 = 500;

#[derive(Clone, Debug)]
pub struct Pull {
    pub request: PullRequest,
    /// The last number of this device that the office had told before it was asked.
    pub(crate) last_seq: u64,
    /// Items that had been accepted when the pull began: a complete answer brings their effects.
    covers: Vec<u64>,
}

impl Replica {
    pub fn plan_pull(&self) -> Pull {
        let uncovered = |item: &&Item| matches!(item.state, ItemState::Accepted { covered: false, .. });
        let cursors = self.mirror.cursors.clone();
        Pull {
            request: PullRequest {
                caller: self.caller(),
                epoch: self.state.epoch,
                cursors,
            },
            last_seq: self.state.last_seq,
            covers: self
                .outbox
                .values()
                .filter(uncovered)
                .map(|item| item.order)
                .collect(),
        }
    }

    /// Rows and cursors in, as one change. An answer to a question that is no longer the current one is
    /// ignored scope by scope, so that a late answer never turns a screen back.
    pub fn absorb_pull(&self, pull: &Pull, answer: &PullAnswer, device_now: Instant) -> Change {
        let current = pull.request.epoch == self.state.epoch;
        let went_back = current && self.went_back(pull, answer);
        let mut ops = match went_back {
            true => self.start_over(answer.server_now),
            false => self.renew_epoch(answer.epoch, answer.server_now),
        };
        ops.extend(answer.drop.iter().map(|scope| Op::DropScope { scope: *scope }));
        let mut took_all = true;
        for change in &answer.changes {
            let asked = pull.request.cursors.get(&change.scope);
            // What comes on top of rows from another past fits nowhere: only a scope that comes whole is taken.
            let fits = current && (change.reset || !went_back);
            if fits && asked == self.mirror.cursors.get(&change.scope) {
                scope_ops(change, &mut ops);
            } else {
                took_all = false;
            }
        }
        // A late answer of which something was left out says nothing of what this device has.
        let complete = current && !went_back && took_all && answer.rows_left == 0;
        if complete {
            ops.extend(self.left_over(answer));
        }
        if complete && !self.is_other_epoch(answer.epoch) {
            ops.extend(pull.covers.iter().filter_map(|order| self.cover(*order)));
        }
        ops.push(Op::State(SyncState {
            epoch: answer.epoch,
            last_seq: answer.last_seq,
            as_of: if complete {
                Some(answer.server_now)
            } else {
                self.state.as_of
            },
            skew_ms: answer.server_now.0 - device_now.0,
        }));
        Change::relaxed(ops)
    }

    /// Rows whose scope has no cursor (it was forgotten with an old epoch) and that a complete answer does not
    /// name: the right to them ended meanwhile, and without a cursor the office could not say so.
    fn left_over(&self, answer: &PullAnswer) -> Vec<Op> {
        let named = |scope| answer.changes.iter().any(|change| change.scope == scope);
        let held = self.mirror.scopes().map(|(scope, _)| *scope);
        let over = held.filter(|scope| !self.mirror.cursors.contains_key(scope) && !named(*scope));
        over.map(|scope| Op::DropScope { scope }).collect()
    }

    fn cover(&self, order: u64) -> Option<Op> {
        let item = self.outbox.get(&order)?;
        let ItemState::Accepted { at, covered: false } = item.state else {
            return None;
        };
        Some(Op::PutItem(Item {
            state: ItemState::Accepted { at, covered: true },
            ..item.clone()
        }))
    }
}

fn scope_ops(change: &ScopeChange, ops: &mut Vec<Op>) {
    let scope = change.scope;
    if change.reset {
        ops.push(Op::DropScope { scope });
    }
    ops.extend(change.rows.iter().map(|row| match row.body {
        Some(_) => Op::PutRow {
            scope,
            row: row.clone(),
        },
        None => Op::DeleteRow {
            scope,
            key: row.key(),
        },
    }));
    ops.push(Op::Cursor {
        scope,
        at: change.cursor,
    });
}
