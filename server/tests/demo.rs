//! The demo: nine people can sign in and find something to read; a second start finds it all there.

mod common;

use common::{
    House,
    client::{Client, rows},
    school::School,
};
use domain::{
    Row,
    notes::{Note, State},
};
use server::clock::{DEMO_START, Stopwatch};
use std::collections::BTreeSet;

const LOGINS: [&str; 9] = [
    "guardian",
    "guardian2",
    "student",
    "teacher",
    "classteacher",
    "coordinator",
    "gradehead",
    "admin",
    "bureau",
];

fn start(data: tempfile::TempDir) -> House {
    let school = School {
        store: server::serve::database(data.path()),
    };
    House::over(data, school, |config| {
        config.demo = true;
        config.clock = None;
    })
}

fn signed_in(house: &House, login: &str) -> Client {
    let mut client = house.client();
    let answer = client.form("/sign-in", &[("login", login), ("password", "jiaqiao-demo")]);
    assert_eq!(answer.header("location"), Some("/app/today"), "{login}");
    client
}

fn notes(rows: &[Row]) -> Vec<&Note> {
    rows.iter()
        .filter_map(|row| {
            if let Row::Note(note) = row {
                Some(note)
            } else {
                None
            }
        })
        .collect()
}

#[test]
fn nine_people_sign_in_and_see_their_school() {
    let house = start(tempfile::tempdir().expect("a folder"));
    for login in LOGINS {
        let mut client = signed_in(&house, login);
        let session = client.me();
        assert!(session.demo);
        let since_ms = session.server_now.0 - DEMO_START.0;
        assert!((0..600_000).contains(&since_ms), "{since_ms}");
        let rows = rows(&mut client);
        let is_me = |row: &&Row| matches!(row, Row::Me(me) if !me.memberships.is_empty());
        assert_eq!(rows.iter().filter(is_me).count(), 1, "{login}");
    }
    // The family has both children, and threads in every state.
    let guardian = rows(&mut signed_in(&house, "guardian"));
    assert_eq!(
        guardian.iter().filter(|row| matches!(row, Row::Child(_))).count(),
        2
    );
    let states: BTreeSet<State> = notes(&guardian).iter().map(|note| note.state).collect();
    use State::{Agreed, Closed, NoReplyNeeded, Replied, Seen, Sent};
    assert_eq!(
        states,
        BTreeSet::from([Sent, Seen, NoReplyNeeded, Replied, Agreed, Closed])
    );
    // Both parents see the same, but for their own accounts.
    let shared = |rows: Vec<Row>| {
        rows.into_iter()
            .filter(|row| !matches!(row, Row::Me(_)))
            .collect::<Vec<Row>>()
    };
    assert_eq!(
        shared(guardian),
        shared(rows(&mut signed_in(&house, "guardian2")))
    );
    // The teacher of one subject sees the two threads that concern her, the class teacher the whole class.
    let count = |login: &str| notes(&rows(&mut signed_in(&house, login))).len();
    assert_eq!((count("teacher"), count("bureau")), (2, 0));
    assert!(count("classteacher") >= 8 && count("coordinator") >= 1 && count("gradehead") >= 1);
    assert!(house.client().get("/sign-in").text().contains("jiaqiao-demo"));

    let (data, _) = house.stop();
    let watch = Stopwatch::start();
    let house = start(data);
    assert!(
        watch.elapsed().as_millis() < 1_000,
        "a second start takes {:?}",
        watch.elapsed()
    );
    signed_in(&house, "guardian");
}

#[test]
fn a_demo_never_moves_into_a_real_school() {
    let data = tempfile::tempdir().expect("a folder");
    let store = store::Inline::open(&server::serve::database(data.path()), &store::Options::default())
        .expect("a store");
    let files = [
        "manifest",
        "orgs",
        "academicSessions",
        "courses",
        "classes",
        "users",
        "demographics",
        "enrollments",
    ]
    .map(|name| {
        let path = format!(
            "{}/core/tests/fixtures/hostile/_baseline/{name}.csv",
            env!("CARGO_MANIFEST_DIR")
        );
        (format!("{name}.csv"), std::fs::read(path).expect("a file"))
    });
    let reading = office::roster::read(office::roster::from_files(files.into()));
    let applied = store.run(store::work!(|tx| {
        let plan = office::roster::plan(reading, &tx.records().await?, DEMO_START.day());
        office::people::apply(tx, plan.after_approval(), &mut common::school::ids(), DEMO_START).await
    }));
    assert!(applied.expect("applied").records > 0);
    let assets = data.path().join("dist");
    common::write_assets(&assets, "0001");
    let mut config = common::config(data.path(), &assets);
    config.demo = true;
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    let refused = runtime
        .block_on(server::serve::Server::start(config))
        .err()
        .expect("a refusal");
    assert!(
        format!("{refused:#}").contains("a data folder of its own"),
        "{refused:#}"
    );
}
