//! Signing a person in on a browser, and out again.

use super::{
    heard::{heard_again, is_silent},
    key::{device_key, key_secret},
    session::life,
    tx::{AccountEvent, DeviceRow, Secret},
};
use crate::tx::{Stored, Tx};
use domain::{DeviceId, Instant, PersonId};
use uuid::Uuid;

/// What a sign-in brings: fresh secrets, used as far as the device is new.
pub struct NewDevice {
    pub id: DeviceId,
    /// Becomes the store's secret if it has none.
    pub secret: Secret,
    pub sid_hash: Secret,
    pub browser: Uuid,
    pub name: String,
}

/// The same person on the same browser gets the same device again, with its key: sequence numbers and what
/// the phone has sealed depend on it. The cookie is new each time, and the one before is dead.
pub async fn sign_in(tx: &mut dyn Tx, person: PersonId, new: NewDevice, now: Instant) -> Stored<DeviceRow> {
    let known = tx.device_of_browser(person, new.browser).await?;
    let life = match tx.me(person, now.day()).await? {
        Some(me) => life(&me),
        None => return Err(crate::StoreError::Broken("an account without a person".into())),
    };
    let (id, key, created_at) = match known {
        Some(known) => (known.id, known.key, known.created_at),
        None => {
            let secret = key_secret(tx, &new.secret).await?;
            (new.id, device_key(&secret, person, new.browser), now)
        }
    };
    let device = DeviceRow {
        id,
        person,
        browser: new.browser,
        name: new.name,
        sid_hash: new.sid_hash,
        key,
        created_at,
        last_seen: now,
        expires_at: now.plus_ms(life.whole_ms),
        idle_ms: life.idle_ms,
        revoked_at: None,
    };
    let was_silent = is_silent(tx, person, now).await?;
    tx.set_device(&device).await?;
    if was_silent {
        heard_again(tx, person, now).await?;
    }
    tx.log_account(AccountEvent::SignedIn, Some(person), now).await?;
    Ok(device)
}

/// Ends one device of this person; another person's is left alone without a word.
pub async fn end_device(tx: &mut dyn Tx, person: PersonId, device: DeviceId, now: Instant) -> Stored<()> {
    match tx.device(device).await? {
        Some(row) if row.person == person && row.revoked_at.is_none() => {
            tx.revoke_device(device, now).await?;
            tx.log_account(AccountEvent::SignedOut, Some(person), now).await
        }
        _ => Ok(()),
    }
}

/// Ends the device of a cookie, whoever's it was: a browser has one signed-in person at a time.
pub async fn end_sid(tx: &mut dyn Tx, sid_hash: &Secret, now: Instant) -> Stored<()> {
    match tx.device_of_sid(sid_hash).await? {
        Some((device, _)) => end_device(tx, device.person, device.id, now).await,
        None => Ok(()),
    }
}
