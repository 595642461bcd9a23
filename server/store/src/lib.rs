//! SQL behind the office: one writer that groups commits, readers beside it, migrations.
//!
//! SQLite is the embedded default: one file, WAL, `synchronous=FULL`. PostgreSQL is for several servers over one
//! database. With both, an acknowledged write is on disk, and writers take turns.

mod check;
mod database;
mod jobs;
mod postgres;
mod sqlite;

pub use check::{Finding, Level};
pub use database::{Database, Store};
pub use postgres::{PG_SCHEMA, PgLook, PgStore, check_database};
pub use sqlite::{Alone, Inline, Look, NotAlone, Options, SCHEMA, SqliteStore, check_file, open_connection};

use futures::future::LocalBoxFuture;
use office::{StoreError, Tx};

/// Work inside one transaction: all of it is committed, or none.
pub type Work<T> =
    Box<dyn for<'a> FnOnce(&'a mut dyn Tx) -> LocalBoxFuture<'a, Result<T, StoreError>> + Send + 'static>;

/// Boxes a closure as [`Work`]; [`work!`] writes it for an async body.
pub fn boxed<T, F>(work: F) -> Work<T>
where
    F: for<'a> FnOnce(&'a mut dyn Tx) -> LocalBoxFuture<'a, Result<T, StoreError>> + Send + 'static,
{
    Box::new(work)
}

/// `work!(|tx| tx.epoch().await)`: an async body as [`Work`].
#[macro_export]
macro_rules! work {
    (|$tx:ident| $body:expr) => {
        $crate::boxed(move |$tx| ::std::boxed::Box::pin(async move { $body }))
    };
}
