//! Sync over HTTP: a note goes there and back, and only to whom it belongs.

mod common;

use common::{
    House, caller,
    client::{Client, PULL, PUSH, SIGN_OUT},
    school::{self, CHILD, OTHER_CHILD},
};
use serde_json::{Value, json};
use uuid::Uuid;

fn open_note(seq: u64, note: Uuid, child: impl serde::Serialize, text: &str) -> Value {
    let id = school::new_id();
    let action = json!({"feature": "notes", "child": child, "note": note, "verb": "open",
        "topic": "health", "text": text, "asks_reply": true});
    json!({"seq": seq, "id": id, "command": {"id": id, "written_at": 0, "action": action}})
}

fn push(client: &mut Client, items: &[Value]) -> Value {
    let mut request = caller(&client.session());
    request["items"] = json!(items);
    client.call(PUSH, request).json()
}

fn notes(client: &mut Client) -> Vec<String> {
    let request = caller(&client.session());
    let pulled = client.call(PULL, request).json();
    assert_eq!(pulled["answer"], "ok");
    let rows = pulled["changes"]
        .as_array()
        .into_iter()
        .flatten()
        .flat_map(|change| change["rows"].as_array().expect("rows").clone());
    rows.filter(|row| row["kind"] == "note")
        .map(|row| row["body"]["text"].as_str().unwrap_or_default().to_owned())
        .collect()
}

#[test]
fn a_note_arrives_at_both_parents_and_the_teacher_and_nobody_else() {
    let house = House::start();
    let mut mother = house.signed_in("mother");
    let item = open_note(1, school::new_id(), CHILD, "</textarea><script>alert(1)</script>");
    for _ in 0..3 {
        let pushed = push(&mut mother, std::slice::from_ref(&item));
        assert_eq!(pushed["answer"], "ok");
        assert_eq!(pushed["settled"][0]["outcome"]["outcome"], "accepted");
        assert_eq!(pushed["last_seq"], 1);
    }
    for login in ["mother", "father", "teacher"] {
        assert_eq!(
            notes(&mut house.signed_in(login)),
            ["</textarea><script>alert(1)</script>"],
            "{login}"
        );
    }
    assert!(notes(&mut house.signed_in("stranger")).is_empty());
    assert_eq!(mother.session()["last_seq"], 1);
}

#[test]
fn what_is_not_ones_own_does_not_exist() {
    let house = House::start();
    let mut stranger = house.signed_in("stranger");
    for (seq, child) in [(1, json!(CHILD)), (2, json!(school::new_id()))] {
        let pushed = push(&mut stranger, &[open_note(seq, school::new_id(), child, "hello")]);
        assert_eq!(
            pushed["settled"][0]["outcome"],
            json!({"outcome": "refused", "reason": "not_found"})
        );
    }
    let pushed = push(
        &mut stranger,
        &[open_note(3, school::new_id(), OTHER_CHILD, "hello")],
    );
    assert_eq!(pushed["settled"][0]["outcome"]["outcome"], "accepted");
}

#[test]
fn a_request_for_somebody_else_does_nothing() {
    let house = House::start();
    let (mut mother, mut father) = (house.signed_in("mother"), house.signed_in("father"));
    let (hers, his) = (mother.session(), father.session());
    for said in [
        caller(&his),
        json!({"version": 1, "person": hers["person"], "device": his["device"]}),
        json!({"version": 1, "person": his["person"], "device": hers["device"]}),
    ] {
        let mut request = said.clone();
        request["items"] = json!([open_note(1, school::new_id(), CHILD, "not mine")]);
        assert_eq!(
            mother.call(PUSH, request).json(),
            json!({"answer": "other_person"})
        );
        assert_eq!(mother.call(PULL, said).json(), json!({"answer": "other_person"}));
    }
    assert!(notes(&mut father).is_empty());
}

#[test]
fn a_revoked_device_gets_nothing_from_the_next_call_on() {
    let house = House::start();
    let (mut lost, mut kept) = (house.signed_in("mother"), house.signed_in("mother"));
    let session = lost.session();
    assert_eq!(
        kept.call(SIGN_OUT, json!({"device": session["device"]})).json()["answer"],
        "ok"
    );
    let mut request = caller(&session);
    request["items"] = json!([open_note(1, school::new_id(), CHILD, "too late")]);
    assert_eq!(lost.call(PUSH, request).json(), json!({"answer": "sign_in"}));
    assert_eq!(
        lost.call(PULL, caller(&session)).json(),
        json!({"answer": "sign_in"})
    );
    assert_eq!(lost.session(), json!({"answer": "sign_in"}));
    assert!(notes(&mut kept).is_empty());
}

#[test]
fn rights_taken_away_reach_the_device_at_next_contact() {
    let house = House::start();
    let mut father = house.signed_in("father");
    let request = caller(&father.session());
    let first = father.call(PULL, request.clone()).json();
    let mut cursors = serde_json::Map::new();
    for change in first["changes"].as_array().expect("changes") {
        cursors.insert(
            change["scope"].as_str().expect("a scope").to_owned(),
            change["cursor"].clone(),
        );
    }
    let family = format!("child/family:{CHILD}");
    assert!(cursors.contains_key(&family));
    house.school.end_guardianship(school::FATHER, CHILD);
    let mut again = request;
    again["epoch"] = first["epoch"].clone();
    again["cursors"] = json!(cursors);
    let second = father.call(PULL, again).json();
    let dropped = second["drop"].as_array().expect("drops");
    assert!(dropped.contains(&json!(family)), "{second}");
    let pushed = push(&mut father, &[open_note(1, school::new_id(), CHILD, "no longer")]);
    assert_eq!(pushed["settled"][0]["outcome"]["reason"], "not_found");
}

#[test]
fn unknown_fields_and_roles_in_a_body_change_nothing() {
    let house = House::start();
    let mut mother = house.signed_in("mother");
    let mut item = open_note(1, school::new_id(), CHILD, "hello");
    item["command"]["action"]["author"] = json!({"person": school::TEACHER, "name": "赵四"});
    item["command"]["action"]["from"] = json!("school");
    item["command"]["role"] = json!("school_admin");
    assert_eq!(
        push(&mut mother, &[item])["settled"][0]["outcome"]["outcome"],
        "accepted"
    );
    let request = caller(&mother.session());
    let pulled = mother.call(PULL, request).text();
    assert!(pulled.contains(r#""author":{"name":"李一""#) || pulled.contains(r#""name":"李一""#));
    assert!(!pulled.contains(r#""from":"school""#));
}

#[test]
fn a_pull_of_too_many_scopes_is_refused() {
    let house = House::start();
    let mut mother = house.signed_in("mother");
    let mut request = caller(&mother.session());
    let cursors =
        (0..=protocol::PULL_SCOPES_MAX).map(|n| (format!("person:{}", Uuid::from_u128(n as u128)), json!(1)));
    request["cursors"] = Value::Object(cursors.collect());
    assert_eq!(mother.call(PULL, request).status, 400);
}
