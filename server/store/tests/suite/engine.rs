//! Rows, feed, outcomes.

use super::{Runs, class_staff, id, now};
use domain::{ClassId, CommandId, DeviceId, Row, RowKey, people::ClassCard};
use office::{StoreError, put_row};
use protocol::Outcome;
use store::work;

fn class(n: u128, name: &str) -> Row {
    Row::Class(ClassCard {
        id: ClassId(id(n)),
        name: name.into(),
        school_name: String::new(),
        pupils: vec![],
        staff: vec![],
    })
}

fn put(store: &impl Runs, row: Row) {
    store.ok(work!(|tx| put_row(tx, &row, now()).await));
}

fn versions(store: &impl Runs, n: u128, after: u64) -> Vec<(u64, u32, bool)> {
    let changes = store.ok(work!(|tx| tx.changes(class_staff(n), after, 100).await));
    changes
        .iter()
        .map(|change| (change.seq, change.row.version, change.row.body.is_some()))
        .collect()
}

pub fn a_row_that_changes_moves_to_the_head_of_its_scopes(store: &impl Runs) {
    put(store, class(1, "一班"));
    put(store, class(2, "二班"));
    put(store, class(1, "一班(新)"));
    assert_eq!(
        versions(store, 1, 0),
        vec![(3, 2, true)],
        "one entry for one row, at its newest number"
    );
    assert_eq!(versions(store, 1, 3), vec![]);
    assert_eq!(versions(store, 2, 0), vec![(2, 1, true)]);
}

pub fn a_row_that_leaves_a_scope_leaves_a_tombstone_there(store: &impl Runs) {
    put(store, class(1, "一班"));
    let key = RowKey::new("class", id(1));
    store.ok(work!(|tx| tx.feed(class_staff(1), &key, false, now()).await));
    assert_eq!(versions(store, 1, 1), vec![(2, 1, false)]);
    let alive = store.ok(work!(|tx| tx.alive(class_staff(1), "class").await));
    assert!(alive.is_empty());
    // It comes back although its body did not change meanwhile.
    put(store, class(1, "一班"));
    assert_eq!(versions(store, 1, 2), vec![(3, 1, true)]);
}

pub fn an_unchanged_row_costs_nobody_anything(store: &impl Runs) {
    put(store, class(1, "一班"));
    put(store, class(1, "一班"));
    assert_eq!(versions(store, 1, 0), vec![(1, 1, true)]);
}

pub fn pages_follow_each_other_without_gap_or_double(store: &impl Runs) {
    let scope = class_staff(1);
    store.ok(work!(|tx| {
        for n in 0..25 {
            let row = class(100 + n, "班");
            tx.set_row(&protocol::WireRow::of(&row, 1)).await?;
            tx.feed(scope, &row.key(), true, now()).await?;
        }
        Ok(())
    }));
    let (mut after, mut seen) = (0, Vec::new());
    loop {
        let page = store.ok(work!(|tx| tx.changes(scope, after, 10).await));
        let left = store.ok(work!(|tx| tx.changes_count(scope, after).await));
        assert_eq!(left as usize, 25 - seen.len());
        let Some(last) = page.last() else { break };
        after = last.seq;
        seen.extend(page.iter().map(|change| change.row.id));
    }
    let mut sorted = seen.clone();
    sorted.sort_unstable();
    sorted.dedup();
    assert_eq!((seen.len(), sorted.len()), (25, 25));
}

pub fn compaction_forgets_tombstones_and_older_cursors_get_the_whole_scope(store: &impl Runs) {
    put(store, class(1, "一班"));
    let key = RowKey::new("class", id(1));
    store.ok(work!(|tx| tx.feed(class_staff(1), &key, false, now()).await));
    store.ok(work!(|tx| tx.compact(now()).await));
    assert_eq!(
        versions(store, 1, 0).len(),
        1,
        "a tombstone of this very moment is kept"
    );
    store.ok(work!(|tx| tx.compact(now().plus_ms(1)).await));
    assert_eq!(versions(store, 1, 0), vec![]);
    assert_eq!(store.ok(work!(|tx| tx.floor(class_staff(1)).await)), 2);
    assert_eq!(store.ok(work!(|tx| tx.floor(class_staff(2)).await)), 0);
}

pub fn an_outcome_and_its_number_are_kept_once(store: &impl Runs) {
    let (device, command) = (DeviceId(id(1)), CommandId(id(2)));
    let settle =
        move |seq, command| work!(|tx| tx.settle(device, seq, command, Outcome::Accepted, now()).await);
    store.ok(settle(1, command));
    assert_eq!(
        store.ok(work!(|tx| tx.outcome(command).await)),
        Some((device, Outcome::Accepted))
    );
    assert_eq!(store.ok(work!(|tx| tx.last_seq(device).await)), 1);
    assert!(store.run(settle(2, command)).is_err(), "one command, one outcome");
    assert!(
        store.run(settle(1, CommandId(id(3)))).is_err(),
        "one number, one command"
    );
    assert_eq!(store.ok(work!(|tx| tx.last_seq(device).await)), 1);
}

pub fn failed_work_leaves_nothing(store: &impl Runs) {
    let row = class(1, "一班");
    let failed: Result<(), StoreError> = store.run(work!(|tx| {
        put_row(tx, &row, now()).await?;
        Err(StoreError::Busy)
    }));
    assert!(matches!(failed, Err(StoreError::Busy)), "{failed:?}");
    assert_eq!(versions(store, 1, 0), vec![]);
    put(store, class(2, "二班"));
    assert_eq!(
        versions(store, 2, 0),
        vec![(1, 1, true)],
        "the number of the feed was undone, too"
    );
}
