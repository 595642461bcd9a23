//! When a notice lies in which scopes: first with its author alone, from its moment on with those addressed,
//! and with a child who leaves the class after that.

use super::{audience, counting};
use crate::{
    rows,
    tx::{Stored, Tx},
};
use domain::{
    ChildId, Instant, NoticeId, Row, RowKey, Scope, ScopeKind,
    notices::{Notice, receipt_id},
    people::ChildCard,
};

const NEVER: Instant = Instant(i64::MAX);

/// The scopes of a notice, or of its appointments, today.
pub async fn placed(
    tx: &mut dyn Tx,
    key: &RowKey,
    homes: Vec<Scope>,
    visible_from: Instant,
    now: Instant,
) -> Stored<Vec<Scope>> {
    if now < visible_from {
        return Ok(homes
            .into_iter()
            .filter(|home| home.kind == ScopeKind::Person)
            .collect());
    }
    // Children who left took it along.
    let leavers = tx
        .homes(key)
        .await?
        .into_iter()
        .filter(|home| home.kind == ScopeKind::ChildFamily);
    Ok(homes.into_iter().chain(leavers).collect())
}

/// From when families have it.
pub fn families_from(notice: &Notice) -> Instant {
    notice.families_from().unwrap_or(NEVER)
}

/// The same for its appointments.
pub async fn slots_from(tx: &mut dyn Tx, notice: NoticeId) -> Stored<Instant> {
    match rows::decoded(tx, &RowKey::new("notice", notice.0)).await? {
        Some(Row::Notice(notice)) => Ok(families_from(&notice)),
        // Written in the same breath, notice first.
        _ => Ok(NEVER),
    }
}

/// What a newly published notice brings along: whom it is for, its moment, the counts for its author.
pub async fn published(tx: &mut dyn Tx, notice: &Notice, now: Instant) -> Stored<()> {
    audience::snapshot(tx, notice, now).await?;
    if notice.visible_from > now {
        tx.set_release(&RowKey::new("notice", notice.id.0), notice.visible_from)
            .await?;
        if has_slots(notice) {
            tx.set_release(&RowKey::new("slots", notice.id.0), notice.visible_from)
                .await?;
        }
    }
    counting::first_count(tx, notice, now).await
}

/// A child moved to another class or school: what it was sent before stays with the family.
pub async fn keep_for_leaver(
    tx: &mut dyn Tx,
    before: &ChildCard,
    after: Option<&ChildCard>,
    now: Instant,
) -> Stored<()> {
    let mut left = Vec::new();
    if after.is_none_or(|after| after.class != before.class) {
        left.push(Scope::new(ScopeKind::ClassFamily, before.class.0));
    }
    if after.is_none_or(|after| after.school != before.school) {
        left.extend(
            before
                .school
                .map(|school| Scope::new(ScopeKind::SchoolFamily, school.0)),
        );
    }
    let own = Scope::new(ScopeKind::ChildFamily, before.id.0);
    for scope in left {
        for row in tx.alive(scope, "notice").await? {
            let Some(Row::Notice(notice)) = row.body.and_then(|body| Row::decode("notice", &body)) else {
                continue;
            };
            if !was_sent(tx, &notice, before.id).await? {
                continue;
            }
            let mut keys = vec![RowKey::new("notice", notice.id.0)];
            keys.extend(has_slots(&notice).then(|| RowKey::new("slots", notice.id.0)));
            for key in keys {
                if !tx.homes(&key).await?.contains(&own) {
                    tx.feed(own, &key, true, now).await?;
                }
            }
        }
    }
    Ok(())
}

/// Published when the child was there; or answered by one who came later.
async fn was_sent(tx: &mut dyn Tx, notice: &Notice, child: ChildId) -> Stored<bool> {
    let snapshots = tx.snapshots(notice.id).await?;
    if snapshots
        .iter()
        .any(|snapshot| snapshot.children.contains(&child))
    {
        return Ok(true);
    }
    let receipt = RowKey::new("receipt", receipt_id(notice.id, child).0);
    Ok(tx.row(&receipt).await?.is_some())
}

fn has_slots(notice: &Notice) -> bool {
    notice.form.as_ref().is_some_and(|form| form.slots().is_some())
}

/// Rows whose moment has come go where they belong.
pub async fn release(tx: &mut dyn Tx, now: Instant, limit: usize) -> Stored<usize> {
    let due = tx.due_releases(now, limit).await?;
    for key in &due {
        if let Some(row) = rows::decoded(tx, key).await? {
            rows::reconcile(tx, &row, now).await?;
            if let Row::Notice(notice) = &row {
                // The class may have changed since it was written.
                audience::snapshot(tx, notice, now).await?;
                counting::recount_all(tx, notice, now).await?;
            }
        }
        tx.drop_release(key).await?;
    }
    Ok(due.len())
}
