//! A future with a time limit.

use futures::{
    channel::oneshot,
    future::{Either, select},
};
use gloo::timers::callback::Timeout;
use std::{future::Future, pin::pin};

/// `None` if the time ran out first.
pub async fn within<T>(limit_ms: u32, work: impl Future<Output = T>) -> Option<T> {
    let (ring, wait) = oneshot::channel::<()>();
    // Dropping the timer, when the work is done first, cancels it.
    let _timer = Timeout::new(limit_ms, move || {
        // Nobody waits any more if the work was faster.
        let _ = ring.send(());
    });
    match select(pin!(work), wait).await {
        Either::Left((value, _)) => Some(value),
        Either::Right(_) => None,
    }
}
