//! "As of 16:42": how old what is on screen is, and which day it is.

use crate::{
    live::use_live,
    words::{Words, use_words},
};
use domain::{Day, Instant};
use leptos::prelude::*;

/// Changes once a day, not once a minute.
pub fn use_now_day() -> Memo<Day> {
    let now = use_live().now;
    Memo::new(move |_| now.get().day())
}

/// 11月23日 星期一 · 16:42 更新.
pub fn use_freshness() -> Signal<String> {
    let live = use_live();
    let words = use_words();
    let today = use_now_day();
    Signal::derive(move || {
        let as_of = live.view.read().as_ref().and_then(|view| view.as_of);
        freshness(words, as_of, today.get())
    })
}

fn freshness(words: &Words, as_of: Option<Instant>, today: Day) -> String {
    let as_of = match as_of {
        Some(at) => (words.shell.as_of)(&words.moment(at, today)),
        None => words.shell.never.to_owned(),
    };
    words.date(today, today) + " · " + &as_of
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{live::Lang, words::words};

    #[test]
    fn an_old_state_names_its_day() {
        let today = Day::parse("2026-11-23").expect("a day");
        let at = |days| Some(today.plus_days(days).start().plus_ms((16 * 60 + 42) * 60_000));
        let zh = words(Lang::Zh);
        assert_eq!(freshness(zh, at(0), today), "11月23日 星期一 · 16:42 更新");
        assert_eq!(
            freshness(zh, at(-3), today),
            "11月23日 星期一 · 11月20日 星期五 16:42 更新"
        );
        assert_eq!(
            freshness(words(Lang::En), None, today),
            "Mon 23 Nov 2026 · not updated yet"
        );
    }
}
