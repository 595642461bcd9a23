//! How many pushes a store accepts in a second, on disk when it answers: 64 phones, each sends its next note when
//! the last is answered.
//!
//! `cargo run --release -p store --example rush [-- PUSHES [sqlite|postgres|instances]...]`
//!
//! PostgreSQL is a fresh one with its own settings (fsync on), reached by a socket; `instances` is two of us over
//! one database, with half of the phones each.

#[expect(dead_code, reason = "the tests use the rest of it")]
#[path = "../tests/suite/cluster.rs"]
mod cluster;

use cluster::{Cluster, Fsync};
use domain::{
    Action, ChildId, ClassId, Command, CommandId, Day, DeviceId, Instant, NoteId, PersonId, Rights, SchoolId,
    notes::{self, Topic, Verb},
};
use futures::{executor::block_on, future::join_all};
use office::{
    Session,
    people::{Enrolment, Guardianship, PersonRow, Teaching, refresh_around},
};
use protocol::{Answer, Caller, Outcome, PushItem, PushRequest};
use std::{io::Write, time::Duration};
use store::{Database, Options, Store, Work, work};
use uuid::Uuid;

const IN_FLIGHT: u128 = 64;
const PUSHES: u128 = 12_800;

fn main() {
    let mut words = std::env::args().skip(1).peekable();
    let pushes = words
        .next_if(|word| word.parse::<u128>().is_ok())
        .map_or(PUSHES, |word| word.parse().expect("a number"));
    let wanted: Vec<String> = words.collect();
    let wants = |word: &str| wanted.is_empty() || wanted.iter().any(|wanted| wanted == word);
    if wants("sqlite") {
        let folder = tempfile::tempdir().expect("a folder");
        let store = open(&Database::File(folder.path().join("db")));
        say("SQLite", &[store], pushes);
    }
    if wants("postgres") {
        let cluster = Cluster::start(Fsync::On);
        let store = open(&Database::Postgres(cluster.database()));
        say("PostgreSQL", &[store], pushes);
    }
    if wants("instances") {
        let cluster = Cluster::start(Fsync::On);
        let database = Database::Postgres(cluster.database());
        say(
            "PostgreSQL, two instances",
            &[open(&database), open(&database)],
            pushes,
        );
    }
}

fn open(database: &Database) -> Store {
    Store::open(database, &Options::default()).expect("a store")
}

fn say(name: &str, stores: &[Store], pushes: u128) {
    stores[0].run(school()).expect("a school");
    // Warms caches and plans on each instance.
    rush(stores, 0, IN_FLIGHT * 20);
    let start = now();
    let mut took = rush(stores, 1_000_000, pushes);
    let seconds = start.elapsed().as_secs_f64();
    took.sort_unstable();
    let at = |share: usize| took[(took.len() - 1) * share / 100].as_secs_f64() * 1e3;
    writeln!(
        std::io::stdout(),
        "{name}: {:.0} pushes/s, p50 {:.1} ms, p99 {:.1} ms ({} pushes, {IN_FLIGHT} in flight)",
        took.len() as f64 / seconds,
        at(50),
        at(99),
        took.len()
    )
    .expect("somewhere to say it");
}

/// The phones share the pushes; gives how long each took.
fn rush(stores: &[Store], first: u128, pushes: u128) -> Vec<Duration> {
    let phone = |phone: u128| {
        let store = &stores[phone as usize % stores.len()];
        async move {
            let mut took = Vec::new();
            let mut last_seq = seq_of(store, phone).await;
            for n in 0..pushes / IN_FLIGHT {
                last_seq += 1;
                let work = push(phone, last_seq, first + n * IN_FLIGHT + phone);
                let start = now();
                store.write(work).await.expect("accepted");
                took.push(start.elapsed());
            }
            took
        }
    };
    // Instances are machines of their own: each half has a thread that waits for it.
    let halves: Vec<Vec<u128>> = (0..stores.len() as u128)
        .map(|half| {
            (0..IN_FLIGHT)
                .filter(|n| n % stores.len() as u128 == half)
                .collect()
        })
        .collect();
    std::thread::scope(|threads| {
        let halves: Vec<_> = halves
            .into_iter()
            .map(|half| threads.spawn(move || block_on(join_all(half.into_iter().map(phone)))))
            .collect();
        let done = halves.into_iter().flat_map(|half| half.join().expect("no panic"));
        done.flatten().collect()
    })
}

