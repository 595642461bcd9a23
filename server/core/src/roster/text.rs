//! Bytes to text: byte order marks, UTF-8, GBK, UTF-16; what is none of them is refused, not guessed.

use super::code::Code;
use encoding_rs::{GB18030, UTF_16BE, UTF_16LE};
use std::borrow::Cow;

/// Text without its byte order mark.
pub(super) struct Decoded<'a> {
    pub text: Cow<'a, str>,
    /// Set where the encoding is worth a warning.
    pub repair: Option<Code>,
}

/// Neither UTF-8 nor GBK; the line (from 1) where the first strange byte lies.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Undecodable {
    pub line: u32,
}

pub(super) fn decode(bytes: &[u8]) -> Result<Decoded<'_>, Undecodable> {
    if let Some(rest) = bytes.strip_prefix(b"\xef\xbb\xbf") {
        return std::str::from_utf8(rest)
            .map(|text| Decoded {
                text: text.into(),
                repair: None,
            })
            .map_err(|error| broken(rest, error.valid_up_to()));
    }
    let wide = [(&b"\xff\xfe"[..], UTF_16LE), (&b"\xfe\xff"[..], UTF_16BE)];
    if let Some((mark, encoding)) = wide.into_iter().find(|(mark, _)| bytes.starts_with(mark)) {
        let text = encoding.decode_without_bom_handling_and_without_replacement(&bytes[mark.len()..]);
        return text
            .map(|text| Decoded {
                text,
                repair: Some(Code::EncodingUtf16),
            })
            .ok_or(Undecodable { line: 1 });
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => Ok(Decoded {
            text: text.into(),
            repair: None,
        }),
        Err(error) => gbk(bytes).ok_or_else(|| broken(bytes, error.valid_up_to())),
    }
}

/// GB18030 contains GBK, and its decoder takes much of UTF-8, too, giving nonsense: a file with many
/// UTF-8 characters and a few strange bytes is damaged UTF-8 or a mix, not GBK.
fn gbk(bytes: &[u8]) -> Option<Decoded<'_>> {
    let (high, in_utf8) = (
        bytes.iter().filter(|byte| **byte >= 0x80).count(),
        bytes_in_utf8_triples(bytes),
    );
    if in_utf8 * 5 > high {
        return None;
    }
    let text = GB18030.decode_without_bom_handling_and_without_replacement(bytes)?;
    let private = |c: char| ('\u{e000}'..='\u{f8ff}').contains(&c);
    (!text.chars().any(private)).then_some(Decoded {
        text,
        repair: Some(Code::EncodingGbk),
    })
}

/// Bytes that look like a Chinese character in UTF-8: three bytes, E3 to EF first.
fn bytes_in_utf8_triples(bytes: &[u8]) -> usize {
    let mut rest = bytes;
    let mut found = 0;
    while let [first, tail @ ..] = rest {
        let follows = |byte: &u8| (0x80..0xc0).contains(byte);
        match tail {
            [second, third, after @ ..]
                if (0xe3..=0xef).contains(first) && follows(second) && follows(third) =>
            {
                found += 3;
                rest = after;
            }
            _ => rest = tail,
        }
    }
    found
}

fn broken(bytes: &[u8], valid_up_to: usize) -> Undecodable {
    let lines = bytes
        .iter()
        .take(valid_up_to)
        .filter(|byte| **byte == b'\n')
        .count();
    Undecodable {
        line: u32::try_from(lines).unwrap_or(u32::MAX).saturating_add(1),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use encoding_rs::GBK;

    const TEXT: &str = "sourcedId,familyName,givenName\np1,王,小雨\np2,令狐,浩然\n";

    fn told(bytes: &[u8]) -> Result<(String, Option<Code>), Undecodable> {
        decode(bytes).map(|decoded| (decoded.text.into_owned(), decoded.repair))
    }

    #[test]
    fn each_encoding_that_schools_use_gives_the_same_text() {
        let gbk = GBK.encode(TEXT).0;
        let bom = [b"\xef\xbb\xbf", TEXT.as_bytes()].concat();
        let wide: Vec<u8> = [0xff, 0xfe]
            .into_iter()
            .chain(TEXT.encode_utf16().flat_map(u16::to_le_bytes))
            .collect();
        for (bytes, repair) in [
            (TEXT.as_bytes(), None),
            (&bom, None),
            (&gbk, Some(Code::EncodingGbk)),
            (&wide, Some(Code::EncodingUtf16)),
        ] {
            assert_eq!(told(bytes), Ok((TEXT.to_owned(), repair)));
        }
    }

    #[test]
    fn a_mix_or_a_cut_character_is_refused_with_its_line() {
        let mixed = [TEXT.as_bytes(), &GBK.encode("p3,李,明哲\n").0].concat();
        assert_eq!(told(&mixed), Err(Undecodable { line: 4 }));
        let cut = &TEXT.as_bytes()[..TEXT.len() - 2];
        assert_eq!(told(cut), Err(Undecodable { line: 3 }));
    }
}
