//! The offline engine, sans-I/O: mirror, outbox, rebase, plan.
//!
//! Every step is state -> [`Change`] -> commit -> apply: a pure function proposes a change, a [`Store`]
//! commits it whole, and only then does memory follow. A browser, a test and the simulator drive the same
//! engine; clock, ids and network are theirs.

mod again;
mod audience;
mod change;
mod mirror;
mod outbox;
mod overlay;
mod pull;
mod push;
mod record;
mod replica;
mod store;
#[cfg(any(test, feature = "suite"))]
pub mod suite;
#[cfg(test)]
mod tests;
mod view;

pub use again::Again;
pub use change::{Change, Op};
pub use mirror::{Held, Mirror};
pub use outbox::{Item, ItemState};
pub use pull::{PULLS_MAX, Pull};
pub use record::{Contents, TABLES, Table, Write, writes};
pub use replica::{Identity, Replica, SyncState};
pub use store::{MemoryStore, Store, StoreError};
pub use view::{View, ViewRow};

/// Items that one phone may hold unsent; a year of a busy teacher. Beyond it saving is refused in words,
/// with the text kept in the draft.
pub const OUTBOX_ITEMS_MAX: usize = 5_000;
/// How long a discard can be taken back.
pub const UNDO_MS: i64 = 10_000;
