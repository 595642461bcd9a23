//! Rebase: pending commands replayed over the mirror, in memory, by the same rules as the office's.
//!
//! What does not apply any more simply shows no preview; its item stays in the outbox with all its text,
//! and the office says what became of it.

use crate::{audience::audience, outbox::Item, replica::Replica};
use domain::{Actor, Command, Context, Facts, Instant, Need, Row, RowKey, Verdict};
use std::collections::{BTreeMap, BTreeSet};

pub fn overlay(replica: &Replica, now: Instant) -> BTreeMap<RowKey, Row> {
    replay(replica, now).0
}

/// The pending items that would be accepted, by what this phone knows.
pub fn acceptable(replica: &Replica, now: Instant) -> BTreeSet<u64> {
    replay(replica, now).1
}

fn replay(replica: &Replica, now: Instant) -> (BTreeMap<RowKey, Row>, BTreeSet<u64>) {
    let mut rows = BTreeMap::new();
    let mut accepted = BTreeSet::new();
    let actor = Actor {
        person: replica.identity.person,
        name: replica.identity.name.clone(),
    };
    for item in replica.outbox.values().filter(|item| item.is_previewed()) {
        let facts = facts(replica, &rows, &item.command);
        // Written earlier than now: the preview shows the moment of writing, not of drawing.
        let context = Context {
            actor: actor.clone(),
            now: preview_time(item, now),
        };
        if let Verdict::Accepted(effects) = domain::decide(&item.command, &context, &facts) {
            rows.extend(effects.into_iter().map(|row| (row.key(), row)));
            accepted.insert(item.order);
        }
    }
    (rows, accepted)
}

fn preview_time(item: &Item, now: Instant) -> Instant {
    item.saved_at.min(now)
}

/// The facts that this phone has: rows as previewed so far, standings from the child's card.
fn facts(replica: &Replica, rows: &BTreeMap<RowKey, Row>, command: &Command) -> Facts {
    let merged = replica.mirror.merged();
    let find = |key: &RowKey| {
        rows.get(key)
            .cloned()
            .or_else(|| merged.get(key).and_then(|held| held.row.clone()))
    };
    let all = |kind: &str| {
        let range = RowKey::new(kind, uuid::Uuid::nil())..=RowKey::new(kind, uuid::Uuid::max());
        let kept = merged
            .range(range.clone())
            .filter(|(key, _)| !rows.contains_key(key));
        let kept = kept.filter_map(|(_, held)| held.row.clone());
        rows.range(range)
            .map(|(_, row)| row.clone())
            .chain(kept)
            .collect()
    };
    let person = replica.identity.person;
    let mut facts = Facts::default();
    for need in domain::needs(command) {
        match need {
            Need::Row(key) => facts.rows.extend(find(&key).map(|row| (key, row))),
            Need::Standing(child) => {
                if let Some(Row::Child(card)) = find(&RowKey::new("child", child.0)) {
                    facts.standings.insert(child, card.standing(person));
                }
            }
            Need::Audience(address) => {
                let known = audience(&address, person, &all);
                facts.audiences.insert(address, known);
            }
            Need::AudienceOf(notice) => {
                if let Some(Row::Notice(row)) = find(&RowKey::new("notice", notice.0)) {
                    facts
                        .audience_of
                        .insert(notice, audience(&row.address, person, &all));
                }
            }
            // What lies here and names the child's family or staff was addressed to it.
            Need::Addressed(notice, child) => {
                if find(&RowKey::new("notice", notice.0)).is_some() {
                    facts.addressed.insert((notice, child));
                }
            }
        }
    }
    facts
}
