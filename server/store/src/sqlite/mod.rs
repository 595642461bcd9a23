//! SQLite: connections and their settings, migrations, and the statements of each feature.

mod accounts;
mod backup;
mod check;
mod engine;
mod inline;
mod look;
mod migrate;
mod notices;
mod people;
mod people_cards;
mod people_roster;
mod pool;
mod writer;

pub use backup::{Alone, NotAlone};
pub use check::check_file;
pub use inline::Inline;
pub use look::Look;
pub use migrate::SCHEMA;
pub use pool::SqliteStore;

use office::StoreError;
use rusqlite::{Connection, ErrorCode};
use std::{path::Path, time::Duration};

/// The first SQLite without the WAL-reset corruption bug (design/safety.md 0.7).
const SQLITE_VERSION_MIN: i32 = 3_051_003;

#[derive(Clone, Debug)]
pub struct Options {
    /// `true` everywhere but in the simulator, whose crashes are of processes, not of power. PostgreSQL is
    /// always so.
    pub synchronous: bool,
    /// Threads that only read; with none, the writer reads as well.
    pub readers: usize,
}

impl Default for Options {
    fn default() -> Options {
        Options {
            synchronous: true,
            readers: 2,
        }
    }
}

/// A connection with the settings that our promises rest on, its schema up to date.
pub fn open_connection(path: &Path, options: &Options) -> Result<Connection, StoreError> {
    if rusqlite::version_number() < SQLITE_VERSION_MIN {
        return Err(StoreError::Broken(format!(
            "SQLite {} is too old",
            rusqlite::version()
        )));
    }
    let conn = Connection::open(path).map_err(broken)?;
    conn.busy_timeout(Duration::from_secs(10)).map_err(broken)?;
    conn.pragma_update(None, "journal_mode", "WAL").map_err(broken)?;
    conn.pragma_update(
        None,
        "synchronous",
        if options.synchronous { "FULL" } else { "OFF" },
    )
    .map_err(broken)?;
    conn.pragma_update(None, "foreign_keys", true).map_err(broken)?;
    conn.pragma_update(None, "cache_size", -16_000).map_err(broken)?;
    conn.set_prepared_statement_cache_capacity(128);
    Ok(conn)
}

/// The transaction that the office sees: a connection inside `BEGIN`.
pub(crate) struct SqliteTx<'c> {
    pub conn: &'c Connection,
}

/// Maps SQLite's errors: no room and busy are told apart, since a client may try again.
pub(crate) fn broken(error: rusqlite::Error) -> StoreError {
    match error.sqlite_error_code() {
        Some(ErrorCode::DiskFull) => StoreError::Full,
        Some(ErrorCode::ReadOnly | ErrorCode::SystemIoFailure | ErrorCode::CannotOpen) => StoreError::Full,
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => StoreError::Busy,
        _ => StoreError::Broken(error.to_string()),
    }
}
