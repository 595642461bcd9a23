//! Two instances over one database: the feed has no gaps, and everybody reads what was answered.

use super::{Served, cluster::Cluster, open, suite::*, until};
use domain::{ClassId, Row, RowKey, people::ClassCard};
use futures::{
    executor::block_on,
    future::{FutureExt, join_all},
};
use office::put_row;
use protocol::WireRow;
use std::{
    collections::BTreeMap,
    sync::atomic::{AtomicBool, Ordering},
    thread,
};
use store::{Work, work};
use uuid::Uuid;

const ROWS: u128 = 20;
const WRITES: usize = 600;
/// Both instances put all their rows into one scope.
const SCOPE: u128 = 7;

fn class(n: u128, name: &str) -> Row {
    Row::Class(ClassCard {
        id: ClassId(id(n)),
        name: name.into(),
        school_name: String::new(),
        pupils: vec![],
        staff: vec![],
    })
}

/// Reads the row and writes the next version of it into the shared scope: what put_row does, in one scope.
fn raise(n: u128, by: String) -> Work<u32> {
    work!(|tx| {
        let row = class(n, &by);
        let version = tx.row(&row.key()).await?.map_or(1, |before| before.version + 1);
        tx.set_row(&WireRow::of(&row, version)).await?;
        tx.feed(class_staff(SCOPE), &row.key(), true, now()).await?;
        Ok(version)
    })
}

/// The first to have a number is the first to be seen: the other does not commit before it.
#[test]
fn two_transactions_that_would_commit_out_of_order_lose_no_row() {
    let url = Cluster::shared().database();
    let (a, b) = (open(&url), open(&url));
    let (fed, has_fed) = futures::channel::oneshot::channel::<()>();
    let (go, may_go) = futures::channel::oneshot::channel::<()>();
    let slow = a.0.write(work!(|tx| {
        put_row(tx, &class(1, "先"), now()).await?;
        fed.send(()).expect("somebody waits");
        may_go.await.expect("a word");
        Ok(())
    }));
    let scope = class_staff(1);
    thread::scope(|threads| {
        let slow = threads.spawn(|| block_on(slow));
        block_on(has_fed).expect("fed");
        let mut quick = Box::pin(b.0.write(work!(|tx| {
            tx.set_row(&WireRow::of(&class(2, "后"), 1)).await?;
            tx.feed(scope, &RowKey::new("class", id(2)), true, now()).await
        })));
        assert!((&mut quick).now_or_never().is_none(), "it is under way");
        let waiting = "SELECT count(*) FROM pg_stat_activity
             WHERE datname = current_database() AND wait_event_type = 'Lock'";
        until(&url, waiting, "1");
        let seen = |store: &Served| store.read(work!(|tx| tx.changes(scope, 0, 10).await));
        assert_eq!((seen(&a), seen(&b)), (vec![], vec![]), "nothing is committed");
        assert!((&mut quick).now_or_never().is_none(), "the later number waits");
        go.send(()).expect("it waits");
        slow.join().expect("no panic").expect("written");
        block_on(quick).expect("written");
        let numbers: Vec<(u64, Uuid)> = seen(&b).iter().map(|c| (c.seq, c.row.id)).collect();
        assert_eq!(numbers, vec![(1, id(1)), (2, id(2))]);
    });
}

/// A follower's picture after its last page, and how often each row was written.
#[test]
fn two_instances_race_and_a_follower_misses_nothing() {
    let url = Cluster::shared().database();
    let (a, b, reader) = (open(&url), open(&url), open(&url));
    let over = AtomicBool::new(false);
    let writes = |store: &Served, name: &'static str| {
        let all = (0..WRITES).map(|n| store.0.write(raise(n as u128 % ROWS, format!("{name} {n}"))));
        block_on(join_all(all))
            .into_iter()
            .for_each(|done| assert!(done.is_ok(), "{done:?}"));
    };
    let followed = thread::scope(|threads| {
        let follower = threads.spawn(|| follow(&reader, &over));
        let writers = [
            threads.spawn(|| writes(&a, "甲")),
            threads.spawn(|| writes(&b, "乙")),
        ];
        let written = writers.map(|writer| writer.join());
        // Before anything is asserted, or the follower would never end.
        over.store(true, Ordering::SeqCst);
        assert!(written.iter().all(Result::is_ok), "all written");
        follower.join().expect("no panic")
    });
    let truth = reader.read(work!(|tx| tx.alive(class_staff(SCOPE), "class").await));
    let versions: u32 = truth.iter().map(|row| row.version).sum();
    assert_eq!(
        versions as usize,
        2 * WRITES,
        "no write was decided on an old version"
    );
    let truth: BTreeMap<Uuid, WireRow> = truth.into_iter().map(|row| (row.id, row)).collect();
    assert_eq!(followed.rows, truth, "every row in its newest form");
    assert_eq!(followed.cursor as usize, 2 * WRITES, "no number is missing");
    assert!(followed.pages > 1, "it read while others wrote");
}

struct Followed {
    rows: BTreeMap<Uuid, WireRow>,
    cursor: u64,
    pages: usize,
}

fn follow(store: &Served, over: &AtomicBool) -> Followed {
    let mut followed = Followed {
        rows: BTreeMap::new(),
        cursor: 0,
        pages: 0,
    };
    loop {
        let was_over = over.load(Ordering::SeqCst);
        let after = followed.cursor;
        let (page, head) = store.read(work!(|tx| {
            let page = tx.changes(class_staff(SCOPE), after, 7).await?;
            Ok((page, tx.feed_head().await?))
        }));
        for change in &page {
            assert!(change.seq > followed.cursor && change.seq <= head, "in order");
            followed.cursor = change.seq;
            followed.rows.insert(change.row.id, change.row.clone());
        }
        followed.pages += usize::from(!page.is_empty());
        if page.is_empty() && was_over {
            return followed;
        }
    }
}

#[test]
fn a_client_that_alternates_between_instances_reads_its_own_writes() {
    let url = Cluster::shared().database();
    let instances = [open(&url), open(&url)];
    let key = class(1, "").key();
    for n in 0..60usize {
        let (here, there) = (&instances[n % 2], &instances[(n + 1) % 2]);
        let version = here.ok(raise(1, n.to_string()));
        let wanted = key.clone();
        let (row, head) = there.read(work!(|tx| Ok((tx.row(&wanted).await?, tx.feed_head().await?))));
        assert_eq!(row.map(|row| row.version), Some(version));
        assert_eq!((version as usize, head as usize), (n + 1, n + 1));
    }
}

/// All statements of a read see the moment of the first.
#[test]
fn a_read_is_of_one_moment() {
    let url = Cluster::shared().database();
    let (store, other) = (open(&url), open(&url));
    let (seen, has_seen) = futures::channel::oneshot::channel::<()>();
    let (go, may_go) = futures::channel::oneshot::channel::<()>();
    let reading = store.0.read(work!(|tx| {
        let before = tx.feed_head().await?;
        seen.send(()).expect("somebody waits");
        may_go.await.expect("a word");
        Ok((
            before,
            tx.feed_head().await?,
            tx.changes_count(class_staff(SCOPE), 0).await?,
        ))
    }));
    thread::scope(|threads| {
        let reading = threads.spawn(|| block_on(reading));
        block_on(has_seen).expect("seen");
        other.ok(raise(1, "later".into()));
        go.send(()).expect("it waits");
        assert_eq!(reading.join().expect("no panic").expect("read"), (0, 0, 0));
    });
}
