//! A device was heard of: what a school sees of a guardian who had been silent for long.

use crate::{
    people::Concerned,
    tx::{Stored, Tx},
};
use domain::{Day, DeviceId, Instant, PersonId, limits};

/// Writes "last seen". A guardian who comes back after so long that no phone of theirs counted as reached counts again
/// at once: on the cards of their children, and in their classes' numbers.
pub async fn heard(
    tx: &mut dyn Tx,
    person: PersonId,
    device: DeviceId,
    last_seen: Instant,
    now: Instant,
) -> Stored<()> {
    // Nearly always this device itself was heard of lately; then nobody else needs to be asked.
    let was_silent = last_seen < heard_since(now.day()) && is_silent(tx, person, now).await?;
    tx.touch_device(device, now).await?;
    if was_silent {
        heard_again(tx, person, now).await?;
    }
    Ok(())
}

/// Whether all devices of a person have been silent; one who never had any is only new.
pub(super) async fn is_silent(tx: &mut dyn Tx, person: PersonId, now: Instant) -> Stored<bool> {
    let devices = tx.devices_of(person).await?;
    let last = devices.iter().map(|device| device.last_seen).max();
    Ok(last.is_some_and(|last| last < heard_since(now.day())))
}

pub(super) async fn heard_again(tx: &mut dyn Tx, person: PersonId, now: Instant) -> Stored<()> {
    let mut concerned = Concerned::default();
    for tie in tx.children_of(person, now.day()).await? {
        concerned.card(tx, tie.child).await?;
    }
    concerned.refresh(tx, now).await
}

/// The same day that cards are read with.
fn heard_since(today: Day) -> Instant {
    today.plus_days(-limits::SILENT_DAYS).start()
}
