//! Sync over HTTP: a note goes there and back, and only to whom it belongs.

mod common;

use common::{
    House,
    client::{Client, PULL, PUSH, SIGN_OUT, caller, rows},
    school::{self, CHILD, OTHER_CHILD},
};
use domain::{
    Action, ChildId, Command, CommandId, Instant, Json, NoteId, Refusal, Row, Scope, ScopeKind,
    notes::{self, Note, Side, Topic, Verb},
};
use protocol::{
    Answer, Caller, Outcome, PullAnswer, PullRequest, PushAnswer, PushItem, PushRequest, SignOutRequest,
};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use uuid::Uuid;

fn open_note(seq: u64, child: ChildId, text: &str) -> PushItem {
    let verb = Verb::Open {
        topic: Topic::Health,
        text: text.to_owned(),
        asks_reply: true,
        staff: None,
        about: None,
    };
    let action = Action::Notes(notes::Action {
        child,
        note: NoteId(school::new_id()),
        verb,
    });
    let id = CommandId(school::new_id());
    PushItem::new(
        seq,
        &Command {
            id,
            written_at: Instant(0),
            depends_on: Vec::new(),
            action,
        },
    )
}

fn push(client: &mut Client, items: &[PushItem]) -> PushAnswer {
    let request = PushRequest {
        caller: client.caller(),
        items: items.to_vec(),
    };
    match client.ask(PUSH, &request) {
        Answer::Ok(pushed) => pushed,
        other => panic!("not pushed: {other:?}"),
    }
}

fn pull(caller: Caller) -> PullRequest {
    PullRequest {
        caller,
        epoch: 0,
        cursors: BTreeMap::new(),
    }
}

fn notes_of(client: &mut Client) -> Vec<Note> {
    let note = |row| match row {
        Row::Note(note) => Some(note),
        _ => None,
    };
    rows(client).into_iter().filter_map(note).collect()
}

#[test]
fn a_note_arrives_at_both_parents_and_the_teacher_and_nobody_else() {
    let house = House::start();
    let mut mother = house.signed_in("mother");
    let text = "</textarea><script>alert(1)</script>";
    let item = open_note(1, CHILD, text);
    for _ in 0..3 {
        let pushed = push(&mut mother, std::slice::from_ref(&item));
        assert_eq!(
            (pushed.settled[0].outcome, pushed.last_seq),
            (Outcome::Accepted, 1)
        );
    }
    for login in ["mother", "father", "teacher"] {
        let notes = notes_of(&mut house.signed_in(login));
        assert_eq!(
            notes.iter().map(|note| note.text.as_str()).collect::<Vec<_>>(),
            [text],
            "{login}"
        );
    }
    assert!(notes_of(&mut house.signed_in("stranger")).is_empty());
    assert_eq!(mother.me().last_seq, 1);
}

#[test]
fn what_is_not_ones_own_does_not_exist() {
    let house = House::start();
    let mut stranger = house.signed_in("stranger");
    for (seq, child, outcome) in [
        (
            1,
            CHILD,
            Outcome::Refused {
                reason: Refusal::NotFound,
            },
        ),
        (
            2,
            ChildId(school::new_id()),
            Outcome::Refused {
                reason: Refusal::NotFound,
            },
        ),
        (3, OTHER_CHILD, Outcome::Accepted),
    ] {
        let pushed = push(&mut stranger, &[open_note(seq, child, "hello")]);
        assert_eq!(pushed.settled[0].outcome, outcome);
    }
}

#[test]
fn a_request_for_somebody_else_does_nothing() {
    let house = House::start();
    let (mut mother, mut father) = (house.signed_in("mother"), house.signed_in("father"));
    let (hers, his) = (mother.caller(), father.caller());
    for said in [
        his,
        Caller {
            device: his.device,
            ..hers
        },
        Caller {
            person: his.person,
            ..hers
        },
    ] {
        let request = PushRequest {
            caller: said,
            items: vec![open_note(1, CHILD, "not mine")],
        };
        assert_eq!(mother.ask::<PushAnswer>(PUSH, &request), Answer::OtherPerson);
        assert_eq!(mother.ask::<PullAnswer>(PULL, &pull(said)), Answer::OtherPerson);
    }
    assert!(notes_of(&mut father).is_empty());
}

