//! The epoch: another number tells every phone that this office was put back to an earlier state.

use crate::tx::{Stored, Tx};
use domain::Instant;

/// Above `highest`, and the second of now at least: when one backup is restored twice, and the store in between
/// is lost, phones still hear a number that they have not heard before. Seconds fit until 2106.
pub fn raised_epoch(highest: u32, now: Instant) -> u32 {
    let second = u32::try_from(now.0 / 1_000).unwrap_or(0);
    highest.saturating_add(1).max(second)
}

/// Raises the epoch above its own and above `above`, another store's that this one takes the place of.
pub async fn raise_epoch(tx: &mut dyn Tx, above: u32, now: Instant) -> Stored<u32> {
    let epoch = raised_epoch(tx.epoch().await?.max(above), now);
    tx.set_epoch(epoch).await?;
    Ok(epoch)
}