async fn seq_of(store: &Store, phone: u128) -> u64 {
    let device = DeviceId(guardian(phone).0);
    let read = store.read(work!(|tx| tx.last_seq(device).await));
    read.await.expect("a number")
}

/// One new thread of notes by a guardian, as it comes from a phone.
fn push(phone: u128, seq: u64, n: u128) -> Work<()> {
    let person = guardian(phone);
    let session = Session {
        person,
        device: DeviceId(person.0),
        name: "某人".into(),
    };
    let command = Command {
        id: CommandId(Uuid::from_u128(0xc0_0000_0000 + n)),
        written_at: today().start(),
        depends_on: vec![],
        action: Action::Notes(notes::Action {
            child: child(phone),
            note: NoteId(Uuid::from_u128(0xd0_0000_0000 + n)),
            verb: Verb::Open {
                topic: Topic::Learning,
                text: "老师您好，孩子昨晚有些发烧，今天请假在家休息，作业明天补上，麻烦您了。".into(),
                asks_reply: true,
                staff: None,
                about: None,
            },
        }),
    };
    let caller = Caller {
        version: protocol::VERSION,
        person,
        device: session.device,
    };
    let items = vec![PushItem::new(seq, &command)];
    let request = PushRequest { caller, items };
    let at = noon();
    work!(|tx| {
        let answer = office::push(tx, &session, &request, at).await?;
        let Answer::Ok(answer) = answer else {
            panic!("another person's phone");
        };
        assert_eq!(
            answer.settled.first().map(|one| one.outcome),
            Some(Outcome::Accepted)
        );
        Ok(())
    })
}

/// A class of 64 with a guardian each, and its teacher.
fn school() -> Work<()> {
    work!(|tx| {
        let (class, school) = (ClassId(Uuid::from_u128(1)), SchoolId(Uuid::from_u128(2)));
        let teacher = PersonId(Uuid::from_u128(3));
        tx.set_school(school, "学校").await?;
        tx.set_class(class, school, "三年级2班", 3).await?;
        let people = (0..IN_FLIGHT).flat_map(|n| [guardian(n), PersonId(child(n).0)]);
        for id in people.chain([teacher]) {
            let (name, given_name) = ("王小雨".into(), "小雨".into());
            tx.set_person(&PersonRow { id, name, given_name }).await?;
        }
        tx.set_teaching(&Teaching {
            person: teacher,
            class,
            school,
            class_teacher: true,
            subject: String::new(),
            from: None,
            to: None,
        })
        .await?;
        for n in 0..IN_FLIGHT {
            tx.set_enrolment(&Enrolment {
                child: child(n),
                class,
                seat: 1,
                from: None,
                to: None,
            })
            .await?;
            tx.set_guardianship(&Guardianship {
                child: child(n),
                person: guardian(n),
                relation: "母亲".into(),
                legal: true,
                rights: Rights::all(),
                order: 1,
                from: None,
                to: None,
            })
            .await?;
        }
        for n in 0..IN_FLIGHT {
            refresh_around(tx, child(n), noon()).await?;
        }
        Ok(())
    })
}

fn guardian(phone: u128) -> PersonId {
    PersonId(Uuid::from_u128(0xa000 + phone))
}

fn child(phone: u128) -> ChildId {
    ChildId(Uuid::from_u128(0xb000 + phone))
}

fn today() -> Day {
    Day::parse("2026-11-23").expect("a day")
}

fn noon() -> Instant {
    today().start().plus_ms(12 * 3_600_000)
}

#[expect(clippy::disallowed_methods, reason = "this program measures")]
fn now() -> std::time::Instant {
    std::time::Instant::now()
}
