//! The demo: nine people can sign in and find something to read; a second start finds it all there.

mod common;

use common::{
    House, caller,
    client::{Client, PULL},
    school::School,
};
use serde_json::Value;
use server::clock::{DEMO_START, Stopwatch};
use std::collections::BTreeMap;

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

/// Everything that the device of this person would hold.
fn rows(client: &mut Client) -> Vec<Value> {
    let mut request = caller(&client.session());
    let mut rows = Vec::new();
    loop {
        let pulled = client.call(PULL, request.clone()).json();
        for change in pulled["changes"].as_array().into_iter().flatten() {
            request["cursors"][change["scope"].as_str().expect("a scope")] = change["cursor"].clone();
            rows.extend(change["rows"].as_array().expect("rows").iter().cloned());
        }
        request["epoch"] = pulled["epoch"].clone();
        if pulled["rows_left"] == 0 {
            return rows;
        }
    }
}

fn states(rows: &[Value]) -> BTreeMap<String, usize> {
    let notes = rows.iter().filter(|row| row["kind"] == "note");
    notes.fold(BTreeMap::new(), |mut states, note| {
        *states
            .entry(note["body"]["state"].as_str().unwrap_or_default().to_owned())
            .or_default() += 1;
        states
    })
}

#[test]
fn nine_people_sign_in_and_see_their_school() {
    let house = start(tempfile::tempdir().expect("a folder"));
    for login in LOGINS {
        let mut client = signed_in(&house, login);
        let session = client.session();
        assert_eq!(session["demo"], true);
        let since_ms = session["server_now"].as_i64().expect("a time") - DEMO_START.0;
        assert!((0..600_000).contains(&since_ms), "{since_ms}");
        let rows = rows(&mut client);
        let me = rows.iter().find(|row| row["kind"] == "me").expect("an account");
        assert!(
            !me["body"]["memberships"]
                .as_array()
                .expect("memberships")
                .is_empty(),
            "{login}"
        );
    }
    // The family has both children, and threads in every state.
    let guardian = rows(&mut signed_in(&house, "guardian"));
    assert_eq!(guardian.iter().filter(|row| row["kind"] == "child").count(), 2);
    let states = states(&guardian);
    for state in ["sent", "seen", "no_reply_needed", "replied", "agreed", "closed"] {
        assert!(states.contains_key(state), "{states:?}");
    }
    assert_eq!(
        guardian,
        rows(&mut signed_in(&house, "guardian2"))
            .iter()
            .map(|row| own(row, &guardian))
            .collect::<Vec<_>>()
    );
    // The teacher of one subject sees the two threads that concern her, the class teacher the whole class.
    let notes = |login: &str| {
        rows(&mut signed_in(&house, login))
            .iter()
            .filter(|row| row["kind"] == "note")
            .count()
    };
    assert_eq!(notes("teacher"), 2);
    assert!(notes("classteacher") >= 8);
    assert!(notes("coordinator") >= 1 && notes("gradehead") >= 1);
    assert_eq!(notes("bureau"), 0);
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

/// The other parent's row, with the own account taken from the first: all else is the same.
fn own(row: &Value, guardian: &[Value]) -> Value {
    match row["kind"] == "me" {
        true => guardian
            .iter()
            .find(|row| row["kind"] == "me")
            .expect("an account")
            .clone(),
        false => row.clone(),
    }
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
