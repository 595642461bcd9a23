//! A store that runs each piece of work at once on the caller's thread: for the simulator, imports, tests.

use super::{Options, SqliteTx, broken, migrate::migrate, open_connection};
use crate::Work;
use futures::FutureExt;
use office::StoreError;
use rusqlite::Connection;
use std::path::Path;

pub struct Inline {
    pub(super) conn: Connection,
}

impl Inline {
    pub fn open(path: &Path, options: &Options) -> Result<Inline, StoreError> {
        let conn = open_connection(path, options)?;
        migrate(&conn)?;
        Ok(Inline { conn })
    }

    /// Commits the work's effects if it ends well, and nothing otherwise.
    pub fn run<T>(&self, work: Work<T>) -> Result<T, StoreError> {
        self.conn.execute_batch("BEGIN IMMEDIATE").map_err(broken)?;
        match perform(&self.conn, work) {
            Ok(value) => self.conn.execute_batch("COMMIT").map(|()| value).map_err(broken),
            Err(error) => {
                self.conn.execute_batch("ROLLBACK").map_err(broken)?;
                Err(error)
            }
        }
    }

    /// As [`Inline::run`], but the process "dies" before the commit.
    pub fn run_and_crash<T>(&self, work: Work<T>) -> Result<(), StoreError> {
        self.conn.execute_batch("BEGIN IMMEDIATE").map_err(broken)?;
        let _ = perform(&self.conn, work);
        self.conn.execute_batch("ROLLBACK").map_err(broken)
    }
}

/// Runs work to its end; SQLite's side never suspends, so there is nothing to wait for.
pub(super) fn perform<T>(conn: &Connection, work: Work<T>) -> Result<T, StoreError> {
    let mut tx = SqliteTx { conn };
    work(&mut tx)
        .now_or_never()
        .unwrap_or_else(|| Err(StoreError::Broken("work waited inside a transaction".into())))
}
