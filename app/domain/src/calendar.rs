//! School days: Monday to Friday, less the State Council's holidays, plus its make-up days.
//!
//! 2026 is the published calendar. For 2027 only the statutory days are known (domain/rules.md 8.7);
//! make-up days are never guessed.

use crate::time::Day;

const YEAR_2026: &str = include_str!("../data/holidays_2026.csv");
const YEAR_2027: &str = include_str!("../data/statutory_2027.csv");

pub fn is_school_day(day: Day) -> bool {
    match published(day) {
        Some(open) => open,
        None => day.weekday() < 5,
    }
}

/// The day that lies `count` school days after `day`; `day` itself does not count.
pub fn school_days_after(day: Day, count: u32) -> Day {
    let mut at = day;
    for _ in 0..count {
        at = at.plus_days(1);
        while !is_school_day(at) {
            at = at.plus_days(1);
        }
    }
    at
}

/// What a published calendar says of this day, if it says anything.
fn published(day: Day) -> Option<bool> {
    let date = day.to_string();
    let of = |file: &'static str| file.lines().find(|line| line.starts_with(&date));
    if let Some(line) = of(YEAR_2026) {
        return Some(line.split(',').nth(1) != Some("off"));
    }
    of(YEAR_2027).map(|_| false)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        Day::parse(text).expect("a day")
    }

    #[test]
    fn weekends_holidays_and_make_up_days() {
        for (date, open) in [
            ("2026-11-23", true),
            ("2026-11-22", false),
            ("2026-10-01", false),
            ("2026-10-10", true), // a Saturday that makes up for the holiday
            ("2026-09-20", true), // a Sunday that does
            ("2027-02-08", false),
        ] {
            assert_eq!(is_school_day(day(date)), open, "{date}");
        }
    }

    #[test]
    fn two_school_days_jump_the_weekend_and_the_holiday() {
        assert_eq!(school_days_after(day("2026-11-23"), 2), day("2026-11-25"));
        assert_eq!(school_days_after(day("2026-11-20"), 2), day("2026-11-24"));
        assert_eq!(school_days_after(day("2026-09-30"), 2), day("2026-10-09"));
    }
}
