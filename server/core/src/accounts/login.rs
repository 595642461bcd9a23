//! Login numbers (登录号): eight digits, the last of which catches a mistyped one.

use crate::tx::{Ids, Stored, Tx};
use domain::{Instant, PersonId};

const DIGITS: u32 = 8;
/// With nine million numbers, a city of 150,000 meets a taken one once in sixty times.
const ATTEMPTS_MAX: usize = 50;

/// The person's login number, made if there is none yet.
pub async fn new_login(tx: &mut dyn Tx, person: PersonId, ids: &mut dyn Ids, now: Instant) -> Stored<String> {
    if let Some(login) = tx.login_of(person).await? {
        return Ok(login);
    }
    for _ in 0..ATTEMPTS_MAX {
        let login = number(ids.next().as_u128());
        if tx.login_owner(&login).await?.is_none() {
            tx.add_login(&login, person, now).await?;
            return Ok(login);
        }
    }
    Err(crate::StoreError::Broken("no free login number".into()))
}

/// What was typed as a login: without spaces and hyphens, in plain digits and small letters.
pub fn spoken_login(typed: &str) -> String {
    let kept = typed
        .chars()
        .filter(|letter| !letter.is_whitespace() && !matches!(letter, '-' | '－'));
    let plain = kept.map(|letter| match letter {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(letter) - 0xfee0).unwrap_or(letter),
        _ => letter,
    });
    plain.map(|letter| letter.to_ascii_lowercase()).take(64).collect()
}

/// The low 64 bits of a UUIDv7 are random; the first digit is never 0, so that none gets lost.
fn number(random: u128) -> String {
    let low = u64::try_from(random & u128::from(u64::MAX)).unwrap_or(0);
    let first = 10_u64.pow(DIGITS - 2);
    let body = (first + low % (9 * first)).to_string();
    let check = check_digit(&body);
    format!("{body}{check}")
}

/// Luhn's sum: one wrong digit, or two neighbours swapped, give another one (but for 09 and 90).
fn check_digit(body: &str) -> u32 {
    let digits = body.chars().rev().filter_map(|digit| digit.to_digit(10));
    let sum: u32 = digits
        .enumerate()
        .map(|(place, digit)| if place % 2 == 0 { doubled(digit) } else { digit })
        .sum();
    (10 - sum % 10) % 10
}

fn doubled(digit: u32) -> u32 {
    if digit > 4 { 2 * digit - 9 } else { 2 * digit }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_has_eight_digits_and_one_wrong_digit_shows() {
        for random in [
            0,
            1,
            8_999_999,
            u128::MAX,
            0x0190_0000_0000_7000_8123_4567_89ab_cdef,
        ] {
            let login = number(random);
            assert_eq!(login.len(), 8, "{login}");
            assert!(!login.starts_with('0'));
            let (body, check) = login.split_at(7);
            assert_eq!(check_digit(body).to_string(), check);
            let other = format!("{}{}", &body[..6], if body.ends_with('3') { '4' } else { '3' });
            assert_ne!(check_digit(&other), check_digit(body));
        }
        assert_eq!(check_digit("7992739871"), 3); // the example of the standard
    }

    #[test]
    fn a_login_is_read_however_it_is_typed() {
        for (typed, read) in [
            ("1234 5678", "12345678"),
            ("１２３４-5678", "12345678"),
            (" Guardian2", "guardian2"),
        ] {
            assert_eq!(spoken_login(typed), read);
        }
    }
}
