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

/// The first day that belongs to the term of this day. The autumn term begins on 1 September. When the spring term
/// begins, each district says anew each year; whatever it says, 10 February lies in the winter holiday before it, so
/// counting from there loses nothing of the new term and takes nothing of the old one along.
pub fn term_start(day: Day) -> Day {
    let (year, month, date) = day.ymd();
    let start = match (month, date) {
        (9.., _) => Day::from_ymd(year, 9, 1),
        (3.., _) | (2, 10..) => Day::from_ymd(year, 2, 10),
        _ => Day::from_ymd(year - 1, 9, 1),
    };
    start.unwrap_or(day)
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
    fn a_term_begins_in_september_or_in_the_winter_holiday() {
        for (date, start) in [
            ("2026-11-23", "2026-09-01"),
            ("2026-09-01", "2026-09-01"),
            ("2026-08-31", "2026-02-10"),
            ("2027-01-20", "2026-09-01"),
            ("2027-02-09", "2026-09-01"),
            ("2027-02-10", "2027-02-10"),
            ("2027-06-30", "2027-02-10"),
        ] {
            assert_eq!(term_start(day(date)), day(start), "{date}");
        }
    }

    #[test]
    fn two_school_days_jump_the_weekend_and_the_holiday() {
        assert_eq!(school_days_after(day("2026-11-23"), 2), day("2026-11-25"));
        assert_eq!(school_days_after(day("2026-11-20"), 2), day("2026-11-24"));
        assert_eq!(school_days_after(day("2026-09-30"), 2), day("2026-10-09"));
    }
}