#[test]
fn a_revoked_device_gets_nothing_from_the_next_call_on() {
    let house = House::start();
    let (mut lost, mut kept) = (house.signed_in("mother"), house.signed_in("mother"));
    let session = lost.me();
    let revoke = SignOutRequest::of(session.device);
    assert_eq!(kept.ask::<()>(SIGN_OUT, &revoke), Answer::Ok(()));
    let request = PushRequest {
        caller: caller(&session),
        items: vec![open_note(1, CHILD, "too late")],
    };
    assert_eq!(lost.ask::<PushAnswer>(PUSH, &request), Answer::SignIn);
    assert_eq!(
        lost.ask::<PullAnswer>(PULL, &pull(caller(&session))),
        Answer::SignIn
    );
    assert!(lost.session().is_none());
    assert!(notes_of(&mut kept).is_empty());
}

#[test]
fn rights_taken_away_reach_the_device_at_next_contact() {
    let house = House::start();
    let mut father = house.signed_in("father");
    let mut request = pull(father.caller());
    let Answer::Ok(first) = father.ask::<PullAnswer>(PULL, &request) else {
        panic!("no pull")
    };
    request.epoch = first.epoch;
    request.cursors = first
        .changes
        .iter()
        .map(|change| (change.scope, change.cursor))
        .collect();
    let family = Scope::new(ScopeKind::ChildFamily, CHILD.0);
    assert!(request.cursors.contains_key(&family));
    house.school.end_guardianship(school::FATHER, CHILD);
    let Answer::Ok(second) = father.ask::<PullAnswer>(PULL, &request) else {
        panic!("no pull")
    };
    assert!(second.drop.contains(&family), "{:?}", second.drop);
    let pushed = push(&mut father, &[open_note(1, CHILD, "no longer")]);
    assert_eq!(
        pushed.settled[0].outcome,
        Outcome::Refused {
            reason: Refusal::NotFound
        }
    );
}

/// A command whose body also claims to be somebody else's and to have been decided.
#[test]
fn unknown_fields_and_roles_in_a_body_change_nothing() {
    let house = House::start();
    let mut mother = house.signed_in("mother");
    let mut item = open_note(1, CHILD, "hello");
    let mut command: Value = item.command.read().expect("JSON");
    add_everywhere(
        &mut command,
        "author",
        &json!({"person": school::TEACHER, "name": "赵四"}),
    );
    add_everywhere(&mut command, "from", &json!("school"));
    add_everywhere(&mut command, "state", &json!("closed"));
    add_everywhere(&mut command, "role", &json!("school_admin"));
    item.command = Json::of(&command);
    assert_eq!(push(&mut mother, &[item]).settled[0].outcome, Outcome::Accepted);
    let note = notes_of(&mut mother).pop().expect("a note");
    assert_eq!(
        (note.author.person, note.from, note.state),
        (school::MOTHER, Side::Home, notes::State::Sent)
    );
}

fn add_everywhere(value: &mut Value, name: &str, more: &Value) {
    if let Value::Object(fields) = value {
        fields
            .values_mut()
            .for_each(|inner| add_everywhere(inner, name, more));
        // An object with one field may name a variant by it.
        if fields.len() > 1 {
            fields.insert(name.to_owned(), more.clone());
        }
    }
}

#[test]
fn a_pull_of_too_many_scopes_is_refused() {
    let house = House::start();
    let mut mother = house.signed_in("mother");
    let scope = |n| Scope::new(ScopeKind::Person, Uuid::from_u128(n));
    let cursors = (0..=protocol::PULL_SCOPES_MAX as u128)
        .map(|n| (scope(n), 1))
        .collect();
    let request = PullRequest {
        cursors,
        ..pull(mother.caller())
    };
    assert_eq!(mother.call(PULL, &request).status, 400);
}

#[test]
fn a_pull_comes_compressed_for_those_who_take_it() {
    let house = House::start();
    let mut teacher = house.signed_in("teacher");
    let body = json!({"request": pull(teacher.caller())}).to_string();
    let headers = [
        ("content-type", "application/json"),
        ("sec-fetch-site", "same-origin"),
        ("accept-encoding", "gzip, br"),
    ];
    let packed = teacher.send("POST", PULL, &headers, body.as_bytes());
    assert_eq!(packed.header("content-encoding"), Some("gzip"));
    let plain = teacher.send("POST", PULL, &headers[..2], body.as_bytes());
    assert_eq!(plain.header("content-encoding"), None);
    let mut text = String::new();
    std::io::Read::read_to_string(&mut flate2::read::GzDecoder::new(&packed.body[..]), &mut text)
        .expect("gzip");
    let rows = |text: &str| match serde_json::from_str::<Answer<PullAnswer>>(text).expect("an answer") {
        Answer::Ok(pulled) => pulled.changes,
        other => panic!("no pull: {other:?}"),
    };
    assert!(!rows(&text).is_empty());
    assert_eq!(rows(&text), rows(&plain.text()));
}
