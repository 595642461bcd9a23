//! What happens because a day begins: ties that start or end by date reach the cards and threads on devices.

use crate::{
    people::{refresh_around, refresh_class, refresh_person},
    tx::{Stored, Tx},
};
use domain::Instant;

/// Follows every tie that turned since the last call; true if a new day had begun. Scopes are read afresh for
/// each pull and need none of this; rows that lie in a person's own scope, and names on cards, do.
pub async fn tick(tx: &mut dyn Tx, now: Instant) -> Stored<bool> {
    let today = now.day();
    let seen = tx.seen_day().await?;
    if seen.is_some_and(|seen| seen >= today) {
        return Ok(false);
    }
    if let Some(seen) = seen {
        let (children, teachers) = tx.turned(seen, today).await?;
        for child in children {
            refresh_around(tx, child, now).await?;
        }
        for teacher in teachers {
            // With the classes that the teacher leaves or joins come their cards, and their pupils'.
            for class in tx.classes_of_teacher(teacher).await? {
                refresh_class(tx, class, now).await?;
                for pupil in tx.pupils(class, today).await? {
                    refresh_around(tx, pupil.child, now).await?;
                }
            }
            refresh_person(tx, teacher, now).await?;
        }
    }
    tx.set_seen_day(today).await?;
    Ok(true)
}
