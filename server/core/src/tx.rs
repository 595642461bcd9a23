//! The port to a store: what the office needs inside one transaction.
//!
//! Async for the sake of PostgreSQL; the SQLite side never suspends, so the simulator can drive it step by
//! step. Each feature adds a trait of its own beside its folder; [`Tx`] is all of them.

use crate::{accounts::AccountsTx, notices::NoticesTx, people::PeopleTx};
use async_trait::async_trait;
use domain::{CommandId, DeviceId, Instant, RowKey, Scope};
use protocol::{Outcome, WireRow};

/// The store could not find out; never a statement about a person's rights. Its text stays in logs.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    #[error("the store has no room left")]
    Full,
    #[error("the store is busy")]
    Busy,
    #[error("store: {0}")]
    Broken(String),
}

pub type Stored<T> = Result<T, StoreError>;

/// New ids, handed in so that one seed replays a run.
pub trait Ids: Send {
    fn next(&mut self) -> uuid::Uuid;
}

/// A row as the office keeps it: with its version, and what the feed calls it.
#[derive(Clone, Debug, PartialEq)]
pub struct FeedRow {
    pub seq: u64,
    pub row: WireRow,
}

#[async_trait(?Send)]
pub trait EngineTx {
    /// The current row, if there is one.
    async fn row(&mut self, key: &RowKey) -> Stored<Option<WireRow>>;
    /// Writes the row's body and version; the feed is not touched.
    async fn set_row(&mut self, row: &WireRow) -> Stored<()>;
    /// The scopes in whose feed the row is alive.
    async fn homes(&mut self, key: &RowKey) -> Stored<Vec<Scope>>;
    /// Appends to a scope's feed that the row changed, or left (`alive` false).
    async fn feed(&mut self, scope: Scope, key: &RowKey, alive: bool, now: Instant) -> Stored<()>;
    /// Changes of a scope after a cursor, in order, at most `limit`.
    async fn changes(&mut self, scope: Scope, after: u64, limit: usize) -> Stored<Vec<FeedRow>>;
    async fn changes_count(&mut self, scope: Scope, after: u64) -> Stored<u64>;
    /// Rows alive in a scope, of one kind.
    async fn alive(&mut self, scope: Scope, kind: &str) -> Stored<Vec<WireRow>>;
    /// The cursor below which tombstones have been compacted away: older cursors need the whole scope.
    async fn floor(&mut self, scope: Scope) -> Stored<u64>;
    /// Forgets tombstones and outcomes from before `before`.
    async fn compact(&mut self, before: Instant) -> Stored<()>;

    async fn last_seq(&mut self, device: DeviceId) -> Stored<u64>;
    async fn outcome(&mut self, id: CommandId) -> Stored<Option<(DeviceId, Outcome)>>;
    /// Keeps an outcome and counts the device on, together.
    async fn settle(
        &mut self,
        device: DeviceId,
        seq: u64,
        id: CommandId,
        outcome: Outcome,
        now: Instant,
    ) -> Stored<()>;
    async fn epoch(&mut self) -> Stored<u32>;
    /// Another epoch tells devices that the office was restored: they read every scope anew and send again
    /// what was acknowledged since.
    async fn set_epoch(&mut self, epoch: u32) -> Stored<()>;
    /// The number of the newest feed entry.
    async fn feed_head(&mut self) -> Stored<u64>;
    /// Scopes with entries after `after`, each once, at most `limit`.
    async fn scopes_changed(&mut self, after: u64, limit: usize) -> Stored<Vec<Scope>>;

    /// From `at` on, the row lies in all its scopes ([`crate::tick`] puts it there). One moment for each row: the
    /// later call holds.
    async fn set_release(&mut self, key: &RowKey, at: Instant) -> Stored<()>;
    /// Rows whose moment has come, oldest first.
    async fn due_releases(&mut self, now: Instant, limit: usize) -> Stored<Vec<RowKey>>;
    /// The moment of the row that waits for the earliest one.
    async fn next_release(&mut self) -> Stored<Option<Instant>>;
    async fn drop_release(&mut self, key: &RowKey) -> Stored<()>;
}

/// Everything the office needs inside one transaction.
pub trait Tx: EngineTx + PeopleTx + AccountsTx + NoticesTx {}
impl<T: EngineTx + PeopleTx + AccountsTx + NoticesTx> Tx for T {}
