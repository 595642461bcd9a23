//! The served store: a writer thread and a few reader threads over one file.

use super::{
    Options, broken,
    migrate::migrate,
    open_connection,
    writer::{run_now, writer},
};
use crate::{
    Work,
    jobs::{Job, Pending, stopped},
};
use office::StoreError;
use rusqlite::Connection;
use std::{
    path::Path,
    sync::{Arc, Mutex, mpsc},
    thread,
};

#[derive(Clone)]
pub struct SqliteStore {
    writes: mpsc::Sender<Box<dyn Job>>,
    reads: mpsc::Sender<Box<dyn Job>>,
}

impl SqliteStore {
    pub fn open(path: &Path, options: &Options) -> Result<SqliteStore, StoreError> {
        let conn = open_connection(path, options)?;
        migrate(&conn)?;
        let (writes, jobs) = mpsc::channel();
        spawn("store-writer", move || writer(&conn, &jobs))?;
        if options.readers == 0 {
            let reads = writes.clone();
            return Ok(SqliteStore { writes, reads });
        }
        let (reads, jobs) = mpsc::channel();
        let jobs = Arc::new(Mutex::new(jobs));
        for n in 0..options.readers {
            let (conn, jobs) = (open_connection(path, options)?, Arc::clone(&jobs));
            spawn(&format!("store-reader-{n}"), move || reader(&conn, &jobs))?;
        }
        Ok(SqliteStore { writes, reads })
    }

    /// Resolves when the work is committed and on disk, or undone.
    pub async fn write<T: Send + 'static>(&self, work: Work<T>) -> Result<T, StoreError> {
        ask(&self.writes, work).await
    }

    /// Work that only reads, on a snapshot of its own.
    pub async fn read<T: Send + 'static>(&self, work: Work<T>) -> Result<T, StoreError> {
        ask(&self.reads, work).await
    }
}

async fn ask<T: Send + 'static>(queue: &mpsc::Sender<Box<dyn Job>>, work: Work<T>) -> Result<T, StoreError> {
    let (job, answer) = Pending::ask(work);
    if queue.send(job).is_err() {
        return stopped();
    }
    answer.await.unwrap_or_else(|_| stopped())
}

fn reader(conn: &Connection, jobs: &Mutex<mpsc::Receiver<Box<dyn Job>>>) {
    loop {
        let next = match jobs.lock() {
            Ok(jobs) => jobs.recv(),
            Err(_) => return,
        };
        let Ok(mut job) = next else { return };
        let read = snapshot(conn, job.as_mut());
        job.answer(read);
    }
}

fn snapshot(conn: &Connection, job: &mut dyn Job) -> Result<(), StoreError> {
    conn.execute_batch("BEGIN DEFERRED").map_err(broken)?;
    // A failed read has its own answer; there is nothing to undo.
    run_now(conn, job);
    conn.execute_batch("ROLLBACK").map_err(broken)
}

fn spawn(name: &str, run: impl FnOnce() + Send + 'static) -> Result<(), StoreError> {
    let started = thread::Builder::new().name(name.to_owned()).spawn(run);
    started
        .map(drop)
        .map_err(|error| StoreError::Broken(error.to_string()))
}
