//! Making slips: a new one for a person is the only one.

use super::{
    login::new_login,
    tx::{AccountEvent, Secret, SlipRow},
};
use crate::tx::{Ids, Stored, Tx};
use domain::{Instant, PersonId};

/// Two weeks: a slip goes home in a school bag and must survive a holiday week.
pub const SLIP_DAYS: i64 = 14;
/// Enough for a person with a bad print, far too few for guessing 40 bits.
pub const SLIP_TRIES: u8 = 5;

const DAY_MS: i64 = 86_400_000;

/// The hashes of a new slip's two codes.
pub struct NewSlip {
    pub long_hash: Secret,
    pub short_hash: String,
}

/// Stores the slip and gives the login number that goes with it.
pub async fn make_slip(
    tx: &mut dyn Tx,
    person: PersonId,
    new: NewSlip,
    ids: &mut dyn Ids,
    now: Instant,
) -> Stored<String> {
    let login = new_login(tx, person, ids, now).await?;
    tx.void_slips(person).await?;
    let slip = SlipRow {
        id: ids.next(),
        person,
        long_hash: new.long_hash,
        short_hash: new.short_hash,
        created_at: now,
        expires_at: now.plus_ms(SLIP_DAYS * DAY_MS),
        tries_left: SLIP_TRIES,
        used_at: None,
    };
    tx.set_slip(&slip).await?;
    tx.log_account(AccountEvent::SlipMade, Some(person), now).await?;
    Ok(login)
}
