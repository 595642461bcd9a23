//! The office clock, and the only place of the server that asks the machine what time it is.

use domain::{Day, Instant};
use std::{
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
    time::{Duration, SystemTime, UNIX_EPOCH},
};

/// When a demo starts: Monday, 2026-11-23, 16:42 in Shanghai, a school day's end.
pub const DEMO_START: Instant = Instant(1_795_423_320_000);

/// The machine's clock, moved by a fixed difference. Clones share it.
#[derive(Clone, Debug, Default)]
pub struct Clock {
    ahead_ms: Arc<AtomicI64>,
}

impl Clock {
    pub fn real() -> Clock {
        Clock::default()
    }

    /// Shows `start` now and runs on from there.
    pub fn starting_at(start: Instant) -> Clock {
        let clock = Clock::real();
        clock.advance_ms(start.0 - machine_ms());
        clock
    }

    pub fn now(&self) -> Instant {
        Instant(machine_ms() + self.ahead_ms.load(Ordering::Relaxed))
    }

    /// For tests, and for a demo that must not go back.
    pub fn advance_ms(&self, ms: i64) {
        self.ahead_ms.fetch_add(ms, Ordering::Relaxed);
    }
}

/// Measures how long something took; never part of a decision.
#[derive(Clone, Copy)]
pub struct Stopwatch(std::time::Instant);

impl Stopwatch {
    #[expect(
        clippy::disallowed_methods,
        reason = "durations in logs are measured, not decided upon"
    )]
    pub fn start() -> Stopwatch {
        Stopwatch(std::time::Instant::now())
    }

    pub fn elapsed(self) -> Duration {
        self.0.elapsed()
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "the office clock is made here and handed to everything else"
)]
fn machine_ms() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
}

/// A moment as somebody sets it: milliseconds since 1970, or `2026-11-23T16:42:00+08:00` (also with `Z`).
pub fn parse_instant(text: &str) -> Option<Instant> {
    if let Ok(ms) = text.parse() {
        return Some(Instant(ms));
    }
    let (date, rest) = text.split_at_checked(10)?;
    let rest = rest.strip_prefix(['T', ' '])?;
    let (time, zone) = rest.split_at(rest.find(['Z', '+', '-'])?);
    let day = Day::parse(date)?;
    // A day starts at midnight in Shanghai; `zone` says where its clock hangs.
    let shanghai_ms = 8 * 3_600_000;
    Some(
        day.start()
            .plus_ms(clock_ms(time)? + shanghai_ms - zone_ms(zone)?),
    )
}

fn clock_ms(time: &str) -> Option<i64> {
    let whole = time.split('.').next()?;
    let mut parts = whole.split(':').map(str::parse::<i64>);
    let (hour, minute) = (parts.next()?.ok()?, parts.next()?.ok()?);
    let second = parts.next().unwrap_or(Ok(0)).ok()?;
    let fits = (0..24).contains(&hour) && (0..60).contains(&minute) && (0..60).contains(&second);
    fits.then_some(((hour * 60 + minute) * 60 + second) * 1_000)
}

fn zone_ms(zone: &str) -> Option<i64> {
    if zone == "Z" {
        return Some(0);
    }
    let (hour, minute) = zone.get(1..)?.split_once(':')?;
    let minutes = hour.parse::<i64>().ok()? * 60 + minute.parse::<i64>().ok()?;
    Some(minutes * if zone.starts_with('-') { -60_000 } else { 60_000 })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_demo_starts_on_a_monday_afternoon() {
        let day = DEMO_START.day();
        assert_eq!(
            (
                day.to_string().as_str(),
                day.weekday(),
                DEMO_START.clock().as_str()
            ),
            ("2026-11-23", 0, "16:42")
        );
    }

    #[test]
    fn moments_are_read_in_every_zone() {
        for text in [
            "2026-11-23T16:42:00+08:00",
            "2026-11-23T08:42:00Z",
            "2026-11-23 03:42-05:00",
            "1795423320000",
        ] {
            assert_eq!(parse_instant(text), Some(DEMO_START), "{text}");
        }
        for text in [
            "",
            "2026-11-23",
            "2026-11-23T25:00:00Z",
            "2026-11-23T16:42:00",
            "soon",
            "2026-11-2号T16:42Z",
        ] {
            assert_eq!(parse_instant(text), None, "{text}");
        }
    }

    #[test]
    fn a_moved_clock_runs_on_for_all_its_clones() {
        let clock = Clock::starting_at(DEMO_START);
        let clone = clock.clone();
        clock.advance_ms(60_000);
        let since = clone.now().0 - DEMO_START.0;
        assert!((60_000..70_000).contains(&since), "{since}");
    }
}
