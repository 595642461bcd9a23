//! Who listens at `/live`: open streams, and what wakes them when something in their scopes changed.
//!
//! A stream carries no data: it says "pull". What is due when is decided in [`streams`], without clock or store;
//! [`follower`] reads the store's feed and carries it out.

mod files;
mod follower;
mod signal;
mod streams;

#[cfg(test)]
mod tests;

pub use follower::follow;
pub use signal::Ear;

use crate::{clock::Stopwatch, limits};
use office::accounts::Secret;
use signal::Signal;
use std::sync::{
    Arc, Mutex, MutexGuard, PoisonError,
    atomic::{AtomicBool, Ordering},
};
use streams::{Ms, Streams};
use tokio::sync::Notify;

pub use streams::{Full, Listener};

/// All streams of this process.
pub struct Hub {
    streams: Mutex<Streams>,
    /// Rings for the follower: somebody wrote, or came to listen.
    bell: Notify,
    /// Whether a sign-in may have ended since the follower looked.
    doubted: AtomicBool,
    watch: Stopwatch,
}

/// What a request may have changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Written {
    Rows,
    /// Also who is signed in.
    SignIns,
}

impl Hub {
    /// Makes room for file descriptors first: each stream holds one.
    pub fn new() -> Arc<Hub> {
        let streams_max = limits::LIVE_STREAMS_MAX.min(files::raise_limit() / 4 * 3);
        Arc::new(Hub {
            streams: Mutex::new(Streams::new(streams_max)),
            bell: Notify::new(),
            doubted: AtomicBool::new(false),
            watch: Stopwatch::start(),
        })
    }

    /// A new stream; its first event comes as soon as its scopes have been read, so that nothing is missed
    /// between the pull before and this.
    pub fn open(self: &Arc<Hub>, listener: Listener) -> Result<Ear, Full> {
        let signal = Arc::new(Signal::default());
        let number = self
            .streams()
            .open(listener, Arc::clone(&signal), self.elapsed_ms())?;
        self.bell.notify_one();
        Ok(Ear::new(signal, number, Arc::clone(self)))
    }

    /// Something was committed: the follower looks at once.
    pub fn raise(&self, written: Written) {
        if written == Written::SignIns {
            self.doubted.store(true, Ordering::Relaxed);
        }
        self.bell.notify_one();
    }

    /// Ends every stream, and lets no new one in: a shutdown waits for none of them.
    pub fn close(&self) {
        self.streams().close();
    }

    pub fn count(&self) -> usize {
        self.streams().count()
    }

    fn leave(&self, number: u64) {
        self.streams().remove(number);
    }

    fn end(&self, sids: &[Secret]) {
        self.streams().end(sids);
    }

    fn streams(&self) -> MutexGuard<'_, Streams> {
        // A panic leaves at worst one stream without its event, and phones also look by the clock.
        self.streams.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn elapsed_ms(&self) -> Ms {
        u64::try_from(self.watch.elapsed().as_millis()).unwrap_or(u64::MAX)
    }
}
