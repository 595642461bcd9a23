//! Days and moments in words, always of Shanghai, always with the weekday where a day is named.

use super::Words;
use crate::live::Lang;
use domain::{Day, Instant};

const WEEKDAYS_ZH: [&str; 7] = ["一", "二", "三", "四", "五", "六", "日"];
const WEEKDAYS_EN: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
const MONTHS_EN: [&str; 12] = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
];

impl Words {
    /// `11月23日 星期一`, with the year when it is not `today`'s; `Mon 23 Nov 2026`.
    pub fn date(&self, day: Day, today: Day) -> String {
        let (year, month, date) = day.ymd();
        let weekday = day.weekday();
        match self.lang {
            Lang::Zh => {
                let other_year = if year == today.ymd().0 {
                    String::new()
                } else {
                    format!("{year}年")
                };
                format!("{other_year}{month}月{date}日 星期{}", WEEKDAYS_ZH[weekday % 7])
            }
            Lang::En => {
                let month = MONTHS_EN.get(month as usize - 1).copied().unwrap_or_default();
                format!("{} {date} {month} {year}", WEEKDAYS_EN[weekday % 7])
            }
        }
    }

    /// The clock for today, else the day: for lists.
    pub fn when(&self, at: Instant, today: Day) -> String {
        match (today.0 - at.day().0, self.lang) {
            (0, _) => at.clock(),
            (1, Lang::Zh) => "昨天 ".to_owned() + &at.clock(),
            (1, Lang::En) => "Yesterday ".to_owned() + &at.clock(),
            _ => self.date(at.day(), today),
        }
    }

    /// Day and clock: where the exact moment matters.
    pub fn moment(&self, at: Instant, today: Day) -> String {
        match today.0 - at.day().0 {
            0 | 1 => self.when(at, today),
            _ => self.date(at.day(), today) + " " + &at.clock(),
        }
    }
}
