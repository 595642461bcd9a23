//! Breaks on the office's side: what it wrote is spoilt right after.

use crate::{breaks::Break, school::CHILDREN};
use domain::{
    ChildId, Instant, NoticeId, Row, RowKey, Scope, ScopeKind,
    notices::{self, Notice, Verb, receipt_id, tally_id},
};
use office::{StoreError, Tx};

/// `done` are the notices' commands that were accepted just now; `tally` is how the counts stood before.
pub async fn after_push(
    tx: &mut dyn Tx,
    breakage: Break,
    done: &[notices::Action],
    tallies: &[Row],
    now: Instant,
) -> Result<(), StoreError> {
    for action in done {
        let Some(Row::Notice(notice)) = row(tx, "notice", action.notice.0).await? else {
            continue;
        };
        match (breakage, &action.verb, action.verb.child()) {
            (Break::SlotsForgotten, ..) => forget_slots(tx, &notice, now).await?,
            (Break::MarkLost, _, Some(child)) => lose_mark(tx, notice.id, child, now).await?,
            (Break::WithdrawalKeepsText, Verb::Withdraw { .. }, _) => {
                let mut notice = notice;
                if let Some(text) = &mut notice.edition.zh {
                    text.body = "还在".into();
                }
                office::put_row(tx, &Row::Notice(notice), now).await?;
            }
            _ => {}
        }
    }
    if breakage == Break::TallyStands {
        for tally in tallies {
            office::put_row(tx, tally, now).await?;
        }
    }
    Ok(())
}

/// The counts that these commands may move.
pub async fn tallies(tx: &mut dyn Tx, asked: &[notices::Action]) -> Result<Vec<Row>, StoreError> {
    let mut found = Vec::new();
    for action in asked {
        for class in crate::school::CLASSES {
            found.extend(row(tx, "tally", tally_id(action.notice, class)).await?);
        }
    }
    Ok(found)
}

/// What a child took along from a class, taken away again.
pub async fn after_move(tx: &mut dyn Tx, now: Instant) -> Result<(), StoreError> {
    for child in CHILDREN {
        let own = Scope::new(ScopeKind::ChildFamily, child.0);
        for kind in ["notice", "slots"] {
            for row in tx.alive(own, kind).await? {
                tx.feed(own, &row.key(), false, now).await?;
            }
        }
    }
    Ok(())
}

async fn forget_slots(tx: &mut dyn Tx, notice: &Notice, now: Instant) -> Result<(), StoreError> {
    let Some(Row::Slots(mut slots)) = row(tx, "slots", notice.id.0).await? else {
        return Ok(());
    };
    if let Some((_, offered)) = notice.form.as_ref().and_then(|form| form.slots()) {
        slots.left = offered.iter().map(|slot| slot.places).collect();
    }
    office::put_row(tx, &Row::Slots(slots), now).await
}

async fn lose_mark(
    tx: &mut dyn Tx,
    notice: NoticeId,
    child: ChildId,
    now: Instant,
) -> Result<(), StoreError> {
    let id = receipt_id(notice, child).0;
    if let Some(Row::Receipt(mut receipt)) = row(tx, "receipt", id).await?
        && receipt.marks.len() > 1
    {
        receipt.marks.remove(0);
        office::put_row(tx, &Row::Receipt(receipt), now).await?;
    }
    Ok(())
}

async fn row(tx: &mut dyn Tx, kind: &str, id: uuid::Uuid) -> Result<Option<Row>, StoreError> {
    let row = tx.row(&RowKey::new(kind, id)).await?;
    Ok(row.and_then(|row| Row::decode(&row.kind, &row.body?)))
}
