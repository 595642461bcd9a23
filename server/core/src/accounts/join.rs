//! Joining: somebody who has an account claims a slip for another role, and both become one person.

use super::{
    claim::{Claim, spend},
    tx::AccountEvent,
};
use crate::{
    people::Concerned,
    rows::put_row,
    tx::{Stored, Tx},
};
use domain::{
    ChildId, Instant, PersonId, Row, RowKey,
    notes::{Note, NoteEntry},
};
use uuid::Uuid;

/// Gives the ties of the slip's person to `into`. `None` when that must not be: the slip's person has an
/// account of their own, or both stand beside the same child, who then would lose one guardian.
pub async fn join(tx: &mut dyn Tx, slip: Uuid, into: PersonId, now: Instant) -> Stored<Option<Claim>> {
    let Some(row) = tx.slip(slip).await? else {
        return Ok(Some(Claim::Used));
    };
    let from = row.person;
    // A pupil's slip typed in on the family's phone does not make a parent the pupil.
    let is_pupil = !tx.enrolments_of(ChildId(from.0)).await?.is_empty();
    if from == into
        || is_pupil
        || tx.account(from).await?.is_some()
        || share_a_child(tx, from, into, now).await?
    {
        return Ok(None);
    }
    let spent = spend(tx, slip, now).await?;
    if let Claim::Done(_) = spent {
        let threads = tx.rows_of_staff(from).await?;
        tx.move_ties(from, into).await?;
        for key in threads {
            rename_staff(tx, &key, into, now).await?;
        }
        refresh_all(tx, into, now).await?;
        tx.log_account(AccountEvent::Joined, Some(into), now).await?;
        return Ok(Some(Claim::Done(into)));
    }
    Ok(Some(spent))
}

async fn share_a_child(tx: &mut dyn Tx, one: PersonId, other: PersonId, now: Instant) -> Stored<bool> {
    for tie in tx.children_of(one, now.day()).await? {
        if tx.guardianship(other, tie.child).await?.is_some() {
            return Ok(true);
        }
    }
    Ok(false)
}

/// A thread with the slip's person as its teacher goes on with the person they turned out to be.
async fn rename_staff(tx: &mut dyn Tx, key: &RowKey, staff: PersonId, now: Instant) -> Stored<()> {
    let row = tx.row(key).await?;
    match row.and_then(|row| Row::decode(&row.kind, &row.body?)) {
        Some(Row::Note(note)) => {
            put_row(
                tx,
                &Row::Note(Note {
                    staff: Some(staff),
                    ..note
                }),
                now,
            )
            .await
        }
        Some(Row::NoteEntry(entry)) => {
            put_row(
                tx,
                &Row::NoteEntry(NoteEntry {
                    staff: Some(staff),
                    ..entry
                }),
                now,
            )
            .await
        }
        _ => Ok(()),
    }
}

/// Cards name people: those of the children, and of all pupils whose teacher this is.
async fn refresh_all(tx: &mut dyn Tx, person: PersonId, now: Instant) -> Stored<()> {
    let mut concerned = Concerned::default();
    for tie in tx.children_of(person, now.day()).await? {
        concerned.card(tx, tie.child).await?;
    }
    concerned.teacher(tx, person, now).await?;
    concerned.refresh(tx, now).await
}
