//! Times in a row for appointments; pure.

use domain::{Day, limits};

/// `count` times from `start_min` on (minutes since midnight), `minutes` apart, on one day and no more than fit.
pub fn make_slots(
    label: fn(Day, &str) -> String,
    day: Day,
    start_min: i64,
    minutes: i64,
    count: usize,
) -> Vec<String> {
    const DAY_MIN: i64 = 24 * 60;
    let each = (0..count.min(limits::SLOTS_MAX) as i64).map(|at| start_min + at * minutes.max(1));
    each.take_while(|at| *at < DAY_MIN)
        .map(|at| label(day, &day.start().plus_ms(at * 60_000).clock()))
        .collect()
}
