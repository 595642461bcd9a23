//! Cleans the text of one field: line breaks, invisible characters, surplus spaces, full-width forms.

use super::code::Code;
use std::borrow::Cow;

/// What a field holds decides how its text is repaired.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A person's name: no spaces between Chinese characters, no line breaks.
    Name,
    /// Other text of one line: a line break becomes a space.
    Line,
    /// Ids, words of the standard, numbers, dates: full-width forms become plain.
    Token,
}

pub(super) struct Cleaned<'a> {
    pub text: Cow<'a, str>,
    /// The most telling of the repairs, if any.
    pub repair: Option<Code>,
}

pub(super) fn clean(raw: &str, kind: Kind) -> Cleaned<'_> {
    if is_plain(raw) {
        return Cleaned {
            text: raw.into(),
            repair: None,
        };
    }
    let mut washed = String::with_capacity(raw.len());
    let mut repair = None;
    for c in raw.chars() {
        let (code, replacement) = replace(c, kind);
        repair = more_telling(repair, code);
        let doubled = replacement == Some(' ') && washed.ends_with(' ');
        washed.extend(replacement.filter(|_| !doubled));
    }
    let mut text = washed.trim().to_owned();
    if kind == Kind::Name {
        text = without_spaces_between_han(&text);
    }
    if repair.is_none() && text != raw {
        repair = Some(Code::TextSpace);
    }
    // An empty field is told as such; that its emptiness had spaces adds nothing.
    let repair = repair.filter(|_| !text.is_empty());
    Cleaned {
        text: text.into(),
        repair,
    }
}

/// Most fields of a roster need no second look; this must be quick.
fn is_plain(raw: &str) -> bool {
    let bytes = raw.as_bytes();
    let edge = bytes.first() == Some(&b' ') || bytes.last() == Some(&b' ');
    // C2: no-break space and controls; E1, E2: spaces and marks without width; E3 80 80: the wide space;
    // EF: full-width forms, byte order marks.
    let suspicious = |byte: &u8| *byte <= b' ' || *byte == 0x7f || matches!(*byte, 0xc2 | 0xe1 | 0xe2 | 0xef);
    !edge && !bytes.iter().any(suspicious) && !raw.contains('\u{3000}')
}

fn replace(c: char, kind: Kind) -> (Option<Code>, Option<char>) {
    match c {
        '\r' | '\n' => (Some(Code::FieldNewline), (kind == Kind::Line).then_some(' ')),
        '\t' | '\u{a0}' | '\u{3000}' => (None, Some(' ')),
        _ if is_invisible(c) => (Some(Code::TextInvisible), None),
        '\u{ff01}'..='\u{ff5e}' if kind == Kind::Token => {
            (Some(Code::DigitsFullwidth), char::from_u32(u32::from(c) - 0xfee0))
        }
        _ if c.is_whitespace() => (None, Some(' ')),
        _ => (None, Some(c)),
    }
}

/// Controls, joiners, direction marks: two names that look alike must be alike.
fn is_invisible(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

/// `王　明` is how lists align names of two characters.
fn without_spaces_between_han(text: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    let han = |at: Option<usize>| at.and_then(|at| chars.get(at)).is_some_and(|c| *c > '\u{2e7f}');
    let keep = |(at, c): &(usize, &char)| **c != ' ' || !(han(at.checked_sub(1)) && han(Some(at + 1)));
    chars.iter().enumerate().filter(keep).map(|(_, c)| *c).collect()
}

/// A line break is told before full-width forms, those before what nobody can see.
fn more_telling(one: Option<Code>, other: Option<Code>) -> Option<Code> {
    let rank = |code: Option<Code>| match code {
        Some(Code::FieldNewline) => 3,
        Some(Code::DigitsFullwidth) => 2,
        Some(_) => 1,
        None => 0,
    };
    if rank(other) > rank(one) { other } else { one }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_kind_is_repaired_in_its_own_way() {
        for (raw, kind, text, repair) in [
            ("小雨", Kind::Name, "小雨", None),
            ("明\r\n哲", Kind::Name, "明哲", Some(Code::FieldNewline)),
            (
                "教学楼A\r\n201 室",
                Kind::Line,
                "教学楼A 201 室",
                Some(Code::FieldNewline),
            ),
            ("王　明", Kind::Name, "王明", Some(Code::TextSpace)),
            ("Mary Ann", Kind::Name, "Mary Ann", None),
            ("  ", Kind::Name, "", None),
            ("王\u{200b}明", Kind::Name, "王明", Some(Code::TextInvisible)),
            (
                "２０１８－０３－０５",
                Kind::Token,
                "2018-03-05",
                Some(Code::DigitsFullwidth),
            ),
            ("三年级（2）班", Kind::Line, "三年级（2）班", None),
            (" p1\t", Kind::Token, "p1", Some(Code::TextSpace)),
            ("\t=1+1", Kind::Line, "=1+1", Some(Code::TextSpace)),
        ] {
            let cleaned = clean(raw, kind);
            assert_eq!((cleaned.text.as_ref(), cleaned.repair), (text, repair), "{raw:?}");
        }
    }
}
