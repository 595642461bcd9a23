//! Golden files: each wire type as it stands on the wire, and what an older or newer peer makes of it.

use crate::*;
use domain::{
    Action, ChildId, ClassId, Command, CommandId, DeviceId, EntryId, Instant, Json, NoteId, NoticeId,
    PersonId, Refusal, SchoolId, Scope, ScopeKind, notes, notices,
};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::{Value, json};
use std::{fmt::Debug, fs, path::PathBuf};
use uuid::Uuid;

fn id(n: u128) -> Uuid {
    Uuid::from_u128(0x0190_0000_0000_7000_8000_0000_0000_0000 + n)
}

fn caller() -> Caller {
    Caller {
        version: VERSION,
        person: PersonId(id(1)),
        device: DeviceId(id(2)),
    }
}

fn command(verb: notes::Verb) -> Command {
    Command {
        id: CommandId(id(3)),
        written_at: Instant(1_795_509_720_000),
        depends_on: vec![],
        action: Action::Notes(notes::Action {
            child: ChildId(id(4)),
            note: NoteId(id(5)),
            verb,
        }),
    }
}

/// Compares with the golden file, and reads it back. `JIAQIAO_GOLDEN=write` writes it anew.
fn golden<T: Serialize + DeserializeOwned + PartialEq + Debug>(name: &str, value: &T) {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("golden")
        .join(format!("{name}.json"));
    let now = serde_json::to_string_pretty(value).expect("JSON") + "\n";
    if std::env::var("JIAQIAO_GOLDEN").is_ok() {
        fs::write(&path, &now).expect("golden file");
    }
    let kept = fs::read_to_string(&path).unwrap_or_default();
    assert_eq!(
        kept, now,
        "{name} changed on the wire: see PROTOCOL.md, 'Changing it'"
    );
    assert_eq!(&serde_json::from_str::<T>(&kept).expect(name), value);
}

#[test]
fn every_wire_type_stands_as_its_golden_file_says() {
    let scope = Scope::new(ScopeKind::ChildFamily, id(4));
    let see = command(notes::Verb::See);
    golden(
        "push_request",
        &PushRequest {
            caller: caller(),
            items: vec![PushItem::new(1, &see)],
        },
    );
    let settled = |n, outcome| Settled {
        id: CommandId(id(n)),
        outcome,
    };
    golden(
        "push_answer",
        &Answer::Ok(PushAnswer {
            epoch: 1,
            server_now: Instant(1_795_509_720_000),
            last_seq: 3,
            settled: vec![
                settled(3, Outcome::Accepted),
                settled(
                    6,
                    Outcome::Refused {
                        reason: Refusal::NotFound,
                    },
                ),
                settled(7, Outcome::Conflict),
            ],
        }),
    );
    golden(
        "pull_request",
        &PullRequest {
            caller: caller(),
            epoch: 1,
            cursors: Cursors::from([(scope, 7)]),
        },
    );
    let row = |n, body| WireRow {
        kind: "note".into(),
        id: id(n),
        version: 2,
        body,
    };
    golden(
        "pull_answer",
        &Answer::Ok(PullAnswer {
            epoch: 1,
            server_now: Instant(1_795_509_720_000),
            last_seq: 3,
            drop: vec![Scope::new(ScopeKind::ClassStaff, id(9))],
            changes: vec![ScopeChange {
                scope,
                reset: true,
                rows: vec![row(5, Some(Json::of(&json!({"text": "您好"})))), row(6, None)],
                cursor: 9,
            }],
            rows_left: 120,
        }),
    );
    for (name, answer) in [
        ("sign_in", Answer::SignIn),
        ("other_person", Answer::OtherPerson),
        ("update", Answer::Update),
    ] {
        golden::<Answer<PushAnswer>>(&format!("answer_{name}"), &answer);
    }
    golden::<Answer<PushAnswer>>("answer_busy", &Answer::Busy { retry_ms: 2_000 });
    golden("session_request", &SessionRequest { version: VERSION });
    golden(
        "sign_out_request",
        &SignOutRequest {
            device: DeviceId(id(2)),
            sign_in: Some("5f1c".into()),
        },
    );
    golden(
        "session_answer",
        &Answer::Ok(SessionAnswer {
            person: PersonId(id(1)),
            device: DeviceId(id(2)),
            name: "张兰".into(),
            sign_in: "5f1c".into(),
            key: "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=".into(),
            epoch: 1,
            server_now: Instant(1_795_509_720_000),
            last_seq: 3,
            demo: true,
        }),
    );
}

#[test]
fn every_verb_of_a_note_stands_as_its_golden_file_says() {
    use notes::{Owner, Topic, Verb};
    let entry = EntryId(id(8));
    let verbs = [
        Verb::Open {
            topic: Topic::Mood,
            text: "您好".into(),
            asks_reply: true,
            staff: Some(PersonId(id(1))),
            about: None,
        },
        Verb::See,
        Verb::Reply {
            entry,
            text: "好的".into(),
        },
        Verb::Acknowledge { entry },
        Verb::Agree {
            entry,
            text: "睡前收书包".into(),
            owner: Owner::Both,
            review_on: domain::Day::parse("2026-12-04"),
            base: 0,
        },
        Verb::Close {
            entry,
            outcome: "好多了".into(),
        },
        Verb::Reopen {
            entry,
            text: "又乱了".into(),
        },
    ];
    golden("note_commands", &verbs.map(command).to_vec());
}

