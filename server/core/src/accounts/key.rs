//! The key under which a device rests is derived from one secret of the store, the person and the browser.
//!
//! So an office restored from a backup gives a phone that it has never seen the same key again, and what that
//! phone had sealed opens. The secret lies in the store, and so in every backup of it.

use super::tx::Secret;
use crate::tx::{Stored, Tx};
use domain::PersonId;
use hmac::{Hmac, Mac};
use sha2::Sha256;
use uuid::Uuid;

/// Another use of the secret, or another way of deriving, gets another word.
const USE: &[u8] = b"jiaqiao device key 1";

/// The store's secret; `fresh`, from the machine's randomness, becomes it where there is none. A server asks
/// once at its start, so that even the first backup has it.
pub async fn key_secret(tx: &mut dyn Tx, fresh: &Secret) -> Stored<Secret> {
    if let Some(secret) = tx.key_secret().await? {
        return Ok(secret);
    }
    tx.set_key_secret(fresh).await?;
    Ok(*fresh)
}

pub(super) fn device_key(secret: &Secret, person: PersonId, browser: Uuid) -> Secret {
    let mut mac = Hmac::<Sha256>::new_from_slice(&secret.0).expect("HMAC takes a key of any length");
    mac.update(USE);
    mac.update(person.0.as_bytes());
    mac.update(browser.as_bytes());
    Secret(mac.finalize().into_bytes().into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_one_persons_on_one_browser_under_one_secret() {
        let key = |secret, person, browser| {
            let person = PersonId(Uuid::from_u128(person));
            device_key(&Secret([secret; 32]), person, Uuid::from_u128(browser)).0
        };
        assert_eq!(key(7, 1, 2), key(7, 1, 2));
        for other in [key(8, 1, 2), key(7, 2, 2), key(7, 1, 3), key(7, 2, 1)] {
            assert_ne!(key(7, 1, 2), other);
        }
        // Phones hold texts under these keys: a new way of deriving would lock them out after a restore.
        let hex: String = key(7, 1, 2).iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(
            hex,
            "6569957baf57b85e38d2a4a14b9075ab0c854f1b5a6d7c65c95140323abdb200"
        );
    }
}
