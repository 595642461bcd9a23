//! The store suite on PostgreSQL, and what only a database that others share can get wrong.

#[expect(dead_code, reason = "the measuring programs use the rest of it")]
#[path = "suite/cluster.rs"]
mod cluster;
#[path = "on_postgres/faults.rs"]
mod faults;
#[path = "on_postgres/feed.rs"]
mod feed;
#[path = "on_postgres/groups.rs"]
mod groups;
mod suite;

use cluster::Cluster;
use futures::executor::block_on;
use office::StoreError;
use store::{Options, PgStore, Work};
use suite::Runs;

struct Served(PgStore);

impl Runs for Served {
    fn run<T: Send + 'static>(&self, work: Work<T>) -> Result<T, StoreError> {
        block_on(self.0.write(work))
    }
}

impl Served {
    fn read<T: Send + 'static>(&self, work: Work<T>) -> T {
        block_on(self.0.read(work)).expect("a read")
    }
}

fn open(url: &str) -> Served {
    Served(PgStore::open(url, &Options::default()).expect("a store"))
}

fn served() -> Served {
    open(&Cluster::shared().database())
}

mod on_postgres {
    crate::suite::cases!(super::served);
}

/// What the server says about this database.
fn sql(url: &str, sql: &str) -> String {
    Cluster::shared().sql(cluster::name(url), sql)
}

/// Asks the server until it says so; each question takes a process, so this turns slowly.
fn until(url: &str, question: &str, answer: &str) {
    const TRIES_MAX: usize = 1_000;
    for _ in 0..TRIES_MAX {
        if sql(url, question) == answer {
            return;
        }
    }
    panic!("never {answer}: {question}");
}