#[test]
fn every_verb_of_a_notice_stands_as_its_golden_file_says() {
    use notices::{
        Address, Ask, Channel, Draft, Form, Given, Household, Kind, Question, QuestionKind, Slot, Text, Verb,
    };
    let text = |title: &str, body: &str| {
        Some(Text {
            title: title.into(),
            body: body.into(),
        })
    };
    let question = |label: &str, kind| Question {
        label: label.into(),
        kind,
    };
    let form = Form {
        questions: vec![
            question(
                "是否参加",
                QuestionKind::Choice(vec!["参加".into(), "不参加".into()]),
            ),
            question("想谈什么", QuestionKind::Text),
            question(
                "时间",
                QuestionKind::Slots(vec![Slot {
                    label: "18:10".into(),
                    places: 1,
                }]),
            ),
        ],
    };
    let draft = Draft {
        address: Address::class(SchoolId(id(20)), ClassId(id(21))),
        kind: Kind::Action,
        ask: Ask::Sign,
        household: Household::EachGuardian,
        zh: text("家长会", "周五晚上。"),
        en: text("Parents' meeting", "Friday evening."),
        form: Some(form),
        not_before: Some(Instant(1_795_509_720_000)),
        due: domain::Day::parse("2026-11-27"),
        reason: String::new(),
        test: false,
        over_limit: true,
        despite: None,
    };
    let (child, version, base) = (ChildId(id(4)), 1, 0);
    let answers = vec![Given::Option(0), Given::Text("阅读".into()), Given::Option(0)];
    let verbs = [
        Verb::Publish(Box::new(draft)),
        Verb::Correct {
            base: 1,
            zh: text("家长会", "周四晚上。"),
            en: None,
            due: None,
            material: true,
            despite: Some("书面同意".into()),
        },
        Verb::Withdraw {
            reason: "改期".into(),
        },
        Verb::Remind,
        Verb::AllClear {
            text: "已解除".into(),
        },
        Verb::Arrive { child, version },
        Verb::See { child, version },
        Verb::Confirm {
            child,
            version,
            answers: answers.clone(),
            base,
        },
        Verb::Sign {
            child,
            version,
            strokes: "10,20 30,40;50,60 70,80".into(),
            answers,
            base,
        },
        Verb::Decline {
            child,
            version,
            reason: "出差".into(),
            base,
        },
        Verb::Record {
            child,
            entry: EntryId(id(8)),
            channel: Channel::Call,
            text: "外婆接的".into(),
        },
    ];
    let notice = NoticeId(id(6));
    let commands = verbs.map(|verb| Command {
        action: Action::Notices(notices::Action { notice, verb }),
        ..command(notes::Verb::See)
    });
    golden("notice_commands", &commands.to_vec());
}

#[test]
fn every_row_stands_as_its_golden_file_says() {
    // The bodies that devices hold: what an update of the app must still be able to read.
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("golden/rows.json");
    let rows: Vec<WireRow> =
        serde_json::from_str(&fs::read_to_string(path).expect("golden/rows.json")).expect("rows");
    assert_eq!(rows.len(), 10, "one of each kind");
    for wire in &rows {
        let body = wire.body.as_ref().expect("a body");
        let row =
            domain::Row::decode(&wire.kind, body).unwrap_or_else(|| panic!("{} does not decode", wire.kind));
        let value = |json: &Json| json.read::<Value>().expect("JSON");
        assert_eq!(
            value(&row.body()),
            value(body),
            "{} does not come back as it went",
            wire.kind
        );
        assert_eq!(row.key(), wire.key());
    }
}

/// A device one version back sends one field less and one that nobody knows.
#[test]
fn a_peer_of_another_version_is_understood() {
    let mut request = serde_json::to_value(PullRequest {
        caller: caller(),
        epoch: 1,
        cursors: Cursors::new(),
    })
    .expect("JSON");
    let fields = request.as_object_mut().expect("an object");
    fields
        .get_mut("caller")
        .and_then(Value::as_object_mut)
        .expect("a caller")
        .remove("version");
    fields.remove("epoch");
    fields.insert("battery".into(), json!(17));
    let read: PullRequest = serde_json::from_value(request).expect("an older request");
    assert_eq!((read.caller.version, read.epoch), (0, 0));
    let reason: Refusal = serde_json::from_value(json!("because_of_the_moon")).expect("a newer refusal");
    assert_eq!(reason, Refusal::Unknown);
}

#[test]
fn what_is_not_an_answer_of_ours_is_none() {
    for bytes in [
        "<html>sign in to the hotel</html>",
        "",
        "{}",
        "[]",
        r#"{"ok":{}}"#,
        "\u{0}",
    ] {
        assert!(
            serde_json::from_str::<Answer<PushAnswer>>(bytes).is_err(),
            "{bytes}"
        );
    }
}
