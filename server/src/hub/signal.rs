//! One stream's end in this process: a word that waits to be sent, and the body that sends it.

use super::Hub;
use axum::body::Bytes;
use futures::{Stream, task::AtomicWaker};
use std::{
    convert::Infallible,
    pin::Pin,
    sync::{
        Arc,
        atomic::{AtomicU8, Ordering},
    },
    task::{Context, Poll},
};

/// Without the empty `data` line a browser would not hand the event on.
const PULL: Bytes = Bytes::from_static(b"event: pull\ndata:\n\n");
/// A comment, which browsers skip: it keeps proxies from closing a quiet line.
const BEAT: Bytes = Bytes::from_static(b":\n\n");

/// Words wait as bits: however often one is said before the line takes it, it is sent once.
#[derive(Default)]
pub struct Signal {
    words: AtomicU8,
    waker: AtomicWaker,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Word {
    Pull = 1,
    Beat = 2,
    End = 4,
}

impl Signal {
    pub fn say(&self, word: Word) {
        self.words.fetch_or(word as u8, Ordering::AcqRel);
        self.waker.wake();
    }

    /// The most important word that waits; a pull makes a beat needless.
    pub fn take(&self) -> Option<Word> {
        let words = self.words.swap(0, Ordering::AcqRel);
        [Word::End, Word::Pull, Word::Beat]
            .into_iter()
            .find(|word| words & *word as u8 != 0)
    }
}

/// The body of an answer; dropped when the line breaks, and the stream leaves the hub with it.
pub struct Ear {
    signal: Arc<Signal>,
    number: u64,
    hub: Arc<Hub>,
}

impl Ear {
    pub(super) fn new(signal: Arc<Signal>, number: u64, hub: Arc<Hub>) -> Ear {
        Ear { signal, number, hub }
    }
}

impl Stream for Ear {
    type Item = Result<Bytes, Infallible>;

    fn poll_next(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        // Registered before looking, or a word said in between would wake nobody.
        self.signal.waker.register(cx.waker());
        match self.signal.take() {
            Some(Word::Pull) => Poll::Ready(Some(Ok(PULL))),
            Some(Word::Beat) => Poll::Ready(Some(Ok(BEAT))),
            Some(Word::End) => Poll::Ready(None),
            None => Poll::Pending,
        }
    }
}

impl Drop for Ear {
    fn drop(&mut self) {
        self.hub.leave(self.number);
    }
}
