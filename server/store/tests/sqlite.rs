//! The store suite on SQLite: the inline store and the served one with its writer thread.

mod suite;

use futures::executor::block_on;
use office::StoreError;
use store::{Inline, Options, SqliteStore, Work};
use suite::Runs;
use tempfile::TempDir;

struct Served(SqliteStore, TempDir);

impl Runs for Served {
    fn run<T: Send + 'static>(&self, work: Work<T>) -> Result<T, StoreError> {
        block_on(self.0.write(work))
    }
}

#[expect(dead_code, reason = "the folder lives as long as its store")]
struct InlineStore(Inline, TempDir);

impl Runs for InlineStore {
    fn run<T: Send + 'static>(&self, work: Work<T>) -> Result<T, StoreError> {
        self.0.run(work)
    }
}

fn served() -> Served {
    let folder = TempDir::new().expect("a folder");
    Served(
        SqliteStore::open(&folder.path().join("db"), &Options::default()).expect("a store"),
        folder,
    )
}

fn inline() -> InlineStore {
    let folder = TempDir::new().expect("a folder");
    InlineStore(
        Inline::open(&folder.path().join("db"), &Options::default()).expect("a store"),
        folder,
    )
}

mod on_the_served_store {
    crate::suite::cases!(super::served);
}

mod on_the_inline_store {
    crate::suite::cases!(super::inline);
}

/// One member of a group fails; the others' effects are there, and each caller gets the own answer.
#[test]
fn a_group_commits_without_its_failed_member() {
    use domain::{Instant, SchoolId};
    use futures::future::join_all;
    use store::work;
    let store = served();
    let ids: Vec<SchoolId> = (1..=40).map(|n| SchoolId(uuid::Uuid::from_u128(n))).collect();
    let writes = ids.iter().map(|id| {
        let id = *id;
        let odd = id.0.as_u128() % 2 == 1;
        store.0.write(work!(|tx| {
            tx.set_school(id, "学校").await?;
            tx.log("school", "made", Instant(0)).await?;
            if odd { Err(StoreError::Busy) } else { Ok(()) }
        }))
    });
    let done = block_on(join_all(writes));
    assert_eq!(done.iter().filter(|done| done.is_ok()).count(), 20);
    let path = store.1.path().join("db");
    let reader = rusqlite::Connection::open(path).expect("a second connection");
    let count = |sql: &str| {
        reader
            .query_row(sql, [], |row| row.get::<_, u32>(0))
            .expect("a count")
    };
    assert_eq!(
        (
            count("SELECT count(*) FROM school"),
            count("SELECT count(*) FROM admin_log")
        ),
        (20, 20)
    );
}

/// The served store opens a file that another process wrote and was killed on.
#[test]
fn a_reopened_store_has_what_was_committed_and_its_schema_once() {
    use store::work;
    let folder = TempDir::new().expect("a folder");
    let path = folder.path().join("db");
    for _ in 0..2 {
        let store = SqliteStore::open(&path, &Options::default()).expect("a store");
        block_on(store.write(work!(|tx| {
            tx.set_school(domain::SchoolId(uuid::Uuid::nil()), "学校").await
        })))
        .expect("written");
        assert_eq!(
            block_on(store.read(work!(|tx| tx.epoch().await))).expect("read"),
            1
        );
    }
}
