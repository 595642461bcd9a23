//! What the author of a grade's or school's notice counts: one row for each class, children by how far it came.
//!
//! The truth is the cards and receipts as they are kept: a receipt moves its own child, everything else that can
//! move one (a class list, a phone that fell silent, a material correction, the moment of release) counts anew.

use super::audience;
use crate::{
    people::ClassRow,
    rows,
    tx::{Stored, Tx},
};
use domain::{
    ChildId, ClassId, Instant, Row, RowKey, Scope, ScopeKind,
    notices::{Notice, Receipt, TallyRow, reach, receipt_id, tally_id},
    people::ChildCard,
};

/// One child's receipt changed: the counts of that class follow.
pub async fn counted(tx: &mut dyn Tx, before: Option<&Receipt>, after: &Receipt, now: Instant) -> Stored<()> {
    let Some(Row::Notice(notice)) = rows::decoded(tx, &RowKey::new("notice", after.notice.0)).await? else {
        return Ok(());
    };
    if !is_counting(&notice, now) {
        return Ok(());
    }
    let Some(card) = counted_card(tx, &notice, after.child).await? else {
        return Ok(());
    };
    let (from, to) = (reach(&notice, &card, before), reach(&notice, &card, Some(after)));
    if from == to {
        return Ok(());
    }
    let key = RowKey::new("tally", tally_id(notice.id, card.class));
    let Some(Row::Tally(mut row)) = rows::decoded(tx, &key).await? else {
        return recount(tx, &notice, card.class, now).await;
    };
    row.tally.moved(from, to);
    // No further rows follow from a tally, so this does not turn in circles.
    Box::pin(rows::put_row(tx, &Row::Tally(row), now)).await
}

/// A correction may ask everybody anew, or open a notice again that had run out; one that was taken back before its
/// moment makes room for another that day.
pub async fn corrected(tx: &mut dyn Tx, before: &Notice, after: &Notice, now: Instant) -> Stored<()> {
    let opened = !before.is_open(now.day()) && after.is_open(now.day());
    if opened || before.material_version() != after.material_version() {
        recount_all(tx, after, now).await?;
    }
    if before.counts_for_the_day() != after.counts_for_the_day() {
        for mut snapshot in tx.snapshots(after.id).await? {
            snapshot.counts = after.counts_for_the_day();
            tx.set_snapshot(&snapshot).await?;
        }
    }
    Ok(())
}

/// Every class that a notice is for.
pub async fn recount_all(tx: &mut dyn Tx, notice: &Notice, now: Instant) -> Stored<()> {
    count_all(tx, notice, Answered::Perhaps, now).await
}

/// The same just after it was published: to ask for the receipts of thousands of children who cannot have one is what
/// would take longest.
pub async fn first_count(tx: &mut dyn Tx, notice: &Notice, now: Instant) -> Stored<()> {
    count_all(tx, notice, Answered::ByNobody, now).await
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Answered {
    Perhaps,
    ByNobody,
}

async fn count_all(tx: &mut dyn Tx, notice: &Notice, answered: Answered, now: Instant) -> Stored<()> {
    if is_counting(notice, now) {
        for class in audience::classes(tx, &notice.address).await? {
            count(tx, notice, class.id, answered, now).await?;
        }
    }
    Ok(())
}

/// A class list or its children's cards changed: what open notices of its grade and school have reached there.
pub async fn recount_class(tx: &mut dyn Tx, class: &ClassRow, now: Instant) -> Stored<()> {
    for scope in [
        Scope::new(ScopeKind::ClassFamily, class.id.0),
        Scope::new(ScopeKind::SchoolFamily, class.school.0),
    ] {
        for row in tx.alive(scope, "notice").await? {
            let notice = row.body.and_then(|body| Row::decode("notice", &body));
            if let Some(Row::Notice(notice)) = notice
                && is_counting(&notice, now)
            {
                recount(tx, &notice, class.id, now).await?;
            }
        }
    }
    Ok(())
}

/// A class's own notice shows names instead; one that was taken back, or is over, keeps what it had.
fn is_counting(notice: &Notice, now: Instant) -> bool {
    !notice.shows_names() && notice.is_open(now.day())
}

async fn recount(tx: &mut dyn Tx, notice: &Notice, class: ClassId, now: Instant) -> Stored<()> {
    count(tx, notice, class, Answered::Perhaps, now).await
}

async fn count(
    tx: &mut dyn Tx,
    notice: &Notice,
    class: ClassId,
    answered: Answered,
    now: Instant,
) -> Stored<()> {
    let mut row = TallyRow {
        id: tally_id(notice.id, class),
        notice: notice.id,
        class,
        class_name: String::new(),
        author: notice.author.person,
        tally: Default::default(),
    };
    if let Some(class) = tx.class_row(class).await? {
        row.class_name = class.name;
    }
    for card in audience::cards(tx, class).await? {
        let key = RowKey::new("receipt", receipt_id(notice.id, card.id).0);
        let receipt = match answered {
            Answered::ByNobody => None,
            Answered::Perhaps => rows::decoded(tx, &key).await?,
        };
        let receipt = match receipt {
            Some(Row::Receipt(receipt)) => Some(receipt),
            _ => None,
        };
        row.tally.add(reach(notice, &card, receipt.as_ref()));
    }
    Box::pin(rows::put_row(tx, &Row::Tally(row), now)).await
}

/// The card of a child in a class that the notice is for. One who left takes the notice along, but is counted
/// nowhere.
async fn counted_card(tx: &mut dyn Tx, notice: &Notice, child: ChildId) -> Stored<Option<ChildCard>> {
    let key = RowKey::new("child", child.0);
    let Some(Row::Child(card)) = rows::decoded(tx, &key).await? else {
        return Ok(None);
    };
    let class = Scope::new(ScopeKind::ClassStaff, card.class.0);
    let addressed = card
        .school
        .is_some_and(|school| notice.address.includes(school, card.class));
    let counts = addressed && tx.homes(&key).await?.contains(&class);
    Ok(Some(card).filter(|_| counts))
}
