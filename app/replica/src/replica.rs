//! One person's replica on one device, in memory: loaded from a store, changed only by committed changes.

use crate::{
    OUTBOX_ITEMS_MAX, UNDO_MS,
    change::{Change, Op},
    mirror::Mirror,
    outbox::{Item, ItemState},
    record::Contents,
    store::StoreError,
    view::View,
};
use domain::{Command, CommandId, DeviceId, Instant, PersonId};
use protocol::{ACKNOWLEDGED_KEPT_DAYS, Caller};
use serde::{Deserialize, Serialize};
use std::{collections::BTreeMap, sync::Arc};

const DAY_MS: i64 = 86_400_000;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Identity {
    pub person: PersonId,
    pub device: DeviceId,
    pub name: String,
}

/// What this device knows of the office, besides rows.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct SyncState {
    pub epoch: u32,
    /// The last number that the office has settled for this device.
    pub last_seq: u64,
    /// When the office last said that this device has everything, by the office's clock.
    pub as_of: Option<Instant>,
    /// Office clock minus device clock.
    pub skew_ms: i64,
}

#[derive(Clone, Debug)]
pub struct Replica {
    pub identity: Identity,
    pub(crate) mirror: Mirror,
    pub(crate) outbox: BTreeMap<u64, Item>,
    pub(crate) state: SyncState,
    pub(crate) drafts: Arc<BTreeMap<String, String>>,
    /// The highest place in the queue that was ever taken here, also by an item that cannot be read.
    order_taken: u64,
}

impl Replica {
    pub fn new(identity: Identity, contents: Contents) -> Replica {
        let mut replica = Replica {
            identity,
            mirror: Mirror::default(),
            outbox: BTreeMap::new(),
            state: SyncState::default(),
            drafts: Arc::default(),
            order_taken: contents.order_taken,
        };
        replica.apply(&Change::relaxed(contents.ops));
        replica
    }

    /// Memory follows what a store has committed.
    pub fn apply(&mut self, change: &Change) {
        for op in &change.ops {
            match op.clone() {
                Op::PutRow { scope, row } => self.mirror.put(scope, row),
                Op::DeleteRow { scope, key } => self.mirror.delete(scope, &key),
                Op::DropScope { scope } => self.mirror.drop_scope(scope),
                Op::Cursor { scope, at } => drop(self.mirror.cursors.insert(scope, at)),
                Op::ForgetCursor { scope } => drop(self.mirror.cursors.remove(&scope)),
                Op::PutItem(item) => {
                    self.order_taken = self.order_taken.max(item.order);
                    self.outbox.insert(item.order, item);
                }
                Op::DeleteItem { order } => drop(self.outbox.remove(&order)),
                Op::State(state) => self.state = state,
                Op::Draft { key, text } => {
                    let drafts = Arc::make_mut(&mut self.drafts);
                    match text {
                        Some(text) => drop(drafts.insert(key, text)),
                        None => drop(drafts.remove(&key)),
                    }
                }
            }
        }
    }

    /// The device's clock, corrected by the measured skew.
    pub fn corrected(&self, device_now: Instant) -> Instant {
        device_now.plus_ms(self.state.skew_ms)
    }

    /// Puts a command in the outbox. `replaces` is an item in "needs you" that this one is the edited form
    /// of; `draft` is the draft that the text came from. All in one strict change.
    pub fn save(
        &self,
        command: Command,
        replaces: Option<u64>,
        draft: Option<String>,
        device_now: Instant,
    ) -> Result<Change, StoreError> {
        if self.unsent_count() >= OUTBOX_ITEMS_MAX {
            return Err(StoreError::Full);
        }
        let order = self
            .outbox
            .last_key_value()
            .map_or(0, |(last, _)| *last)
            .max(self.order_taken)
            + 1;
        let item = Item {
            order,
            command,
            state: ItemState::Saved,
            saved_at: self.corrected(device_now),
            again: None,
        };
        let mut ops = vec![Op::PutItem(item)];
        ops.extend(
            replaces
                .filter(|order| self.outbox.get(order).is_some_and(Item::needs_you))
                .map(|order| Op::DeleteItem { order }),
        );
        ops.extend(draft.map(|key| Op::Draft { key, text: None }));
        Ok(Change::strict(ops))
    }

