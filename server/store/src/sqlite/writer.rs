//! The one writer: takes what waits as a group, runs each in its own savepoint, commits once, then answers.

use super::{SqliteTx, broken};
use crate::jobs::{GROUP_MAX, Job, answer_all};
use futures::FutureExt;
use office::StoreError;
use rusqlite::Connection;
use std::sync::mpsc::Receiver;

pub(super) fn writer(conn: &Connection, jobs: &Receiver<Box<dyn Job>>) {
    while let Ok(first) = jobs.recv() {
        let mut group = vec![first];
        group.extend(jobs.try_iter().take(GROUP_MAX - 1));
        let committed = commit_group(conn, &mut group);
        answer_all(group, &committed);
    }
}

fn commit_group(conn: &Connection, group: &mut [Box<dyn Job>]) -> Result<(), StoreError> {
    conn.execute_batch("BEGIN IMMEDIATE").map_err(broken)?;
    for job in group {
        let step = savepoint(conn, job.as_mut());
        if let Err(error) = step {
            // Nothing to undo if SQLite has rolled back by itself.
            let _ = conn.execute_batch("ROLLBACK");
            return Err(error);
        }
    }
    conn.execute_batch("COMMIT").map_err(|error| {
        let _ = conn.execute_batch("ROLLBACK");
        broken(error)
    })
}

/// One member of the group: its failure undoes it alone.
fn savepoint(conn: &Connection, job: &mut dyn Job) -> Result<(), StoreError> {
    conn.execute_batch("SAVEPOINT job").map_err(broken)?;
    if !run_now(conn, job) {
        conn.execute_batch("ROLLBACK TO job").map_err(broken)?;
    }
    conn.execute_batch("RELEASE job").map_err(broken)
}

/// Runs a job to its end; SQLite's side never suspends, so there is nothing to wait for.
pub(super) fn run_now(conn: &Connection, job: &mut dyn Job) -> bool {
    let ended = job.run(&mut SqliteTx { conn }).now_or_never();
    ended.unwrap_or_else(|| {
        job.fail(StoreError::Broken("work waited inside a transaction".into()));
        false
    })
}
