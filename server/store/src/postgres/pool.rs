//! The served store: a writer thread and a few reader threads, each with a connection and a small runtime.
//!
//! Work is not `Send` once it runs, so it stays on the thread that began it.

use super::{
    line::Line,
    migrate::{is_made, migrate},
    reader::reader,
    writer::writer,
};
use crate::{
    Options, Work,
    jobs::{Job, Pending, stopped},
};
use office::StoreError;
use std::{
    future::Future,
    sync::{Arc, mpsc},
    thread,
};
use tokio::sync::{
    Mutex,
    mpsc::{UnboundedSender, unbounded_channel},
};

#[derive(Clone)]
pub struct PgStore {
    writes: UnboundedSender<Box<dyn Job>>,
    reads: UnboundedSender<Box<dyn Job>>,
}

impl PgStore {
    /// Brings the schema up to date; blocks until the database has answered. Later it may come and go.
    pub fn open(url: &str, options: &Options) -> Result<PgStore, StoreError> {
        let mut line = Line::new(url, "jiaqiao-writer")?;
        let (writes, jobs) = unbounded_channel();
        let (opened, wait) = mpsc::channel();
        spawn("store-writer", move || async move {
            let made = match line.open().await {
                Ok(conn) => migrate(conn).await,
                Err(error) => Err(error),
            };
            let is_made = made.is_ok();
            if opened.send(made).is_ok() && is_made {
                writer(line, jobs).await;
            }
        })?;
        wait.recv().unwrap_or_else(|_| stopped())?;
        if options.readers == 0 {
            let reads = writes.clone();
            return Ok(PgStore { writes, reads });
        }
        let (reads, jobs) = unbounded_channel();
        let jobs = Arc::new(Mutex::new(jobs));
        for n in 0..options.readers {
            let line = Line::new(url, "jiaqiao-reader")?;
            let jobs = Arc::clone(&jobs);
            spawn(&format!("store-reader-{n}"), move || reader(line, jobs))?;
        }
        Ok(PgStore { writes, reads })
    }

    /// Whether a store was ever made in this database.
    pub fn exists(url: &str) -> Result<bool, StoreError> {
        let mut line = Line::new(url, "jiaqiao")?;
        let (looked, wait) = mpsc::channel();
        spawn("store-look", move || async move {
            let made = match line.open().await {
                Ok(conn) => is_made(conn).await,
                Err(error) => Err(error),
            };
            line.close().await;
            // Whoever asked has gone.
            let _ = looked.send(made);
        })?;
        wait.recv().unwrap_or_else(|_| stopped())
    }

    /// Resolves when the work is committed and on disk, or undone.
    pub async fn write<T: Send + 'static>(&self, work: Work<T>) -> Result<T, StoreError> {
        queue(&self.writes, work).await
    }

    /// Work that only reads, on a snapshot of its own.
    pub async fn read<T: Send + 'static>(&self, work: Work<T>) -> Result<T, StoreError> {
        queue(&self.reads, work).await
    }
}

async fn queue<T: Send + 'static>(
    queue: &UnboundedSender<Box<dyn Job>>,
    work: Work<T>,
) -> Result<T, StoreError> {
    let (job, answer) = Pending::ask(work);
    if queue.send(job).is_err() {
        return stopped();
    }
    answer.await.unwrap_or_else(|_| stopped())
}

/// A thread of its own, whose runtime drives this one future.
fn spawn<F: Future<Output = ()>>(
    name: &str,
    run: impl FnOnce() -> F + Send + 'static,
) -> Result<(), StoreError> {
    let broken = |error: std::io::Error| StoreError::Broken(error.to_string());
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(broken)?;
    let thread = thread::Builder::new().name(name.to_owned());
    let started = thread.spawn(move || runtime.block_on(run()));
    started.map(drop).map_err(broken)
}
