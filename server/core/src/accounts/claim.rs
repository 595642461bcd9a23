//! Claiming an account with a slip: a try is spent before the code is looked at, and one claim wins.

use super::{
    slip::SLIP_TRIES,
    tx::{AccountEvent, AccountRow, SlipRow},
};
use crate::{
    people::{refresh_child, refresh_class, refresh_person},
    tx::{Stored, Tx},
};
use domain::{Instant, PersonId};
use uuid::Uuid;

/// How a claim with the right code ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Claim {
    Done(PersonId),
    Used,
    Expired,
}

/// Spends one try of the newest slip behind a login number. `None` when there is no slip or no try left;
/// all of these look alike from outside, and all are logged, so they take the same time.
pub async fn take_try(tx: &mut dyn Tx, login: &str, now: Instant) -> Stored<Option<SlipRow>> {
    let owner = tx.login_owner(login).await?;
    let slip = match owner {
        Some(person) => tx.slip_of(person).await?,
        None => None,
    };
    match slip.filter(|slip| slip.tries_left > 0) {
        Some(mut slip) => {
            slip.tries_left -= 1;
            tx.set_slip(&slip).await?;
            Ok(Some(slip))
        }
        None => {
            tx.log_account(AccountEvent::SlipRefused, owner, now).await?;
            Ok(None)
        }
    }
}

/// Gives a try back: it found the right code, or could not be checked at all. Only wrong codes count.
pub async fn return_try(tx: &mut dyn Tx, slip: Uuid) -> Stored<()> {
    match tx.slip(slip).await? {
        Some(slip) if slip.used_at.is_none() && slip.tries_left < SLIP_TRIES => {
            tx.set_slip(&SlipRow {
                tries_left: slip.tries_left + 1,
                ..slip
            })
            .await
        }
        _ => Ok(()),
    }
}

/// Sets the password with a slip whose code was right. Devices that were signed in with an earlier password
/// are signed out: whoever lost it may have lost it to somebody.
pub async fn claim(tx: &mut dyn Tx, slip: Uuid, password_hash: String, now: Instant) -> Stored<Claim> {
    let person = match spend(tx, slip, now).await? {
        Claim::Done(person) => person,
        other => return Ok(other),
    };
    set_password(tx, person, password_hash, now).await?;
    tx.log_account(AccountEvent::SlipClaimed, Some(person), now)
        .await?;
    Ok(Claim::Done(person))
}

/// Opens the account of a person, or gives it another password.
pub async fn set_password(
    tx: &mut dyn Tx,
    person: PersonId,
    password_hash: String,
    now: Instant,
) -> Stored<()> {
    let known = tx.account(person).await?;
    let account = AccountRow {
        person,
        password_hash,
        created_at: known.as_ref().map_or(now, |known| known.created_at),
        // A new password does not lift what an administrator has set.
        disabled: known.is_some_and(|known| known.disabled),
    };
    tx.set_account(&account).await?;
    for device in tx.devices_of(person).await? {
        tx.revoke_device(device.id, now).await?;
    }
    refresh_person(tx, person, now).await?;
    // Children's cards say which guardians have an account.
    for tie in tx.children_of(person, now.day()).await? {
        refresh_child(tx, tie.child, now).await?;
        refresh_class(tx, tie.class, now).await?;
    }
    Ok(())
}

/// Marks a slip used; of two at the same instant the second finds it used, since the store has one writer.
pub(super) async fn spend(tx: &mut dyn Tx, slip: Uuid, now: Instant) -> Stored<Claim> {
    let Some(mut slip) = tx.slip(slip).await? else {
        return Ok(Claim::Used);
    };
    if slip.used_at.is_some() {
        return Ok(Claim::Used);
    }
    if now >= slip.expires_at {
        return Ok(Claim::Expired);
    }
    slip.used_at = Some(now);
    tx.set_slip(&slip).await?;
    Ok(Claim::Done(slip.person))
}
