//! How far this office has been, kept beside the store: a store that knows less was put back by hand.
//!
//! `jiaqiao restore` raises the epoch, a copied file does not. Phones would read on from cursors that lie in a
//! past which this store does not know, and nobody would send again what was accepted in it.

use crate::clock::Clock;
use anyhow::Result;
use office::{Tx, tx::Stored};
use serde::{Deserialize, Serialize};
use std::{
    path::{Path, PathBuf},
    time::Duration,
};
use store::{Database, Store};

const EVERY: Duration = Duration::from_secs(60);

/// In order: of two epochs the higher, in one epoch the higher head.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Reached {
    pub epoch: u32,
    pub head: u64,
}

/// The file that keeps it; one for each engine, since a folder can serve now this, now that.
#[derive(Clone, Debug)]
pub struct HighMark {
    path: PathBuf,
}

impl HighMark {
    pub fn of(data: &Path, database: &Database) -> HighMark {
        let engine = match database {
            Database::File(_) => "sqlite",
            Database::Postgres(_) => "postgres",
        };
        HighMark {
            path: data.join(format!("office.{engine}.mark")),
        }
    }

    /// What was kept; nothing, or nothing readable, proves nothing.
    pub fn kept(&self) -> Option<Reached> {
        serde_json::from_slice(&std::fs::read(&self.path).ok()?).ok()
    }

    /// Raises the epoch of a store that was further once; `true` if it did.
    pub async fn check(&self, store: &Store, clock: &Clock) -> Result<bool> {
        let Some(kept) = self.kept() else { return Ok(false) };
        let now = clock.now();
        let raised = store.write(store::work!(|tx| {
            let reached = reached(tx).await?;
            if reached >= kept {
                return Ok(None);
            }
            let epoch = office::raise_epoch(tx, kept.epoch, now).await?;
            let detail = format!(
                "epoch {epoch}: the store knows {} entries of epoch {}, and had {} of epoch {}",
                reached.head, reached.epoch, kept.head, kept.epoch
            );
            tx.log("put_back", &detail, now).await?;
            Ok(Some(detail))
        }));
        let raised = raised.await?;
        if let Some(detail) = &raised {
            tracing::warn!(%detail, "the store is older than what this folder has served");
        }
        Ok(raised.is_some())
    }

    /// Keeps how far the store is. A mark that is a minute old finds all that a backup can lack; one that cannot
    /// be written leaves the older one.
    pub async fn keep(&self, store: &Store) {
        let reached = store.read(store::work!(|tx| reached(tx).await));
        let Ok(reached) = reached.await else { return };
        if let Err(error) = self.write(&reached) {
            tracing::warn!(%error, "how far the store is was not written down");
        }
    }

    /// Once a minute, until the server ends.
    pub async fn follow(self, store: Store) {
        let mut minute = tokio::time::interval(EVERY);
        minute.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
        loop {
            minute.tick().await;
            self.keep(&store).await;
        }
    }

    fn write(&self, reached: &Reached) -> Result<()> {
        let part = self.path.with_extension("part");
        std::fs::write(&part, serde_json::to_vec(reached)?)?;
        Ok(std::fs::rename(part, &self.path)?)
    }
}

/// How far a store is.
pub async fn reached(tx: &mut dyn Tx) -> Stored<Reached> {
    Ok(Reached {
        epoch: tx.epoch().await?,
        head: tx.feed_head().await?,
    })
}
