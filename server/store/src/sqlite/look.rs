//! A store file that is only looked at: nothing is migrated, nothing is written.

use super::{Inline, broken, check::damage, engine::unsigned, inline::perform};
use crate::Work;
use office::StoreError;
use rusqlite::{Connection, OpenFlags};
use std::{path::Path, time::Duration};

pub struct Look {
    pub(super) conn: Connection,
}

impl Look {
    pub fn open(path: &Path) -> Result<Look, StoreError> {
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let conn = Connection::open_with_flags(path, flags).map_err(in_words)?;
        conn.busy_timeout(Duration::from_secs(10)).map_err(broken)?;
        Ok(Look { conn })
    }

    /// Whether SQLite can read the file at all, whatever is in it.
    pub fn is_database(&self) -> bool {
        let read = self
            .conn
            .query_row("SELECT count(*) FROM sqlite_schema", [], |_| Ok(()));
        read.is_ok()
    }

    /// Work that only reads, on one snapshot. It was written for our own schema: of another, it may fail.
    pub fn run<T>(&self, work: Work<T>) -> Result<T, StoreError> {
        self.conn.execute_batch("BEGIN DEFERRED").map_err(broken)?;
        let read = perform(&self.conn, work);
        self.conn.execute_batch("ROLLBACK").map_err(broken)?;
        read
    }

    pub fn schema(&self) -> Result<u32, StoreError> {
        let version = self
            .conn
            .pragma_query_value(None, "user_version", |row| row.get(0));
        version.map_err(broken)
    }

    pub fn rows_count(&self) -> Result<u64, StoreError> {
        let count = self
            .conn
            .query_row("SELECT count(*) FROM row", [], |row| row.get::<_, i64>(0));
        count.map(unsigned).map_err(broken)
    }

    /// What is damaged, if anything; reads the whole file.
    pub fn damage(&self) -> Result<Option<String>, StoreError> {
        damage(&self.conn, false)
    }

    /// Writes a copy of this very moment to `to`, which may be there if it is empty.
    ///
    /// `VACUUM INTO` rather than the backup interface: it is one read transaction, which in WAL mode holds up no
    /// writer, and never starts anew because somebody wrote. The copy is one file without a journal, and has no
    /// trace of what was deleted.
    pub fn copy_to(&self, to: &Path) -> Result<(), StoreError> {
        copy(&self.conn, to)
    }

    /// What administrators did after a moment, oldest first: a restore undoes it.
    pub fn admin_acts_after(&self, at_ms: i64, limit: usize) -> Result<Vec<(i64, String)>, StoreError> {
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        let read = || -> rusqlite::Result<Vec<(i64, String)>> {
            let sql = "SELECT at, what || ' ' || detail FROM admin_log WHERE at > ?1 ORDER BY seq LIMIT ?2";
            let mut find = self.conn.prepare(sql)?;
            let acts = find.query_map([at_ms, limit], |row| Ok((row.get(0)?, row.get(1)?)))?;
            acts.collect()
        };
        read().map_err(broken)
    }
}

impl Inline {
    /// As [`Look::copy_to`]: a backup of this very moment.
    pub fn copy_to(&self, to: &Path) -> Result<(), StoreError> {
        copy(&self.conn, to)
    }
}

fn copy(conn: &Connection, to: &Path) -> Result<(), StoreError> {
    let to = to
        .to_str()
        .ok_or_else(|| StoreError::Broken("SQLite takes names in UTF-8 only".into()))?;
    conn.execute("VACUUM INTO ?1", [to]).map(drop).map_err(in_words)
}

/// For an administrator, who can do more about a full disk than come again: SQLite's own words.
fn in_words(error: rusqlite::Error) -> StoreError {
    StoreError::Broken(error.to_string())
}
