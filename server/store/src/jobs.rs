//! Work that waits for a thread of a store, and the answer that its caller waits for.

use crate::Work;
use futures::{FutureExt, channel::oneshot, future::LocalBoxFuture};
use office::{StoreError, Tx};
use std::panic::AssertUnwindSafe;

/// More would make the first of a group wait for the last.
pub(crate) const GROUP_MAX: usize = 64;

/// A piece of work with its answer hidden: it is kept until the group is committed.
pub(crate) trait Job: Send {
    /// Whether the work ended well; if not, what it did must be undone.
    fn run<'a>(&'a mut self, tx: &'a mut dyn Tx) -> LocalBoxFuture<'a, bool>;
    /// The work may have ended well, but could not be kept.
    fn fail(&mut self, error: StoreError);
    /// Tells the caller; `committed` says whether the group is on disk.
    fn answer(self: Box<Self>, committed: Result<(), StoreError>);
}

pub(crate) struct Pending<T> {
    work: Option<Work<T>>,
    result: Option<Result<T, StoreError>>,
    caller: oneshot::Sender<Result<T, StoreError>>,
}

impl<T: Send + 'static> Pending<T> {
    pub fn ask(work: Work<T>) -> (Box<dyn Job>, oneshot::Receiver<Result<T, StoreError>>) {
        let (caller, wait) = oneshot::channel();
        let job = Pending {
            work: Some(work),
            result: None,
            caller,
        };
        (Box::new(job), wait)
    }
}

impl<T: Send> Job for Pending<T> {
    fn run<'a>(&'a mut self, tx: &'a mut dyn Tx) -> LocalBoxFuture<'a, bool> {
        Box::pin(async move {
            let Some(work) = self.work.take() else {
                return false;
            };
            let done = AssertUnwindSafe(async move { work(tx).await }).catch_unwind();
            let result = done
                .await
                .unwrap_or_else(|_| Err(StoreError::Broken("work panicked".into())));
            let is_ok = result.is_ok();
            self.result = Some(result);
            is_ok
        })
    }

    fn fail(&mut self, error: StoreError) {
        self.result = Some(Err(error));
    }

    fn answer(self: Box<Self>, committed: Result<(), StoreError>) {
        let result = match (self.result, committed) {
            (Some(Ok(_)), Err(error)) => Err(error),
            (Some(result), _) => result,
            (None, Err(error)) => Err(error),
            (None, Ok(())) => Err(StoreError::Busy),
        };
        // The caller may have gone: the effect stands all the same, and a retry finds it.
        let _ = self.caller.send(result);
    }
}

/// Tells each of a group what became of it.
pub(crate) fn answer_all(group: Vec<Box<dyn Job>>, committed: &Result<(), StoreError>) {
    for job in group {
        job.answer(match committed {
            Ok(()) => Ok(()),
            Err(StoreError::Full) => Err(StoreError::Full),
            Err(StoreError::Busy) => Err(StoreError::Busy),
            Err(error) => Err(StoreError::Broken(error.to_string())),
        });
    }
}

pub(crate) fn stopped<T>() -> Result<T, StoreError> {
    Err(StoreError::Broken("the store has stopped".into()))
}
