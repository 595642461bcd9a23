//! The one writer: takes what waits as a group, runs each in its own savepoint, commits once, then answers.

use super::{broken, inline::perform};
use crate::Work;
use futures::channel::oneshot;
use office::StoreError;
use rusqlite::Connection;
use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    sync::mpsc::Receiver,
};

/// More would make the first of a group wait for the last.
const GROUP_MAX: usize = 64;

/// A piece of work with its answer hidden: `run` keeps the answer until the group is committed.
pub(super) trait Job: Send {
    fn run(&mut self, conn: &Connection) -> Result<(), StoreError>;
    /// Tells the caller; `committed` says whether the group is on disk.
    fn answer(self: Box<Self>, committed: Result<(), StoreError>);
}

pub(super) struct Pending<T> {
    work: Option<Work<T>>,
    result: Option<Result<T, StoreError>>,
    caller: oneshot::Sender<Result<T, StoreError>>,
}

impl<T: Send + 'static> Pending<T> {
    pub fn ask(work: Work<T>) -> (Box<dyn Job>, oneshot::Receiver<Result<T, StoreError>>) {
        let (caller, wait) = oneshot::channel();
        (
            Box::new(Pending {
                work: Some(work),
                result: None,
                caller,
            }),
            wait,
        )
    }
}

impl<T: Send> Job for Pending<T> {
    fn run(&mut self, conn: &Connection) -> Result<(), StoreError> {
        let Some(work) = self.work.take() else {
            return Ok(());
        };
        let done = catch_unwind(AssertUnwindSafe(|| perform(conn, work)));
        match done.unwrap_or_else(|_| Err(StoreError::Broken("work panicked".into()))) {
            Ok(value) => {
                self.result = Some(Ok(value));
                Ok(())
            }
            Err(error) => {
                let told = StoreError::Broken(error.to_string());
                self.result = Some(Err(error));
                Err(told)
            }
        }
    }

    fn answer(self: Box<Self>, committed: Result<(), StoreError>) {
        let result = match (self.result, committed) {
            (Some(Ok(_)), Err(error)) => Err(error),
            (Some(result), _) => result,
            (None, _) => Err(StoreError::Busy),
        };
        // The caller may have gone: the effect stands all the same, and a retry finds it.
        let _ = self.caller.send(result);
    }
}

pub(super) fn writer(conn: &Connection, jobs: &Receiver<Box<dyn Job>>) {
    while let Ok(first) = jobs.recv() {
        let mut group = vec![first];
        group.extend(jobs.try_iter().take(GROUP_MAX - 1));
        let committed = commit_group(conn, &mut group);
        for job in group {
            job.answer(match &committed {
                Ok(()) => Ok(()),
                Err(StoreError::Full) => Err(StoreError::Full),
                Err(StoreError::Busy) => Err(StoreError::Busy),
                Err(error) => Err(StoreError::Broken(error.to_string())),
            });
        }
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
    if job.run(conn).is_err() {
        conn.execute_batch("ROLLBACK TO job").map_err(broken)?;
    }
    conn.execute_batch("RELEASE job").map_err(broken)
}
