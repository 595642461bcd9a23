//! The file of a store while nobody else has it: for a restore, which puts another in its place.

use super::broken;
use office::StoreError;
use rusqlite::{Connection, OpenFlags};
use std::{path::Path, time::Duration};

/// A command that is just ending may still have the file open.
const WAIT: Duration = Duration::from_secs(2);

/// The file is ours alone until this is dropped: no other process has it open, and none gets at it.
#[derive(Debug)]
pub struct Alone {
    _conn: Connection,
}

/// Why a file could not be had alone.
#[derive(Debug)]
pub enum NotAlone {
    /// Some process has it open, also one that knows nothing of us: SQLite itself says so.
    InUse,
    /// SQLite cannot read it.
    Unreadable(StoreError),
}

impl Alone {
    /// Afterwards everything is in the file itself: its journal is empty and gone.
    pub fn take(path: &Path) -> Result<Alone, NotAlone> {
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let take = || -> rusqlite::Result<Connection> {
            let conn = Connection::open_with_flags(path, flags)?;
            conn.busy_timeout(WAIT)?;
            // In WAL mode every open connection holds a lock on the file, and this one shares with none.
            conn.pragma_update(None, "locking_mode", "EXCLUSIVE")?;
            conn.execute_batch("BEGIN EXCLUSIVE; COMMIT")?;
            // Another journal mode means: what is in the WAL goes into the file, and the WAL goes.
            let mode: String = conn.query_row("PRAGMA journal_mode = DELETE", [], |row| row.get(0))?;
            debug_assert_eq!(mode, "delete");
            conn.execute_batch("BEGIN EXCLUSIVE")?;
            Ok(conn)
        };
        match take().map_err(broken) {
            Ok(conn) => Ok(Alone { _conn: conn }),
            Err(StoreError::Busy) => Err(NotAlone::InUse),
            Err(error) => Err(NotAlone::Unreadable(error)),
        }
    }
}
