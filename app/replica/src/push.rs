//! Planning a push and taking its answer in.

use crate::{
    change::{Change, Op},
    outbox::{Item, ItemState},
    replica::{Replica, SyncState},
};
use domain::Instant;
use protocol::{Outcome, PUSH_BYTES_MAX, PUSH_COMMANDS_MAX, PushAnswer, PushItem, PushRequest};

impl Replica {
    /// The next batch, first in first out, and the change that marks it as sent; commit that first, so
    /// that after a crash nobody is offered to discard what the office may already have.
    pub fn plan_push(&self) -> Option<(Change, PushRequest)> {
        let mut bytes_left = PUSH_BYTES_MAX / 2; // half for the envelope and for what escaping adds
        let mut items = Vec::new();
        let mut marks = Vec::new();
        let held = self.held();
        for item in self
            .outbox
            .values()
            .filter(|item| item.is_unsent() && !held.contains(&item.order))
            .take(PUSH_COMMANDS_MAX)
        {
            let seq = self.state.last_seq + 1 + items.len() as u64;
            let push = PushItem::new(seq, &item.command);
            let bytes = push.command.text().len();
            if !items.is_empty() && bytes > bytes_left {
                break;
            }
            bytes_left = bytes_left.saturating_sub(bytes);
            items.push(push);
            if item.state == ItemState::Saved {
                marks.push(Op::PutItem(Item {
                    state: ItemState::Sending,
                    ..item.clone()
                }));
            }
        }
        let request = PushRequest {
            caller: self.caller(),
            items,
        };
        (!request.items.is_empty()).then(|| (Change::relaxed(marks), request))
    }

    /// Outcomes in, by command id: a doubled or late answer changes nothing that is already settled.
    pub fn absorb_push(&self, answer: &PushAnswer, device_now: Instant) -> Change {
        let mut ops = self.renew_epoch(answer.epoch, answer.server_now);
        // An answer of another epoch settles nothing: it may be the old office's word, late on its way. What it
        // names goes up again, and an id that is known gets its known outcome.
        let settled = if self.is_other_epoch(answer.epoch) {
            &[][..]
        } else {
            &answer.settled
        };
        for settled in settled {
            let Some(item) = self.item_of(settled.id).filter(|item| item.is_unsent()) else {
                continue;
            };
            if let Some(wait) = self.wait_ops(item, settled.outcome) {
                ops.extend(wait);
                continue;
            }
            ops.push(match settled.outcome {
                // Nobody wrote it, so nobody has to care that it came too late.
                Outcome::Refused { .. } | Outcome::Conflict if item.command.action.is_quiet() => {
                    Op::DeleteItem { order: item.order }
                }
                outcome => Op::PutItem(item.settle(outcome, answer.server_now)),
            });
        }
        let state = SyncState {
            epoch: answer.epoch,
            last_seq: answer.last_seq,
            skew_ms: answer.server_now.0 - device_now.0,
            ..self.state.clone()
        };
        ops.push(Op::State(state));
        Change::strict(ops)
    }

    /// Another epoch: the office was restored from a backup, and may have forgotten what it had acknowledged.
    pub(crate) fn renew_epoch(&self, epoch: u32, server_now: Instant) -> Vec<Op> {
        match self.is_other_epoch(epoch) {
            true => self.start_over(server_now),
            false => Vec::new(),
        }
    }

    pub(crate) fn is_other_epoch(&self, epoch: u32) -> bool {
        self.state.epoch != 0 && self.state.epoch != epoch
    }
}
