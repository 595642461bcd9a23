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
        let mut ops = self.renew_epoch(answer.epoch);
        ops.extend(answer.drop.iter().map(|scope| Op::DropScope { scope: *scope }));
        let current = pull.request.epoch == self.state.epoch;
        for change in &answer.changes {
            let asked = pull.request.cursors.get(&change.scope);
            if current && asked == self.mirror.cursors.get(&change.scope) {
                scope_ops(change, &mut ops);
            }
        }
        let complete = current && answer.rows_left == 0;
        if complete {
            ops.extend(self.left_over(answer));
        }
        let renewed = self.state.epoch != 0 && self.state.epoch != answer.epoch;
        if complete && !renewed {
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
