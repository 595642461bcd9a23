//! The whole office over PostgreSQL: the command line sets it up, and two servers are one.

#[expect(
    dead_code,
    reason = "the store's own cases and measurements use the rest of it"
)]
#[path = "../store/tests/suite/cluster.rs"]
mod cluster;
mod common;

use cluster::Cluster;
use common::{
    House,
    client::{Client, PUSH, rows},
    school::{School, new_id},
};
use domain::{
    Action, Command as Asked, CommandId, Instant, NoteId, Row,
    notes::{self, Topic, Verb},
    people::Role,
};
use protocol::{Answer, Outcome, PushAnswer, PushItem, PushRequest};
use std::{
    path::Path,
    process::{Command, Output},
};

const SCHOOL: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/demo/school");

fn run(url: &str, data: &Path, words: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_jiaqiao"))
        .env("JIAQIAO_DATA", data)
        .env("DATABASE_URL", url)
        .env("JIAQIAO_CLOCK", "2026-11-23T16:42:00+08:00")
        .env_remove("RUST_LOG")
        .args(words)
        .output()
        .expect("a run")
}

fn said(output: &Output) -> String {
    let (out, err) = (&output.stdout, &output.stderr);
    String::from_utf8_lossy(out).into_owned() + &String::from_utf8_lossy(err)
}

#[test]
fn a_school_is_set_up_from_the_command_line() {
    let cluster = Cluster::shared();
    let url = cluster.database();
    let data = tempfile::tempdir().expect("a folder");
    let data = data.path().join("unused");
    let run = |words: &[&str]| run(&url, &data, words);
    let works = |words: &[&str]| {
        let output = run(words);
        assert!(output.status.success(), "{words:?}: {}", said(&output));
        said(&output)
    };
    assert!(said(&run(&["slips", "--staff"])).contains("no store"));
    works(&["import", "--dry-run", SCHOOL]);
    assert!(
        said(&run(&["slips", "--staff"])).contains("no store"),
        "a dry run writes nothing"
    );
    works(&["import", SCHOOL]);
    assert!(works(&["import", "--lang", "en", SCHOOL]).contains("No difference"));
    assert!(works(&["slips", "--person", "g000513"]).contains("的母亲"));
    assert!(works(&["invite-admin", "--name", "马建华", "--school", "s01"]).contains("马建华"));
    let edge = ["guardianship", "--child", "p000342", "--guardian", "g000514"];
    works(&[edge.as_slice(), &["--rights", "read"]].concat());
    works(&[edge.as_slice(), &["--end"]].concat());
    assert!(
        !run(&["account", "--person", "g000514"]).status.success(),
        "no account yet"
    );
    let lines = cluster.sql(
        cluster::name(&url),
        "SELECT what || ' ' || detail FROM admin_log ORDER BY seq",
    );
    assert!(
        lines.contains("guardianship child p000342 guardian g000514 end"),
        "{lines}"
    );
    assert!(!data.exists(), "the folder is not needed");
    assert!(
        !said(&run(&["import", "--help"])).contains("jiaqiao@"),
        "help shows no address"
    );
}

#[test]
fn an_address_that_is_none_of_ours_is_refused() {
    let data = tempfile::tempdir().expect("a folder");
    let refused = run("mysql://u:geheim@localhost/x", data.path(), &["slips", "--staff"]);
    assert!(!refused.status.success());
    let said = said(&refused);
    assert!(said.contains("postgres://") && !said.contains("geheim"), "{said}");
}

fn house(url: &str) -> House {
    let data = tempfile::tempdir().expect("a folder");
    let store = data.path().join("no-file");
    House::over(data, School { store }, |config| {
        config.demo = true;
        config.clock = None;
        config.database_url = Some(url.to_owned());
    })
}

/// One browser, sent to another server each time: it stays signed in, and reads what it wrote.
#[test]
fn two_servers_over_one_database_are_one_office() {
    let url = Cluster::shared().database();
    let (here, there) = (house(&url), house(&url));
    let (here, there) = (here.client(), there.client());
    let mut guardian = here.clone();
    let answer = guardian.form("/sign-in", &[("login", "guardian"), ("password", "jiaqiao-demo")]);
    assert_eq!(answer.header("location"), Some("/app/today"));
    let me = rows(&mut guardian).into_iter().find_map(|row| match row {
        Row::Me(me) => Some(me),
        _ => None,
    });
    let child = me
        .expect("a card")
        .memberships
        .iter()
        .find_map(|one| one.child.filter(|_| one.role == Role::Guardian));
    let action = |note| {
        let verb = Verb::Open {
            topic: Topic::Health,
            text: "今天请假".to_owned(),
            asks_reply: true,
            staff: None,
            about: None,
        };
        Action::Notes(notes::Action {
            child: child.expect("a child"),
            note,
            verb,
        })
    };
    for n in 0..10u64 {
        let (writes, reads) = if n % 2 == 0 {
            (&here, &there)
        } else {
            (&there, &here)
        };
        let mut client = guardian.at(writes);
        let note = NoteId(new_id());
        let command = Asked {
            id: CommandId(new_id()),
            written_at: Instant(0),
            depends_on: Vec::new(),
            action: action(note),
        };
        let items = vec![PushItem::new(n + 1, &command)];
        let caller = client.caller();
        let pushed = client.ask::<PushAnswer>(PUSH, &PushRequest { caller, items });
        let Answer::Ok(pushed) = pushed else {
            panic!("{pushed:?}")
        };
        assert_eq!(
            (pushed.settled[0].outcome, pushed.last_seq),
            (Outcome::Accepted, n + 1)
        );
        let seen = rows(&mut guardian.at(reads));
        assert!(
            seen.iter()
                .any(|row| matches!(row, Row::Note(seen) if seen.id == note))
        );
        assert_eq!(guardian.at(reads).me().last_seq, n + 1);
    }
    // Signed out at one, signed out at both.
    let out = signed_out(&mut guardian.at(&there));
    assert_eq!((out, guardian.at(&here).session().is_none()), (303, true));
}

fn signed_out(client: &mut Client) -> u16 {
    client.form("/sign-out", &[]).status
}
