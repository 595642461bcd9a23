//! Dates and counts as people read them.

use super::words;
use crate::live::Lang;
use domain::Day;

fn day(text: &str) -> Day {
    Day::parse(text).expect("a day")
}

#[test]
fn dates_carry_their_weekday_and_a_foreign_year() {
    let today = day("2026-11-23");
    for (text, zh, en) in [
        ("2026-11-23", "11月23日 星期一", "Mon 23 Nov 2026"),
        ("2027-01-03", "2027年1月3日 星期日", "Sun 3 Jan 2027"),
    ] {
        assert_eq!(words(Lang::Zh).date(day(text), today), zh);
        assert_eq!(words(Lang::En).date(day(text), today), en);
    }
}

#[test]
fn moments_get_shorter_as_they_come_nearer() {
    let today = day("2026-11-23");
    let at = |text: &str| day(text).start().plus_ms((16 * 60 + 42) * 60_000);
    let zh = words(Lang::Zh);
    assert_eq!(zh.when(at("2026-11-23"), today), "16:42");
    assert_eq!(zh.when(at("2026-11-22"), today), "昨天 16:42");
    assert_eq!(zh.when(at("2026-11-20"), today), "11月20日 星期五");
    assert_eq!(zh.moment(at("2026-11-20"), today), "11月20日 星期五 16:42");
    // A clock that is ahead of the office names the day rather than a wrong "today".
    assert_eq!(zh.when(at("2026-11-24"), today), "11月24日 星期二");
}

#[test]
fn english_counts_have_their_plural() {
    let en = words(Lang::En);
    assert_eq!((en.outbox.unsent)(1), "1 item is not delivered yet");
    assert_eq!((en.outbox.unsent)(2), "2 items are not delivered yet");
}
