//! The one task that follows the store's feed for all streams: looks what changed, reads scopes afresh, tells.
//!
//! Woken at once by this process's own writes; changes of another instance on the same database, or of the
//! command line, it finds by looking. With nobody listening it does nothing.

use super::{
    Hub,
    streams::{Changed, Due, Ms},
};
use crate::{limits, site::Site};
use domain::{PersonId, Scope};
use office::{StoreError, accounts, rights, tx::Stored};
use std::{
    collections::{BTreeMap, btree_map::Entry},
    sync::{Arc, atomic::Ordering},
    time::Duration,
};

/// Runs until the server ends.
pub async fn follow(site: Arc<Site>) {
    let mut follower = Follower::default();
    loop {
        let hub = &site.hub;
        if hub.count() == 0 {
            // Whoever comes next pulls first, so what changes meanwhile need not be looked through.
            follower = Follower::default();
            hub.bell.notified().await;
            continue;
        }
        let pause_ms = match follower.step(&site).await {
            Ok(()) => limits::LIVE_PAUSE_MS,
            Err(error) => {
                tracing::warn!(%error, "streams wait for the store");
                limits::LIVE_STORE_PAUSE_MS
            }
        };
        tokio::time::sleep(Duration::from_millis(pause_ms)).await;
        let rest = Duration::from_millis(follower.rest_ms(hub));
        // By the clock or by a ring, the next step is the same.
        let _ = tokio::time::timeout(rest, hub.bell.notified()).await;
    }
}

#[derive(Default)]
struct Follower {
    /// The feed's newest number when it was last looked at.
    seen: Option<u64>,
    checked_at: Ms,
}

impl Follower {
    async fn step(&mut self, site: &Arc<Site>) -> Stored<()> {
        self.look(site).await?;
        self.check(site).await?;
        deliver(site).await
    }

    /// What changed since, and whom that concerns.
    async fn look(&mut self, site: &Arc<Site>) -> Stored<()> {
        let seen = self.seen;
        let (head, changed) = site
            .store
            .read(store::work!(|tx| changed_since(tx, seen).await))
            .await?;
        if let Some(changed) = changed {
            site.hub.streams().hit(&changed, site.hub.elapsed_ms());
        }
        self.seen = Some(head);
        Ok(())
    }

    /// Sign-ins end by a tap on another phone, by the command line in another process, and by time: no feed
    /// tells of it, so the connected ones are looked up together, often enough for "within a second".
    async fn check(&mut self, site: &Arc<Site>) -> Stored<()> {
        let (hub, now) = (&site.hub, site.hub.elapsed_ms());
        let doubted = hub.doubted.load(Ordering::Relaxed);
        let wait_ms = if doubted {
            limits::LIVE_DOUBT_MS
        } else {
            limits::LIVE_CHECK_MS
        };
        if now < self.checked_at + wait_ms {
            return Ok(());
        }
        self.checked_at = now;
        hub.doubted.store(false, Ordering::Relaxed);
        let sids = hub.streams().sids();
        for some in sids.chunks(limits::LIVE_READ_MAX) {
            let (some, now) = (some.to_vec(), site.clock.now());
            let ended = site
                .store
                .read(store::work!(|tx| accounts::ended(tx, &some, now).await));
            hub.end(&ended.await?);
        }
        hub.streams().beat(now);
        Ok(())
    }

    /// Until there is something to do if nobody rings.
    fn rest_ms(&self, hub: &Hub) -> Ms {
        let now = hub.elapsed_ms();
        let due_ms = hub.streams().next_due_at().map(|at| at.saturating_sub(now));
        due_ms.unwrap_or(Ms::MAX).min(limits::LIVE_LOOK_MS)
    }
}

async fn changed_since(tx: &mut dyn office::Tx, seen: Option<u64>) -> Stored<(u64, Option<Changed>)> {
    let head = tx.feed_head().await?;
    let changed = match seen {
        Some(seen) if seen == head => None,
        Some(seen) if seen < head => {
            let scopes = tx.scopes_changed(seen, limits::LIVE_SCOPES_MAX).await?;
            Some(if scopes.len() < limits::LIVE_SCOPES_MAX {
                Changed::Scopes(scopes.into_iter().collect())
            } else {
                Changed::Everything
            })
        }
        _ => Some(Changed::Everything),
    };
    Ok((head, changed))
}

/// Tells everybody whose moment has come. Scopes are read after the look that hit them: what changes later
/// has a higher number, and the next look finds it with these scopes.
async fn deliver(site: &Arc<Site>) -> Stored<()> {
    let hub = &site.hub;
    loop {
        let due = hub.streams().take_due(hub.elapsed_ms(), limits::LIVE_READ_MAX);
        if due.is_empty() {
            return Ok(());
        }
        match scopes_of(site, &due).await {
            Ok(scopes) => {
                let (mut streams, now) = (hub.streams(), hub.elapsed_ms());
                for one in due {
                    let fresh = scopes.get(&one.person).cloned().unwrap_or_default();
                    streams.tell(one.number, fresh, now);
                }
            }
            Err(error) => {
                hub.streams()
                    .put_off(&due, hub.elapsed_ms() + limits::LIVE_STORE_PAUSE_MS);
                return Err(error);
            }
        }
    }
}

async fn scopes_of(site: &Arc<Site>, due: &[Due]) -> Result<BTreeMap<PersonId, Box<[Scope]>>, StoreError> {
    let (people, now): (Vec<PersonId>, _) = (due.iter().map(|one| one.person).collect(), site.clock.now());
    let read = site.store.read(store::work!(|tx| {
        let mut scopes = BTreeMap::new();
        for person in people {
            if let Entry::Vacant(vacant) = scopes.entry(person) {
                let fresh = rights::scopes(tx, person, now).await?;
                vacant.insert(fresh.into_iter().collect());
            }
        }
        Ok(scopes)
    }));
    read.await
}
