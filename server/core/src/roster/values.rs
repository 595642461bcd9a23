//! Single values of a roster, read from the ways in which people write them: dates, telephones, grades,
//! registration numbers. What was repaired says so, what was not understood is never guessed.

use super::{
    code::Code,
    record::{REGISTRATION, UserId},
};
use domain::Day;

/// What became of a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Value<T> {
    Plain(T),
    Repaired(T, Code),
    /// Not understood; the code says why.
    Not(Code),
}

/// Days between 1900-01-01 as a spreadsheet counts them and 1970-01-01.
const SERIAL_AT_EPOCH: i32 = 25_569;

/// A day; `text` is trimmed and has plain digits.
pub(super) fn day(text: &str) -> Value<Day> {
    let date = text.split(['T', ' ']).next().unwrap_or(text);
    match Day::parse(text) {
        Some(day) => return in_range(day).map_or(Value::Not(Code::DateImpossible), Value::Plain),
        None if date.is_empty() => return Value::Not(Code::DateImpossible),
        None => {}
    }
    let parts: Vec<&str> = date
        .split(['-', '/', '.', '年', '月', '日'])
        .filter(|part| !part.is_empty())
        .collect();
    let number = |part: &str| part.parse::<u32>().ok().filter(|_| part.len() <= 4);
    let form = |y: u32, m: u32, d: u32| {
        let day = i32::try_from(y)
            .ok()
            .and_then(|y| Day::from_ymd(y, m, d))
            .and_then(in_range);
        day.map_or(Value::Not(Code::DateImpossible), |day| {
            Value::Repaired(day, Code::DateForm)
        })
    };
    match parts.as_slice() {
        [year, month, day] if year.len() == 4 => match (number(year), number(month), number(day)) {
            (Some(y), Some(m), Some(d)) => form(y, m, d),
            _ => Value::Not(Code::DateImpossible),
        },
        [a, b, c] if [a, b, c].into_iter().all(|part| number(part).is_some()) => {
            Value::Not(Code::DateAmbiguous)
        }
        [all] if all.len() == 8 && all.bytes().all(|byte| byte.is_ascii_digit()) => {
            let part = |range: std::ops::Range<usize>| all.get(range).and_then(number).unwrap_or_default();
            form(part(0..4), part(4..6), part(6..8))
        }
        [all] if all.len() == 5 => serial(all),
        _ => Value::Not(Code::DateImpossible),
    }
}

fn serial(text: &str) -> Value<Day> {
    let day = text
        .parse::<i32>()
        .ok()
        .map(|serial| Day(serial - SERIAL_AT_EPOCH))
        .and_then(in_range);
    day.map_or(Value::Not(Code::DateImpossible), |day| {
        Value::Repaired(day, Code::DateSerial)
    })
}

/// Nobody in a roster was born before 1900, and no school year is planned for 2100.
fn in_range(day: Day) -> Option<Day> {
    (1900..2100).contains(&day.ymd().0).then_some(day)
}

/// A Chinese mobile or landline number; `text` is trimmed.
pub(super) fn phone(text: &str) -> Value<String> {
    if is_mobile(text) || is_landline(text) {
        return Value::Plain(text.to_owned());
    }
    let lower = text.to_lowercase();
    if ["无", "没有", "暂无", "无电话", "none", "n/a", "-", "/", "—"].contains(&lower.as_str()) {
        return Value::Not(Code::PhoneNone);
    }
    let parts: Vec<&str> = text.split(['/', ',', '，', ';', '；', '、', '|']).collect();
    let numbers: Vec<String> = parts.iter().filter_map(|part| bare_number(part)).collect();
    match (parts.as_slice(), numbers.as_slice()) {
        ([_], [number]) => Value::Repaired(number.clone(), Code::PhoneForm),
        (_, [first, ..]) => Value::Repaired(first.clone(), Code::PhoneTwo),
        _ if text.bytes().all(|byte| byte.is_ascii_digit()) => Value::Not(Code::PhoneLength),
        _ => Value::Not(Code::PhoneForm),
    }
}

/// The number in a text with signs, spaces, a country code or a name around it.
fn bare_number(text: &str) -> Option<String> {
    let text = text.trim().trim_end_matches(".0");
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    let abroad = text.trim_start_matches(['(', '（']).starts_with('+');
    let home = match digits.strip_prefix("0086").or_else(|| digits.strip_prefix("86")) {
        Some(rest) if is_mobile(rest) => rest,
        _ if abroad => return None,
        _ => &digits,
    };
    // A decimal point or an exponent means that a spreadsheet has rounded it.
    let rounded = text.contains('.') || text.contains(['E', 'e']);
    (!rounded && (is_mobile(home) || is_landline(home))).then(|| home.to_owned())
}

