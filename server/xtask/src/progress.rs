//! Shows which step runs and how long it took, so that a silent minute is never a riddle.

use anyhow::Result;
use std::time::{Duration, Instant};

pub fn step<T>(name: &str, work: impl FnOnce() -> Result<T>) -> Result<T> {
    println!("==> {name}");
    let (result, took) = timed(work);
    if result.is_ok() {
        println!("    done in {}", seconds(took));
    }
    result
}

pub fn timed<T>(work: impl FnOnce() -> T) -> (T, Duration) {
    let start = now();
    let result = work();
    (result, start.elapsed())
}

pub fn seconds(took: Duration) -> String {
    format!("{:.1} s", took.as_secs_f64())
}

#[expect(
    clippy::disallowed_methods,
    reason = "the builder measures real time; nothing of it reaches the product"
)]
fn now() -> Instant {
    Instant::now()
}
