//! Notices at the office: who may address whom, when a notice lies in which scopes, what its author counts.

mod audience;
mod counting;
mod log;
mod placing;
mod tx;

pub use audience::{audience, is_addressed, size};
pub use counting::{corrected, counted, recount_class};
pub use log::log;
pub use placing::{families_from, keep_for_leaver, placed, published, release, slots_from};
pub use tx::{NoticesTx, Snapshot};