fn is_mobile(text: &str) -> bool {
    text.len() == 11 && text.starts_with('1') && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// `0349-0200204`, `010-12345678`, with or without the dash.
fn is_landline(text: &str) -> bool {
    let dashes = text.bytes().filter(|byte| *byte == b'-').count();
    let dash_is_after_the_area = text.find('-').is_none_or(|at| at == 3 || at == 4);
    let digits = text.len() - dashes;
    let only = text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-');
    only && dashes < 2 && dash_is_after_the_area && text.starts_with('0') && (10..=12).contains(&digits)
}

/// A grade from 1 to 9.
pub(super) fn grade(text: &str) -> Value<u8> {
    let numerals = ["一", "二", "三", "四", "五", "六", "七", "八", "九"];
    let junior = [("初一", 7), ("初二", 8), ("初三", 9)];
    let written = |number: u8| Value::Repaired(number, Code::GradeForm);
    if let Some((_, number)) = junior
        .into_iter()
        .find(|(word, _)| *word == text.trim_end_matches("年级"))
    {
        return written(number);
    }
    let bare = text.trim_end_matches("年级").trim_start_matches("小学").trim();
    if let Some((number, _)) = (1..).zip(numerals).find(|(_, numeral)| *numeral == bare) {
        return written(number);
    }
    match bare.parse::<u8>() {
        Ok(number @ 1..=9) if text.len() == 2 => Value::Plain(number),
        Ok(number @ 1..=9) => written(number),
        _ => Value::Not(Code::GradeUnknown),
    }
}

/// Kinds and numbers like `{XJH:G1…},{Local:015}`; `None` where it is not written so.
pub(super) fn user_ids(text: &str) -> Option<Vec<UserId>> {
    let mut rest = text.trim();
    let mut found = Vec::new();
    while !rest.is_empty() {
        let (inside, after) = rest.strip_prefix('{')?.split_once('}')?;
        let (kind, id) = inside.split_once(':')?;
        found.push(UserId {
            kind: kind.trim().to_owned(),
            id: id.trim().to_owned(),
        });
        rest = after.trim_start().trim_start_matches(',').trim_start();
    }
    Some(found)
}

/// A 全国学籍号: G or J and an identity number, or L and 18 digits where there is none yet.
pub(super) fn registration(text: &str) -> Value<String> {
    let upper = text.to_ascii_uppercase();
    let sound = match upper.split_at_checked(1) {
        Some(("G" | "J", number)) if is_citizen_form(number) => has_check_digit(number).then_some(()),
        Some(("L", number)) if number.len() == 18 && number.bytes().all(|byte| byte.is_ascii_digit()) => {
            Some(())
        }
        _ => return Value::Not(Code::IdNumberForm),
    };
    match sound {
        None => Value::Not(Code::IdNumberCheck),
        Some(()) if upper == text => Value::Plain(upper),
        Some(()) => Value::Repaired(upper, Code::IdNumberCase),
    }
}

/// Whether this is a citizen's identity number (and not a 学籍号), which no field here may hold.
pub(super) fn is_citizen_number(text: &str) -> bool {
    let upper = text.to_ascii_uppercase();
    is_citizen_form(&upper) && has_check_digit(&upper)
}

fn is_citizen_form(text: &str) -> bool {
    let (digits, last) = match text.split_at_checked(17) {
        Some(parts) => parts,
        None => return false,
    };
    let plain = digits.bytes().all(|byte| byte.is_ascii_digit());
    plain && last.len() == 1 && last.bytes().all(|byte| byte.is_ascii_digit() || byte == b'X')
}

/// GB 11643: weights by place, the remainder by 11 names the last character.
fn has_check_digit(text: &str) -> bool {
    const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    let sum: u32 = text
        .bytes()
        .zip(WEIGHTS)
        .map(|(byte, weight)| u32::from(byte - b'0') * weight)
        .sum();
    let wanted = b"10X98765432".get(usize::try_from(sum % 11).unwrap_or_default());
    text.as_bytes().last() == wanted
}

pub(super) fn is_registration_kind(kind: &str) -> bool {
    kind.eq_ignore_ascii_case(REGISTRATION) || kind == "学籍号" || kind == "全国学籍号"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_read_in_the_ways_people_write_them() {
        let day_of = |text: &str| Day::parse(text).expect(text);
        let repaired = |text: &str, code| Value::Repaired(day_of(text), code);
        for (text, wanted) in [
            ("2017-11-20", Value::Plain(day_of("2017-11-20"))),
            ("20171120", repaired("2017-11-20", Code::DateForm)),
            ("43109", repaired("2018-01-09", Code::DateSerial)),
            ("2018.6.30", repaired("2018-06-30", Code::DateForm)),
            ("2017年10月2日", repaired("2017-10-02", Code::DateForm)),
            ("2018/8/15", repaired("2018-08-15", Code::DateForm)),
            ("2026-09-01T00:00:00.000Z", repaired("2026-09-01", Code::DateForm)),
            ("2026-02-30", Value::Not(Code::DateImpossible)),
            ("20260230", Value::Not(Code::DateImpossible)),
            ("0218-01-09", Value::Not(Code::DateImpossible)),
            ("3/4/2018", Value::Not(Code::DateAmbiguous)),
            ("明天", Value::Not(Code::DateImpossible)),
            ("T", Value::Not(Code::DateImpossible)),
        ] {
            assert_eq!(day(text), wanted, "{text}");
        }
    }

    #[test]
    fn telephones_are_repaired_or_dropped() {
        let plain = |text: &str| Value::Plain(text.to_owned());
        let repaired = |text: &str, code| Value::Repaired(text.to_owned(), code);
        for (text, wanted) in [
            ("17900000201", plain("17900000201")),
            ("0349-0200204", plain("0349-0200204")),
            ("+86 179-0000-0201", repaired("17900000201", Code::PhoneForm)),
            ("17900000201/17900000299", repaired("17900000201", Code::PhoneTwo)),
            ("赵刚17900000207", repaired("17900000207", Code::PhoneForm)),
            ("-17900000102", repaired("17900000102", Code::PhoneForm)),
            ("17900000102.0", repaired("17900000102", Code::PhoneForm)),
            ("1790000020", Value::Not(Code::PhoneLength)),
            ("(950) 336 6601", Value::Not(Code::PhoneForm)),
            ("+11234567890", Value::Not(Code::PhoneForm)),
            ("1.79E+10", Value::Not(Code::PhoneForm)),
            ("无", Value::Not(Code::PhoneNone)),
        ] {
            assert_eq!(phone(text), wanted, "{text}");
        }
    }

    #[test]
    fn grades_are_one_to_nine() {
        for (text, wanted) in [
            ("03", Value::Plain(3)),
            ("3", Value::Repaired(3, Code::GradeForm)),
            ("三年级", Value::Repaired(3, Code::GradeForm)),
            ("初二", Value::Repaired(8, Code::GradeForm)),
            ("10", Value::Not(Code::GradeUnknown)),
            ("00", Value::Not(Code::GradeUnknown)),
            ("KG", Value::Not(Code::GradeUnknown)),
        ] {
            assert_eq!(grade(text), wanted, "{text}");
        }
    }

    #[test]
    fn registration_numbers_carry_their_check_digit() {
        let good = "G149981201803050202";
        assert_eq!(registration(good), Value::Plain(good.to_owned()));
        assert_eq!(
            registration(&good.to_lowercase()),
            Value::Repaired(good.to_owned(), Code::IdNumberCase)
        );
        assert_eq!(
            registration("G149981201803050203"),
            Value::Not(Code::IdNumberCheck)
        );
        assert_eq!(
            registration("L149900000000000001"),
            Value::Plain("L149900000000000001".to_owned())
        );
        for bad in [
            "",
            "G",
            "1.49981E+17",
            "G14998120180305020",
            "学149981201803050202",
        ] {
            assert_eq!(registration(bad), Value::Not(Code::IdNumberForm), "{bad}");
        }
        assert!(is_citizen_number("149981201803050202"));
        assert!(!is_citizen_number("20240101") && !is_citizen_number("149981201803050203"));
    }

    #[test]
    fn user_ids_are_pairs_in_braces() {
        let pairs = |text: &str| {
            user_ids(text).map(|ids| ids.iter().map(|x| format!("{}={}", x.kind, x.id)).collect())
        };
        assert_eq!(
            pairs("{Local:015}, {XJH:G1}"),
            Some(vec!["Local=015".to_owned(), "XJH=G1".to_owned()])
        );
        assert_eq!(pairs(""), Some(vec![]));
        for bad in ["015", "{015}", "{a:b", "a:b}"] {
            assert_eq!(pairs(bad), None::<Vec<String>>, "{bad}");
        }
    }
}
