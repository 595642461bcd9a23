//! Quiet hours: when families and staff are left in peace (product/notes.md 7, design/decisions.md).

use crate::{
    calendar,
    time::{Day, Instant},
};

const MINUTE_MS: i64 = 60_000;
/// Families: 20:30-07:00, every day.
const FAMILY_CLOSES_MIN: u32 = 20 * 60 + 30;
const FAMILY_OPENS_MIN: u32 = 7 * 60;
/// Staff: 18:30-07:30, and days without school.
const STAFF_CLOSES_MIN: u32 = 18 * 60 + 30;
const STAFF_OPENS_MIN: u32 = 7 * 60 + 30;

/// The first moment, from `at` on, outside the families' quiet hours.
pub fn family_open(at: Instant) -> Instant {
    open(at, FAMILY_OPENS_MIN, FAMILY_CLOSES_MIN, |_| true)
}

/// The first moment, from `at` on, outside the staff's quiet hours.
pub fn staff_open(at: Instant) -> Instant {
    open(at, STAFF_OPENS_MIN, STAFF_CLOSES_MIN, calendar::is_school_day)
}

fn open(at: Instant, opens_min: u32, closes_min: u32, is_open_day: fn(Day) -> bool) -> Instant {
    let (hour, minute) = at.hour_minute();
    let minutes = hour * 60 + minute;
    let today = at.day();
    if is_open_day(today) && (opens_min..closes_min).contains(&minutes) {
        return at;
    }
    let mut day = if minutes < opens_min {
        today
    } else {
        today.plus_days(1)
    };
    while !is_open_day(day) {
        day = day.plus_days(1);
    }
    day.start().plus_ms(i64::from(opens_min) * MINUTE_MS)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(day: &str, hour: i64, minute: i64) -> Instant {
        let day = Day::parse(day).expect("a day");
        day.start().plus_ms((hour * 60 + minute) * MINUTE_MS)
    }

    #[test]
    fn families_are_left_in_peace_from_half_past_eight_to_seven() {
        for (day, hour, minute, opens) in [
            ("2026-11-23", 16, 42, at("2026-11-23", 16, 42)),
            ("2026-11-23", 20, 29, at("2026-11-23", 20, 29)),
            ("2026-11-23", 20, 30, at("2026-11-24", 7, 0)),
            ("2026-11-23", 22, 0, at("2026-11-24", 7, 0)),
            ("2026-11-24", 6, 59, at("2026-11-24", 7, 0)),
            ("2026-11-22", 12, 0, at("2026-11-22", 12, 0)), // Sundays are no quiet days for families
        ] {
            assert_eq!(family_open(at(day, hour, minute)), opens, "{day} {hour}:{minute}");
        }
    }

    #[test]
    fn staff_are_left_in_peace_at_night_and_on_days_without_school() {
        for (day, hour, minute, opens) in [
            ("2026-11-23", 16, 42, at("2026-11-23", 16, 42)),
            ("2026-11-23", 18, 30, at("2026-11-24", 7, 30)),
            ("2026-11-27", 19, 0, at("2026-11-30", 7, 30)), // Friday evening
            ("2026-11-29", 12, 0, at("2026-11-30", 7, 30)), // Sunday noon
            ("2026-10-10", 12, 0, at("2026-10-10", 12, 0)), // a Saturday that is a school day
            ("2026-09-30", 23, 0, at("2026-10-08", 7, 30)), // the national holiday
        ] {
            assert_eq!(staff_open(at(day, hour, minute)), opens, "{day} {hour}:{minute}");
        }
    }
}
