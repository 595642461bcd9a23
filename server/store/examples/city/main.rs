//! One notice to a whole school: what publishing costs, how soon every family's phone has it, how many receipts a
//! second are on disk.
//!
//! `cargo run --release -p store --example city [-- sqlite|postgres]...`
//!
//! Two schools in one store: the demo's 720 pupils from its roster, and 3,000 generated ones with 5,000 guardians.
//! Every request finds its device by the cookie first, as the server does. PostgreSQL is a fresh one with its own
//! settings (fsync on), reached by a socket.

#[expect(dead_code, reason = "the tests use the rest of it")]
#[path = "../../tests/suite/cluster.rs"]
mod cluster;
mod phones;
mod school;

use cluster::{Cluster, Fsync};
use domain::{
    ChildId, NoticeId,
    notices::{Address, Ask, Draft, Household, Kind, Level, Text, Verb},
};
use phones::{Phone, Took, each, published, pulled, pushed};
use school::School;
use std::{collections::BTreeMap, io::Write};
use store::{Database, Options, Store};
use uuid::Uuid;

fn main() {
    let wanted: Vec<String> = std::env::args().skip(1).collect();
    let wants = |word: &str| wanted.is_empty() || wanted.iter().any(|wanted| wanted == word);
    if wants("sqlite") {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("db");
        let counts = |table: &str| {
            let reader = rusqlite::Connection::open(&file).expect("a second connection");
            let sql = format!("SELECT count(*) FROM {table}");
            reader.query_row(&sql, [], |row| row.get(0)).expect("a count")
        };
        measure("SQLite", &Database::File(file.clone()), &counts);
    }
    if wants("postgres") {
        let cluster = Cluster::start(Fsync::On);
        let url = cluster.database();
        let counts = |table: &str| {
            let count = cluster.sql(cluster::name(&url), &format!("SELECT count(*) FROM {table}"));
            count.parse().expect("a count")
        };
        measure("PostgreSQL", &Database::Postgres(url.clone()), &counts);
    }
}

/// The rows of a table.
type Counts<'a> = &'a dyn Fn(&str) -> i64;

fn measure(name: &str, database: &Database, counts: Counts<'_>) {
    let store = Store::open(database, &Options::default()).expect("a store");
    let start = now();
    let demo = school::demo(&store);
    let big = school::generated(&store);
    say(&format!(
        "{name}: both schools filled in {:.1} s",
        start.elapsed().as_secs_f64()
    ));
    for (n, school) in [demo, big].iter().enumerate() {
        one_school(&store, school, n as u128, counts);
    }
}

fn one_school(store: &Store, school: &School, n: u128, counts: Counts<'_>) {
    let phone = |(person, children): (&_, &Vec<ChildId>)| Phone::new(*person, children);
    let mut phones: Vec<Phone> = school.families.iter().map(phone).collect();
    say(&format!(
        "{}: {} guardians, {} classes",
        school.name,
        phones.len(),
        school.classes
    ));
    let first = each(store, &mut phones, pulled);
    line("first pull of every guardian", &first);
    // What is being measured changes little; the second time it is quiet.
    each(store, &mut phones, pulled);

    const TABLES: [&str; 5] = ["row", "feed", "notice_snapshot", "release", "outcome"];
    let count = || TABLES.map(counts);
    let before = count();
    let notice = NoticeId(Uuid::from_u128(0x0190_0000_0000_7000_8000_0000_0000_0000 + n));
    let start = now();
    published(store, school.admin, notice, draft(school));
    let took_ms = start.elapsed().as_secs_f64() * 1e3;
    let written: BTreeMap<&str, i64> = TABLES
        .into_iter()
        .zip(
            count()
                .into_iter()
                .zip(before)
                .map(|(after, before)| after - before),
        )
        .collect();
    say(&format!("  publish: {took_ms:.0} ms, new rows {written:?}"));

    let pulls = each(store, &mut phones, pulled);
    assert!(
        phones.iter().all(|phone| phone.has(notice)),
        "every guardian has the notice"
    );
    line("next pull of every guardian", &pulls);

    let answer = async |store: &Store, phone: &mut Phone| pushed(store, phone, notice, confirm).await;
    let receipts = each(store, &mut phones, answer);
    line("receipt of every guardian", &receipts);
    school.check(store, notice);
}

fn draft(school: &School) -> Draft {
    Draft {
        address: Address {
            school: school.id,
            level: Level::School,
            classes: vec![],
        },
        kind: Kind::Info,
        ask: Ask::Confirm,
        household: Household::EachGuardian,
        zh: Some(Text {
            title: "关于元旦放假的通知".into(),
            body: "各位家长：元旦放假三天，1月4日正常到校。请注意交通与用火安全，外出请告知班主任。"
                .repeat(4),
        }),
        en: None,
        form: None,
        not_before: None,
        due: None,
        reason: String::new(),
        test: false,
        over_limit: true,
        despite: None,
    }
}

fn confirm(child: ChildId) -> Verb {
    Verb::Confirm {
        child,
        version: 1,
        answers: vec![],
        base: 0,
    }
}

fn line(what: &str, took: &Took) {
    say(&format!(
        "  {what}: {:.2} s together, {:.0}/s, p50 {:.1} ms, p99 {:.1} ms",
        took.seconds,
        took.each.len() as f64 / took.seconds,
        took.at(50),
        took.at(99)
    ));
}

fn say(text: &str) {
    writeln!(std::io::stdout(), "{text}").expect("somewhere to say it");
}

#[expect(clippy::disallowed_methods, reason = "this program measures")]
pub fn now() -> std::time::Instant {
    std::time::Instant::now()
}
