//! The wake-up stream of one server hears of what another server, or the command line, did on their database
//! (F18, A22).

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
    client::{Client, rows},
    school::School,
    stream::{Heard, LiveStream, write_note},
};
use domain::{ChildId, Row, people::Role};
use std::{process::Command, time::Duration};

const SECOND: Duration = Duration::from_secs(1);

fn house(url: &str) -> House {
    let data = tempfile::tempdir().expect("a folder");
    let store = data.path().join("no-file");
    House::over(data, School { store }, |config| {
        config.demo = true;
        config.clock = None;
        config.database_url = Some(url.to_owned());
    })
}

fn signed_in(house: &House, login: &str) -> Client {
    let mut client = house.client();
    let fields = [("login", login), ("password", "jiaqiao-demo")];
    assert_eq!(client.form("/sign-in", &fields).status, 303);
    client
}

fn child_of(client: &mut Client) -> ChildId {
    let memberships = rows(client).into_iter().find_map(|row| match row {
        Row::Me(me) => Some(me.memberships),
        _ => None,
    });
    let mut memberships = memberships.expect("a card").into_iter();
    let child = memberships.find_map(|one| one.child.filter(|_| one.role == Role::Guardian));
    child.expect("a child")
}

#[test]
fn what_one_server_did_is_heard_at_another_within_a_second() {
    let url = Cluster::shared().database();
    let (here, there) = (house(&url), house(&url));
    let mut mother = signed_in(&here, "guardian");
    let child = child_of(&mut mother);
    let mut father = LiveStream::of(&signed_in(&there, "guardian2"));
    let mut admin = LiveStream::of(&signed_in(&there, "bureau"));
    for _ in 0..3 {
        write_note(&mut mother, child);
        assert_eq!(father.next(SECOND), Heard::Pull);
    }
    let signed_out = Command::new(env!("CARGO_BIN_EXE_jiaqiao"))
        .args(["account", "--person", "g000514", "--sign-out"])
        .env("DATABASE_URL", &url)
        .output()
        .expect("a run");
    assert!(signed_out.status.success());
    assert_eq!(father.next(SECOND), Heard::End);
    assert_eq!(admin.next(SECOND), Heard::Nothing);
}