    /// Takes back what was never sent, or what needs its writer. `None` if the office may have it already.
    pub fn discard(&self, order: u64, device_now: Instant) -> Option<Change> {
        let item = self.outbox.get(&order)?;
        let discardable = item.state == ItemState::Saved || item.needs_you();
        let state = ItemState::Discarded { at: device_now };
        discardable.then(|| {
            Change::strict(vec![Op::PutItem(Item {
                state,
                ..item.clone()
            })])
        })
    }

    /// Undoes a discard; an item that had been refused goes up once more and says why again.
    pub fn undo_discard(&self, order: u64) -> Option<Change> {
        let item = self.outbox.get(&order)?;
        let discarded = matches!(item.state, ItemState::Discarded { .. });
        discarded.then(|| {
            Change::strict(vec![Op::PutItem(Item {
                state: ItemState::Saved,
                ..item.clone()
            })])
        })
    }

    pub fn draft(&self, key: &str, text: Option<String>) -> Change {
        Change::strict(vec![Op::Draft {
            key: key.to_owned(),
            text,
        }])
    }

    /// The first step of a run. Forgets what nothing more can become of: discards past their undo, acknowledged
    /// items past the time an office could be restored to before them. Takes up what waited and can go now.
    pub fn sweep(&self, device_now: Instant) -> Change {
        let office_now = self.corrected(device_now);
        let done = |item: &Item| match &item.state {
            ItemState::Discarded { at } => device_now.0 - at.0 > UNDO_MS || device_now < *at,
            ItemState::Accepted { at, covered: true } => {
                office_now.0 - at.0 > ACKNOWLEDGED_KEPT_DAYS * DAY_MS
            }
            _ => false,
        };
        let swept = self.outbox.values().filter(|item| done(item));
        let mut ops: Vec<Op> = swept.map(|item| Op::DeleteItem { order: item.order }).collect();
        ops.extend(self.awaken(office_now));
        Change::relaxed(ops)
    }

    pub fn unsent_count(&self) -> usize {
        self.outbox.values().filter(|item| item.is_unsent()).count()
    }

    /// Unsent items and those that need their writer: what signing out would seal.
    pub fn unsettled_count(&self) -> usize {
        let unsettled = |item: &&Item| item.is_unsent() || item.needs_you();
        self.outbox
            .values()
            .filter(unsettled)
            .filter(|item| !item.command.action.is_quiet())
            .count()
    }

    pub fn item(&self, order: u64) -> Option<&Item> {
        self.outbox.get(&order)
    }

    pub fn item_of(&self, id: CommandId) -> Option<&Item> {
        self.outbox.values().rev().find(|item| item.command.id == id)
    }

    pub fn state(&self) -> &SyncState {
        &self.state
    }

    /// Forgets every item that nobody waits for: at sign-out only the unsent and the refused stay, sealed.
    pub fn settled_ops(&self) -> Vec<Op> {
        let waited_for =
            |item: &Item| (item.is_unsent() || item.needs_you()) && !item.command.action.is_quiet();
        let settled = self.outbox.values().filter(|item| !waited_for(item));
        settled.map(|item| Op::DeleteItem { order: item.order }).collect()
    }

    /// What is held, scope by scope: for tests that compare a device with its rights.
    pub fn mirror(&self) -> &Mirror {
        &self.mirror
    }

    pub fn view(&self, device_now: Instant) -> View {
        View::of(self, self.corrected(device_now))
    }

    pub(crate) fn caller(&self) -> Caller {
        Caller {
            version: protocol::VERSION,
            person: self.identity.person,
            device: self.identity.device,
        }
    }
}
