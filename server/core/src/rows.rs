//! Rows into scopes: writing one, loading the facts of a decision, putting right who sees what.

use crate::{
    notes, notices, rights,
    tx::{Stored, Tx},
};
use domain::{ChildId, Command, Facts, Instant, Need, PersonId, Row, RowKey, Scope, ScopeKind};
use protocol::WireRow;

/// Writes a row, raises its version, and tells every scope that it is in now or was in before. A row that
/// did not change is not written: repeating an import costs devices nothing.
pub async fn put_row(tx: &mut dyn Tx, row: &Row, now: Instant) -> Stored<()> {
    let key = row.key();
    let before = tx.row(&key).await?;
    let earlier = before
        .as_ref()
        .and_then(|row| Row::decode(&row.kind, row.body.as_ref()?));
    let body = row.body();
    let changed = before
        .as_ref()
        .is_none_or(|before| before.body.as_ref() != Some(&body));
    if changed {
        let version = before.map_or(1, |before| before.version + 1);
        tx.set_row(&WireRow {
            kind: key.kind.clone(),
            id: key.id,
            version,
            body: Some(body),
        })
        .await?;
    }
    place(tx, row, changed, now).await?;
    follow(tx, row, earlier, now).await
}

/// What else becomes true with a row: a new notice keeps its audience, a receipt moves its author's counts, a child
/// who moves takes along what it was sent.
async fn follow(tx: &mut dyn Tx, row: &Row, before: Option<Row>, now: Instant) -> Stored<()> {
    match (row, before) {
        (Row::Notice(notice), None) => notices::published(tx, notice, now).await,
        (Row::Notice(after), Some(Row::Notice(before))) => notices::corrected(tx, &before, after, now).await,
        (Row::Child(after), Some(Row::Child(before))) => {
            notices::keep_for_leaver(tx, &before, Some(after), now).await
        }
        (Row::Receipt(receipt), before) => {
            let before = match &before {
                Some(Row::Receipt(before)) => Some(before),
                _ => None,
            };
            notices::counted(tx, before, receipt, now).await
        }
        _ => Ok(()),
    }
}

/// Puts a row's feed entries right after rights changed around it, without touching the row.
pub(crate) async fn reconcile(tx: &mut dyn Tx, row: &Row, now: Instant) -> Stored<()> {
    place(tx, row, false, now).await
}

async fn place(tx: &mut dyn Tx, row: &Row, changed: bool, now: Instant) -> Stored<()> {
    let key = row.key();
    let was = tx.homes(&key).await?;
    let is = audience(tx, row, now).await?;
    for gone in was.iter().filter(|scope| !is.contains(scope)) {
        tx.feed(*gone, &key, false, now).await?;
    }
    for scope in &is {
        if changed || !was.contains(scope) {
            tx.feed(*scope, &key, true, now).await?;
        }
    }
    Ok(())
}

/// The scopes that a row belongs in today; a feature narrows what the row itself says.
async fn audience(tx: &mut dyn Tx, row: &Row, now: Instant) -> Stored<Vec<Scope>> {
    match row {
        Row::Note(note) => notes::audience(tx, note.homes(), note.child, now).await,
        Row::NoteEntry(entry) => notes::audience(tx, entry.homes(), entry.child, now).await,
        Row::Receipt(receipt) => notes::audience(tx, receipt.homes(), receipt.child, now).await,
        Row::Notice(notice) => {
            notices::placed(
                tx,
                &row.key(),
                notice.homes(),
                notices::families_from(notice),
                now,
            )
            .await
        }
        Row::Slots(slots) => {
            let visible_from = notices::slots_from(tx, slots.notice).await?;
            notices::placed(tx, &row.key(), slots.homes(), visible_from, now).await
        }
        _ => Ok(row.homes()),
    }
}

/// Loads what a decision needs to know. A row is a fact whether or not the actor may see it: the rule
/// itself answers "not found" where there is no standing.
pub async fn facts(tx: &mut dyn Tx, person: PersonId, command: &Command, now: Instant) -> Stored<Facts> {
    let mut facts = Facts::default();
    for need in domain::needs(command) {
        match need {
            Need::Row(key) => {
                if let Some(row) = decoded(tx, &key).await? {
                    facts.rows.insert(key, row);
                }
            }
            Need::Standing(child) => {
                facts
                    .standings
                    .insert(child, rights::standing(tx, person, child, now).await?);
            }
            Need::Audience(address) => {
                let audience = notices::audience(tx, person, &address, now).await?;
                facts.audiences.insert(address, audience);
            }
            Need::AudienceOf(notice) => {
                if let Some(Row::Notice(row)) = decoded(tx, &RowKey::new("notice", notice.0)).await? {
                    let audience = notices::audience(tx, person, &row.address, now).await?;
                    facts.audience_of.insert(notice, audience);
                }
            }
            Need::Addressed(notice, child) => {
                if notices::is_addressed(tx, notice, child, now).await? {
                    facts.addressed.insert((notice, child));
                }
            }
        }
    }
    Ok(facts)
}

/// After this person's ties changed: threads that lie in the own scope come or go with them.
pub async fn reconcile_person(tx: &mut dyn Tx, person: PersonId, now: Instant) -> Stored<()> {
    let keys = tx.rows_of_staff(person).await?;
    for key in keys {
        if let Some(row) = decoded(tx, &key).await? {
            reconcile(tx, &row, now).await?;
        }
    }
    Ok(())
}

/// A child who left every class: the last card stays with the family, and the teachers lose it.
pub async fn leave_staff(tx: &mut dyn Tx, child: ChildId, now: Instant) -> Stored<()> {
    let key = RowKey::new("child", child.0);
    let classes = tx.homes(&key).await?;
    let classes: Vec<_> = classes
        .into_iter()
        .filter(|home| home.kind == ScopeKind::ClassStaff)
        .collect();
    for scope in &classes {
        tx.feed(*scope, &key, false, now).await?;
    }
    match decoded(tx, &key).await? {
        Some(Row::Child(card)) if !classes.is_empty() => notices::keep_for_leaver(tx, &card, None, now).await,
        _ => Ok(()),
    }
}

pub(crate) async fn decoded(tx: &mut dyn Tx, key: &RowKey) -> Stored<Option<Row>> {
    let row = tx.row(key).await?;
    Ok(row.and_then(|row| Row::decode(&row.kind, &row.body?)))
}

/// Whether a scope is one person's own.
pub(crate) fn own(scope: &Scope) -> Option<PersonId> {
    (scope.kind == ScopeKind::Person).then_some(PersonId(scope.id))
}
