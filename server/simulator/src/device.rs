//! One phone: a replica over a store that survives its crashes.

use crate::{
    breaks::{Break, transactions},
    net::device_id,
};
use domain::{Action, Command, CommandId, Instant, PersonId};
use futures::FutureExt;
use protocol::{Outcome, PushAnswer};
use replica::{Change, Identity, MemoryStore, Replica, Store, StoreError};
use std::collections::BTreeMap;

pub struct Device {
    pub place: usize,
    pub person: PersonId,
    store: MemoryStore,
    pub replica: Replica,
    /// This phone's clock against the office's, in milliseconds.
    pub clock_off_ms: i64,
    /// Commands that this phone called saved, and those its person took back in time.
    pub saved: Vec<CommandId>,
    /// What each of them asked for, and those that the office once called accepted.
    pub actions: BTreeMap<CommandId, Action>,
    pub told: Vec<Action>,
    pub discarded: Vec<CommandId>,
}

impl Device {
    pub fn new(place: usize, person: PersonId, name: &str, clock_off_ms: i64) -> Device {
        let identity = Identity {
            person,
            device: device_id(place),
            name: name.to_owned(),
        };
        let store = MemoryStore::default();
        let replica = Replica::new(identity, load(&store));
        Device {
            place,
            person,
            store,
            replica,
            clock_off_ms,
            saved: Vec::new(),
            actions: BTreeMap::new(),
            told: Vec::new(),
            discarded: Vec::new(),
        }
    }

    pub fn now(&self, office_now: Instant) -> Instant {
        office_now.plus_ms(self.clock_off_ms)
    }

    /// Commits, then lets memory follow; `dies` crashes the phone after the first transaction.
    pub fn change(&mut self, change: Change, breakage: Option<Break>, dies: bool) -> Result<(), StoreError> {
        let mut first = true;
        for part in transactions(change, breakage) {
            if dies && !first {
                self.crash();
                return Ok(());
            }
            if !part.is_empty() {
                ready(self.store.commit(&part))?;
                self.replica.apply(&part);
            }
            first = false;
        }
        if dies {
            self.crash();
        }
        Ok(())
    }

    /// Memory is gone; what was committed is not.
    pub fn crash(&mut self) {
        self.replica = Replica::new(self.replica.identity.clone(), load(&self.store));
    }

    pub fn fail_next_commit(&self) {
        self.store.fail_next(StoreError::Full);
    }

    pub fn write(&mut self, id: CommandId, action: Action, depends_on: Vec<CommandId>, office_now: Instant) {
        let now = self.now(office_now);
        self.actions.insert(id, action.clone());
        let command = Command {
            id,
            written_at: self.replica.corrected(now),
            depends_on,
            action,
        };
        let Ok(change) = self.replica.save(command, None, None, now) else {
            return;
        };
        if self.change(change, None, false).is_ok() {
            self.saved.push(id);
        }
    }

    /// Notes what an answer calls accepted, whether it is stored or not.
    pub fn hear(&mut self, answer: &PushAnswer) {
        for settled in &answer.settled {
            if settled.outcome == Outcome::Accepted
                && let Some(item) = self.replica.item_of(settled.id)
            {
                self.told.push(item.command.action.clone());
            }
        }
    }

    /// Whether a command that asks for the same is still here, under whatever id.
    pub fn has(&self, action: &Action) -> bool {
        let view = self.replica.view(Instant(0));
        view.outbox.iter().any(|item| item.command.action == *action)
    }

    /// Takes back the newest item that was never sent.
    pub fn discard_newest(&mut self, office_now: Instant) {
        let now = self.now(office_now);
        let view = self.replica.view(now);
        let Some(item) = view.unsent().last().cloned() else {
            return;
        };
        if let Some(change) = self.replica.discard(item.order, now)
            && self.change(change, None, false).is_ok()
        {
            self.discarded.push(item.command.id);
        }
    }
}

fn load(store: &MemoryStore) -> replica::Contents {
    ready(store.load()).unwrap_or_default()
}

/// The memory store never waits.
fn ready<T>(work: impl Future<Output = Result<T, StoreError>>) -> Result<T, StoreError> {
    work.now_or_never().unwrap_or(Err(StoreError::Aborted))
}
