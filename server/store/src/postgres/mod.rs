//! PostgreSQL: connections and their settings, migrations, and the statements of each feature.
//!
//! Built on the two crates that `sqlx` is made of; see the manifest for why not on `sqlx`.

mod accounts;
mod ask;
mod check;
mod engine;
mod error;
mod line;
#[cfg(test)]
mod line_tests;
mod look;
mod migrate;
mod notices;
mod people;
mod people_cards;
mod people_roster;
mod pool;
mod reader;
mod writer;

pub use check::check_database;
pub use look::PgLook;
pub use migrate::SCHEMA as PG_SCHEMA;
pub use pool::PgStore;

use sqlx_postgres::PgConnection;

/// The transaction that the office sees: a connection inside `BEGIN`.
pub(crate) struct PgTx<'c> {
    conn: &'c mut PgConnection,
    /// `None` where nothing may be written.
    held: Option<Held>,
}

/// What nobody else can change while our group has the lock, so that it need not be asked for again.
#[derive(Clone, Copy)]
struct Held {
    /// The number of the newest feed entry, ours included.
    head: i64,
    epoch: u32,
}
