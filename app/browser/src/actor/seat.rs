//! A person's seat at this phone: store, replica in memory, the other tabs. Every change goes through one
//! lock that all tabs share, so two tabs never write from the same stale memory.

use super::kept::Kept;
use crate::{
    env,
    idb::{IdbStore, Profile},
    locks::{Lock, lock},
    marks::mark,
    tabs::{Tabs, Word},
};
use app::live::{Live, Phase};
use leptos::prelude::{GetUntracked, Set, UpdateUntracked, request_animation_frame};
use replica::{Change, Identity, Replica, Store, StoreError};
use std::{
    cell::{Cell, RefCell},
    collections::BTreeMap,
    sync::Arc,
};

/// Screens show minutes; a smaller step of the clock moves nothing on them.
const MINUTE_MS: i64 = 60_000;

pub struct Seat {
    pub profile: Option<Profile>,
    identity: Identity,
    name: String,
    kept: RefCell<Kept>,
    pub replica: RefCell<Replica>,
    pub unreadable: Cell<usize>,
    tabs: Tabs,
    drafts: RefCell<BTreeMap<String, Option<String>>>,
    /// Whether a write of drafts is on its way.
    drafts_due: Cell<bool>,
    shown: Cell<bool>,
    /// Set when its person leaves: whatever is still under way for this seat ends without a write.
    closed: Cell<bool>,
}

/// The name of a person's database, lock and channel: an id, nothing that could be read.
pub fn seat_name(identity: &Identity) -> String {
    format!("jq-{}", identity.person)
}

impl Seat {
    pub async fn open(
        kept: Kept,
        profile: Option<Profile>,
        mut identity: Identity,
        hear: impl Fn(Word) + 'static,
    ) -> Result<Seat, StoreError> {
        let contents = kept.load().await?;
        let unreadable = contents.unreadable;
        let mut replica = Replica::new(identity.clone(), contents);
        if identity.name.is_empty() {
            identity.name = replica
                .view(env::now())
                .me()
                .map(|me| me.name.clone())
                .unwrap_or_default();
            replica.identity = identity.clone();
        }
        let name = seat_name(&identity);
        Ok(Seat {
            profile,
            tabs: Tabs::open(&name, hear),
            identity,
            name,
            kept: RefCell::new(kept),
            replica: RefCell::new(replica),
            unreadable: Cell::new(unreadable),
            drafts: RefCell::default(),
            drafts_due: Cell::new(false),
            shown: Cell::new(false),
            closed: Cell::new(false),
        })
    }

    pub fn kept(&self) -> Kept {
        self.kept.borrow().clone()
    }

    pub async fn sync_lock(&self) -> Lock {
        lock(&format!("{}-sync", self.name)).await
    }

    pub async fn write_lock(&self) -> Lock {
        lock(&format!("{}-write", self.name)).await
    }

    /// Plans on current memory, commits, then lets memory and the other tabs follow.
    pub async fn change<T>(
        &self,
        plan: impl FnOnce(&Replica) -> Result<(Change, T), StoreError>,
    ) -> Result<T, StoreError> {
        let _lock = self.write_lock().await;
        self.catch_up_locked().await?;
        let (change, value) = plan(&self.replica.borrow())?;
        if !change.is_empty() {
            self.commit(&change).await?;
            self.replica.borrow_mut().apply(&change);
            self.tabs.say(Word::Changed);
        }
        Ok(value)
    }

    /// After another tab's commit.
    pub async fn catch_up(&self) -> Result<(), StoreError> {
        let _lock = self.write_lock().await;
        self.catch_up_locked().await
    }

    async fn catch_up_locked(&self) -> Result<(), StoreError> {
        if self.closed.get() {
            return Err(StoreError::Gone);
        }
        let stale = match self.kept().is_stale().await {
            Err(StoreError::Gone) => {
                self.reopen().await?;
                true
            }
            other => other?,
        };
        if stale {
            let contents = self.kept().load().await?;
            self.unreadable.set(contents.unreadable);
            *self.replica.borrow_mut() = Replica::new(self.identity.clone(), contents);
        }
        Ok(())
    }

