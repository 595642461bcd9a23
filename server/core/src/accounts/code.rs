//! Codes on slips: Crockford's base 32, which has no letters that look like digits.

use super::tx::Secret;
use sha2::{Digest, Sha256};

/// 40 bits: few enough to type, so guarded by a slow hash and five tries.
pub const CODE_CHARS_PRINTED: usize = 8;
/// 100 bits: nobody guesses these, so a fast hash will do.
pub const CODE_CHARS_QR: usize = 20;

const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// A code as somebody typed or scanned it.
#[derive(Clone, PartialEq, Eq)]
pub enum Code {
    Printed(String),
    Qr(String),
}

/// One character for each random byte; 32 divides 256, so each is as likely as the next.
pub fn new_code(random: &[u8]) -> String {
    random
        .iter()
        .map(|byte| char::from(ALPHABET[usize::from(byte % 32)]))
        .collect()
}

/// `ABCD-EFGH`: two groups are read and typed with fewer mistakes.
pub fn printed(code: &str) -> String {
    let chars: Vec<char> = code.chars().collect();
    let groups: Vec<String> = chars.chunks(4).map(|group| group.iter().collect()).collect();
    groups.join("-")
}

impl Code {
    /// Reads what was typed: case, spaces and hyphens are no matter, and O is 0, I and L are 1.
    pub fn read(typed: &str) -> Option<Code> {
        let mut code = String::new();
        for letter in typed
            .chars()
            .filter(|letter| !letter.is_whitespace() && !matches!(letter, '-' | '－'))
        {
            code.push(match narrow(letter).to_ascii_uppercase() {
                'O' => '0',
                'I' | 'L' => '1',
                letter if letter.is_ascii() && ALPHABET.contains(&(letter as u8)) => letter,
                _ => return None,
            });
            if code.len() > CODE_CHARS_QR {
                return None;
            }
        }
        match code.len() {
            CODE_CHARS_PRINTED => Some(Code::Printed(code)),
            CODE_CHARS_QR => Some(Code::Qr(code)),
            _ => None,
        }
    }

    pub fn hash_qr(code: &str) -> Secret {
        Secret(Sha256::digest(code.as_bytes()).into())
    }
}

/// A full-width letter or digit, as Chinese keyboards write them, as its plain form.
fn narrow(letter: char) -> char {
    match letter {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(letter) - 0xfee0).unwrap_or(letter),
        _ => letter,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(typed: &str) -> Option<String> {
        Code::read(typed).map(|code| match code {
            Code::Printed(code) | Code::Qr(code) => code,
        })
    }

    #[test]
    fn a_code_is_read_however_it_is_typed() {
        for typed in ["7KQM-01ZX", "7kqm olzx", "７ＫＱＭ－０１ＺＸ", " 7kqmo1zx "] {
            assert_eq!(read(typed).as_deref(), Some("7KQM01ZX"), "{typed}");
        }
        for typed in [
            "",
            "7KQM01Z",
            "7KQM01ZXA",
            "7KQM01Z!",
            "7KQM01ZU",
            "汉汉汉汉汉汉汉汉",
            &"7".repeat(21),
        ] {
            assert_eq!(read(typed), None, "{typed}");
        }
        assert!(matches!(Code::read(&"A".repeat(20)), Some(Code::Qr(_))));
    }

    #[test]
    fn a_new_code_is_read_back() {
        let code = new_code(&[0, 31, 32, 255, 7, 8, 9, 10]);
        assert_eq!(code, "0Z0Z789A");
        assert_eq!(read(&printed(&code)), Some(code));
    }
}
