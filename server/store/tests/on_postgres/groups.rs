//! Groups: what one member does wrong is its own affair, and one commit carries many.

use super::{cluster::Cluster, open, sql, suite::*, until};
use domain::{CommandId, DeviceId, Instant, Json, RowKey, SchoolId};
use futures::{executor::block_on, future::join_all};
use office::StoreError;
use protocol::{Outcome, WireRow};
use store::work;

/// One member of a group fails; the others' effects are there, and each caller gets the own answer.
#[test]
fn a_group_commits_without_its_failed_member() {
    let url = Cluster::shared().database();
    let store = open(&url);
    let writes = (1..=40).map(|n| {
        store.0.write(work!(|tx| {
            tx.set_school(SchoolId(id(n)), "学校").await?;
            tx.log("school", "made", Instant(0)).await?;
            if n % 2 == 1 { Err(StoreError::Busy) } else { Ok(()) }
        }))
    });
    let done = block_on(join_all(writes));
    assert_eq!(done.iter().filter(|done| done.is_ok()).count(), 20);
    assert_eq!(
        sql(
            &url,
            "SELECT (SELECT count(*) FROM school), (SELECT count(*) FROM admin_log)"
        ),
        "20|20"
    );
}

/// A panic, a refused statement, and a refused statement that the work kept quiet about: none of it is kept, the
/// numbers of the feed go on without a gap, and the neighbours of the group are there.
#[test]
fn work_that_goes_wrong_takes_nobody_with_it() {
    let url = Cluster::shared().database();
    let store = open(&url);
    let scope = class_staff(1);
    let (device, command) = (DeviceId(id(1)), CommandId(id(2)));
    let settle = move || work!(|tx| tx.settle(device, 1, command, Outcome::Accepted, now()).await);
    store.ok(settle());
    let writes = (0..24u128).map(|n| {
        store.0.write(work!(|tx| {
            let key = RowKey::new("class", id(100 + n));
            let body = Some(Json::of(&"班"));
            let row = WireRow {
                kind: key.kind.clone(),
                id: key.id,
                version: 1,
                body,
            };
            tx.set_row(&row).await?;
            tx.feed(scope, &key, true, now()).await?;
            match n % 4 {
                1 => panic!("as a fault of ours would"),
                2 => tx.settle(device, 1, command, Outcome::Accepted, now()).await,
                3 => {
                    let told = tx.settle(device, 1, command, Outcome::Accepted, now()).await;
                    assert!(told.is_err(), "one command, one outcome");
                    Ok(())
                }
                _ => Ok(()),
            }
        }))
    });
    let done = block_on(join_all(writes));
    for (n, done) in done.iter().enumerate() {
        assert_eq!(done.is_ok(), n % 4 == 0, "{n}: {done:?}");
        assert!(
            !matches!(done, Err(StoreError::Busy | StoreError::Full)),
            "{n}: a repeat would not help"
        );
    }
    let changes = store.read(work!(|tx| tx.changes(scope, 0, 100).await));
    let numbers: Vec<u64> = changes.iter().map(|change| change.seq).collect();
    assert_eq!(numbers, (1..=6).collect::<Vec<u64>>());
    assert_eq!(sql(&url, "SELECT seq FROM feed_head"), "6");
}

/// Commits are what the disk is asked for: a crowd costs a few.
#[test]
fn a_crowd_of_writes_costs_few_commits() {
    const WRITES: u128 = 640;
    let url = Cluster::shared().database();
    let store = open(&url);
    // A session tells its counts at the latest when it ends.
    let others = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()
         AND pid <> pg_backend_pid()";
    let commits = "SELECT xact_commit FROM pg_stat_database WHERE datname = current_database()";
    let before: i64 = sql(&url, commits).parse().expect("a count");
    let writes = (0..WRITES).map(|n| {
        store
            .0
            .write(work!(|tx| tx.set_school(SchoolId(id(n)), "学校").await))
    });
    for done in block_on(join_all(writes)) {
        done.expect("written");
    }
    drop(store);
    until(&url, others, "0");
    let after: i64 = sql(&url, commits).parse().expect("a count");
    let (commits, asked) = (after - before, i64::try_from(WRITES).expect("small"));
    // Our own questions are commits, too; 640 writes in groups of 64 are 10 more.
    assert!(commits * 8 < asked, "{commits} commits for {asked} writes");
    assert_eq!(sql(&url, "SELECT count(*) FROM school"), WRITES.to_string());
}

/// A second start finds its schema, and instances that start at once do not make it twice.
#[test]
fn instances_that_start_together_make_one_schema() {
    let url = Cluster::shared().database();
    assert!(!store::PgStore::exists(&url).expect("an answer"));
    std::thread::scope(|threads| {
        let starts: Vec<_> = (0..4).map(|_| threads.spawn(|| open(&url))).collect();
        for start in starts {
            let store = start.join().expect("no panic");
            assert_eq!(store.read(work!(|tx| tx.epoch().await)), 1);
        }
    });
    assert!(store::PgStore::exists(&url).expect("an answer"));
    assert_eq!(open(&url).read(work!(|tx| tx.feed_head().await)), 0);
}