    /// Its records now rest under another key: this seat, here and in other tabs, ends.
    pub fn supersede(&self) {
        self.closed.set(true);
        self.tabs.say(Word::SignedOut);
    }

    /// Gives way to a new seat of the same person in this tab.
    pub fn retire(&self) {
        self.closed.set(true);
    }

    pub fn is_closed(&self) -> bool {
        self.closed.get()
    }

    /// The last thing a seat does: one more change, then nothing, in this tab and the others.
    pub async fn close(&self, plan: impl FnOnce(&Replica) -> Change) -> Result<(), StoreError> {
        let _lock = self.write_lock().await;
        let caught_up = self.catch_up_locked().await;
        self.closed.set(true);
        caught_up?;
        let change = plan(&self.replica.borrow());
        let kept = self.kept();
        kept.commit(&change).await?;
        kept.forget_mirror().await
    }

    async fn commit(&self, change: &Change) -> Result<(), StoreError> {
        match self.kept().commit(change).await {
            Err(StoreError::Gone) => {
                self.reopen().await?;
                self.kept().commit(change).await
            }
            other => other,
        }
    }

    /// The browser took the database away (Safari does, in the background): once more, then give up.
    async fn reopen(&self) -> Result<(), StoreError> {
        let Some(profile) = &self.profile else {
            return Err(StoreError::Gone);
        };
        let store = IdbStore::open(&self.name, profile.key.clone()).await?;
        // Reading the generation makes it the one that memory stands at.
        store.load().await?;
        *self.kept.borrow_mut() = Kept::Disk(store);
        Ok(())
    }

    pub fn publish(&self, live: &Live) {
        if self.closed.get() {
            return;
        }
        let mut view = self.replica.borrow().view(env::now());
        view.is_sending = matches!(live.status.get_untracked().phase, Phase::Pushing { .. });
        if (live.now.get_untracked().0 - view.now.0).abs() >= MINUTE_MS {
            live.now.set(view.now);
        }
        live.view.set(Some(Arc::new(view)));
        let has_rows = live.view.get_untracked().is_some_and(|view| !view.is_empty());
        if has_rows && !self.shown.replace(true) {
            request_animation_frame(|| mark("first-rows"));
        }
        let unreadable = self.unreadable.get();
        if live.status.get_untracked().unreadable != unreadable {
            let status = live.status.get_untracked();
            live.status.set(app::live::Status { unreadable, ..status });
        }
    }

    /// Drafts changed: screens that open later read them, nothing on screen moves.
    pub fn publish_quietly(&self, live: &Live) {
        if self.closed.get() {
            return;
        }
        let view = Arc::new(self.replica.borrow().view(env::now()));
        live.view.update_untracked(|shown| *shown = Some(view));
    }

    /// Takes a keystroke; true if a write has to be scheduled for it.
    pub fn keep_draft(&self, key: String, text: Option<String>) -> bool {
        self.drafts.borrow_mut().insert(key, text);
        !self.drafts_due.replace(true)
    }

    /// What was typed and not written yet; from now on a further keystroke schedules a write of its own.
    pub fn take_drafts(&self) -> BTreeMap<String, Option<String>> {
        self.drafts_due.set(false);
        std::mem::take(&mut *self.drafts.borrow_mut())
    }

    /// After a failed write: they wait again, where nothing newer was typed. True if a write is to be scheduled.
    pub fn put_drafts_back(&self, drafts: BTreeMap<String, Option<String>>) -> bool {
        let mut waiting = self.drafts.borrow_mut();
        for (key, text) in drafts {
            waiting.entry(key).or_insert(text);
        }
        !waiting.is_empty() && !self.drafts_due.replace(true)
    }

    /// A draft whose text was just sent must not come back.
    pub fn forget_draft(&self, key: &str) {
        self.drafts.borrow_mut().remove(key);
    }

    pub fn draft_change(replica: &Replica, drafts: &BTreeMap<String, Option<String>>) -> Change {
        let ops = drafts
            .iter()
            .flat_map(|(key, text)| replica.draft(key, text.clone()).ops);
        Change::strict(ops.collect())
    }

    pub fn say_signed_out(&self) {
        self.tabs.say(Word::SignedOut);
    }
}
