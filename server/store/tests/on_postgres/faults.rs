//! Connections that are killed, a disk without room, text that PostgreSQL has no letters for.

use super::{Served, cluster::Cluster, open, sql, suite::*};
use domain::{Json, RowKey, SchoolId};
use futures::executor::block_on;
use office::StoreError;
use protocol::WireRow;
use std::thread;
use store::{Work, work};

const KILL_WRITER: &str = "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
     WHERE datname = current_database() AND application_name = 'jiaqiao-writer'";
const KILL_READERS: &str = "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
     WHERE datname = current_database() AND application_name = 'jiaqiao-reader'";

fn school(n: u128) -> Work<()> {
    work!(|tx| tx.set_school(SchoolId(id(n)), "学校").await)
}

fn name_of(store: &Served, n: u128) -> Option<String> {
    store.read(work!(|tx| tx.school_name(SchoolId(id(n))).await))
}

/// Killed in the middle of work, and between the work and its commit: the caller hears that it may ask again.
#[test]
fn a_killed_connection_answers_busy_and_the_store_recovers() {
    let url = Cluster::shared().database();
    let store = open(&url);
    for asks_again in [true, false] {
        let (inside, is_inside) = futures::channel::oneshot::channel::<()>();
        let (go, may_go) = futures::channel::oneshot::channel::<()>();
        let writing = store.0.write(work!(|tx| {
            tx.set_school(SchoolId(id(1)), "学校").await?;
            inside.send(()).expect("somebody waits");
            may_go.await.expect("a word");
            if asks_again {
                tx.set_school(SchoolId(id(2)), "学校").await?;
            }
            Ok(())
        }));
        let done = thread::scope(|threads| {
            let writing = threads.spawn(|| block_on(writing));
            block_on(is_inside).expect("inside");
            assert_eq!(sql(&url, KILL_WRITER), "1");
            go.send(()).expect("it waits");
            writing.join().expect("no panic")
        });
        assert!(matches!(done, Err(StoreError::Busy)), "{asks_again}: {done:?}");
        assert_eq!(name_of(&store, 1), None, "nothing of it is there");
    }
    store.ok(school(1));
    assert_eq!(name_of(&store, 1).as_deref(), Some("学校"));
}

/// A connection that dies while nobody uses it costs nobody an answer.
#[test]
fn connections_killed_while_idle_are_dialled_again_unnoticed() {
    let url = Cluster::shared().database();
    let store = open(&url);
    for n in 0..3 {
        assert_eq!(sql(&url, KILL_WRITER), "1");
        store.ok(school(n));
        assert!(name_of(&store, n).is_some());
        sql(&url, KILL_READERS);
        assert!(name_of(&store, n).is_some());
    }
}

/// The server says so itself, by the code that it has for it; reads go on, and so do writes once there is room.
#[test]
fn a_full_disk_is_told_apart_and_passes() {
    let url = Cluster::shared().database();
    let store = open(&url);
    store.ok(school(1));
    let refuse = |code: &str| {
        format!(
            "CREATE OR REPLACE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS
             $$ BEGIN RAISE EXCEPTION 'no' USING ERRCODE = '{code}'; END $$;
             CREATE OR REPLACE TRIGGER refuse BEFORE INSERT ON school EXECUTE FUNCTION refuse()"
        )
    };
    sql(&url, &refuse("53100"));
    assert!(matches!(store.run(school(2)), Err(StoreError::Full)));
    assert!(name_of(&store, 1).is_some());
    sql(&url, &refuse("40001"));
    assert!(matches!(store.run(school(2)), Err(StoreError::Busy)));
    sql(&url, "DROP TRIGGER refuse ON school");
    store.ok(school(2));
}

/// A NUL is good JSON and no text of PostgreSQL's.
#[test]
fn a_nul_in_what_people_write_breaks_nothing() {
    let store = super::served();
    let key = RowKey::new("note", id(1));
    let body = Json::of(&serde_json::json!({"text": "a\u{0}b", "staff": "somebody"}));
    let row = WireRow {
        kind: key.kind.clone(),
        id: key.id,
        version: 1,
        body: Some(body),
    };
    let (written, wanted) = (row.clone(), key.clone());
    store.ok(work!(|tx| tx.set_row(&written).await));
    assert_eq!(store.read(work!(|tx| tx.row(&wanted).await)), Some(row));
    assert_eq!(store.read(work!(|tx| tx.login_owner("a\0b").await)), None);
}

/// An address that cannot be read, or leads nowhere, is told with the reason and without the password in it.
#[test]
fn a_wrong_address_is_an_error_without_the_password() {
    let open = |url: &str| store::PgStore::open(url, &store::Options::default()).map(drop);
    for (url, reason) in [
        ("postgres://u:geheim@[::1/x", "cannot be read"),
        ("postgres://u:geheim@localhost:1/x", "cannot be reached: "),
    ] {
        let told = open(url).expect_err("no store").to_string();
        assert!(told.contains(reason) && !told.contains("geheim"), "{told}");
    }
}
