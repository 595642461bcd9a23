//! What happens because time passes: rows whose moment has come are released; when a day begins, ties that
//! start or end by date, and phones that fell silent, reach the cards and threads on devices.

use crate::{
    notices,
    people::Concerned,
    tx::{Stored, Tx},
};
use domain::{Instant, limits};

/// One page of what is due; a tick takes as many as there are.
const RELEASES_AT_ONCE: usize = 500;

/// Follows every tie that turned since the last call; true if a new day had begun. Scopes are read afresh for
/// each pull and need none of this; rows that lie in a person's own scope, and names on cards, do.
pub async fn tick(tx: &mut dyn Tx, now: Instant) -> Stored<bool> {
    while notices::release(tx, now, RELEASES_AT_ONCE).await? == RELEASES_AT_ONCE {}
    let today = now.day();
    let seen = tx.seen_day().await?;
    if seen.is_some_and(|seen| seen >= today) {
        return Ok(false);
    }
    if let Some(seen) = seen {
        let silent = -limits::SILENT_DAYS;
        let fell_silent = tx
            .children_last_heard(seen.plus_days(silent), today.plus_days(silent))
            .await?;
        let mut concerned = Concerned::default();
        for child in fell_silent {
            concerned.card(tx, child).await?;
        }
        let (children, teachers) = tx.turned(seen, today).await?;
        for child in children {
            concerned.around(tx, child).await?;
        }
        for teacher in teachers {
            concerned.teacher(tx, teacher, now).await?;
        }
        concerned.refresh(tx, now).await?;
    }
    tx.set_seen_day(today).await?;
    Ok(true)
}
