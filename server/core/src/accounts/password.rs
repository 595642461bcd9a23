//! What a password must be: long enough, not one of those that everybody tries first.

/// ASVS 5.0, 6.2.1.
pub const PASSWORD_CHARS_MIN: usize = 8;
/// Longer ones are not stronger, and hashing must stay cheap to refuse.
pub const PASSWORD_CHARS_MAX: usize = 128;

/// Passwords that lists of stolen ones have on top, in China and elsewhere, and ours.
const COMMON: &str = include_str!("common_passwords.txt");

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PasswordProblem {
    TooShort,
    TooLong,
    Common,
}

/// `known` are words that stand beside the account for anybody to see: its login, names of its schools.
/// The password itself is never changed: no trimming, no other form of a letter.
pub fn check_password(password: &str, known: &[String]) -> Result<(), PasswordProblem> {
    let chars = password.chars().count();
    if chars < PASSWORD_CHARS_MIN {
        return Err(PasswordProblem::TooShort);
    }
    if chars > PASSWORD_CHARS_MAX {
        return Err(PasswordProblem::TooLong);
    }
    let plain = password.trim().to_lowercase();
    let one_letter = plain.chars().all(|letter| plain.starts_with(letter));
    let is_known = known.iter().any(|word| word.trim().to_lowercase() == plain);
    if one_letter || is_known || COMMON.lines().any(|common| common == plain) {
        return Err(PasswordProblem::Common);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use PasswordProblem::{Common, TooLong, TooShort};

    #[test]
    fn short_long_and_common_passwords_are_refused() {
        let known = ["83920174".to_owned(), "怀仁市第一实验小学校".to_owned()];
        for (password, verdict) in [
            ("7 chars", Err(TooShort)),
            ("12345678", Err(Common)),
            ("Password", Err(Common)),
            ("JIAQIAO123", Err(Common)),
            ("嗯嗯嗯嗯嗯嗯嗯嗯", Err(Common)),
            ("83920174", Err(Common)),
            ("怀仁市第一实验小学校", Err(Common)),
            ("小雨每天走路上学", Ok(())),
            ("correct horse battery", Ok(())),
        ] {
            assert_eq!(check_password(password, &known), verdict, "{password}");
        }
        assert_eq!(check_password(&"长a".repeat(64), &[]), Ok(()));
        assert_eq!(check_password(&"长a".repeat(65), &[]), Err(TooLong));
    }

    #[test]
    fn the_list_holds_only_what_length_lets_through() {
        for common in COMMON.lines() {
            assert!(
                common.chars().count() >= PASSWORD_CHARS_MIN,
                "{common} is never reached"
            );
            assert_eq!(common, common.to_lowercase());
        }
    }
}
