//! A small school for the unit tests: one child, its mother and grandmother, two teachers.

use domain::{
    ChildId, ClassId, Command, CommandId, Day, DeviceId, EntryId, Instant, NoteId, PersonId, Right, Rights,
    Row,
    notes::{Action, Agreement, Author, EntryKind, Note, NoteEntry, Owner, Side, State, Topic, Verb},
    people::{ChildCard, GuardianCard, StaffCard},
};
use protocol::WireRow;
use replica::{Contents, Identity, Item, ItemState, Op, Replica, View};
use uuid::Uuid;

pub const CHILD: ChildId = ChildId(Uuid::from_u128(1));
pub const MOTHER: PersonId = PersonId(Uuid::from_u128(10));
pub const GRANDMOTHER: PersonId = PersonId(Uuid::from_u128(11));
pub const CLASS_TEACHER: PersonId = PersonId(Uuid::from_u128(20));
pub const MATHS: PersonId = PersonId(Uuid::from_u128(21));

pub fn day(text: &str) -> Day {
    Day::parse(text).expect("a day")
}

pub fn today() -> Day {
    day("2026-11-23")
}

/// Noon, that many days before today.
pub fn days_ago(days: i32) -> Instant {
    today().plus_days(-days).start().plus_ms(12 * 3_600_000)
}

pub fn note_id(id: u128) -> NoteId {
    NoteId(Uuid::from_u128(100 + id))
}

pub fn note(id: u128, author: PersonId, at: Instant) -> Note {
    let from = if [MOTHER, GRANDMOTHER].contains(&author) {
        Side::Home
    } else {
        Side::School
    };
    Note {
        id: note_id(id),
        child: CHILD,
        topic: Topic::Habits,
        from,
        author: Author {
            person: author,
            name: "某人".into(),
        },
        text: format!("第 {id} 张"),
        asks_reply: true,
        staff: None,
        about: None,
        state: State::Sent,
        written_at: at,
        received_at: at,
        seen_at: None,
        last_at: at,
        last_side: from,
        answer_by: Some(domain::calendar::school_days_after(at.day(), 2)),
        agreed: None,
    }
}

pub fn entry(id: u128, note: &Note, author: PersonId, kind: EntryKind, text: &str, at: Instant) -> NoteEntry {
    NoteEntry {
        id: EntryId(Uuid::from_u128(1_000 + id)),
        note: note.id,
        child: CHILD,
        staff: note.staff,
        side: if author == MOTHER {
            Side::Home
        } else {
            Side::School
        },
        author: Author {
            person: author,
            name: "某人".into(),
        },
        kind,
        text: text.into(),
        written_at: at,
        received_at: at,
    }
}

pub fn agreed(mut note: Note, review_on: &str) -> Note {
    note.state = State::Agreed;
    note.agreed = Some(Agreement {
        text: "睡前收书包".into(),
        owner: Owner::Home,
        review_on: Some(day(review_on)),
        revision: 1,
    });
    note
}

pub fn item(order: u64, note: u128, verb: Verb, state: ItemState) -> Item {
    Item {
        order,
        command: Command {
            id: CommandId(Uuid::from_u128(5_000 + u128::from(order))),
            written_at: days_ago(0),
            depends_on: vec![],
            action: domain::Action::Notes(Action {
                child: CHILD,
                note: note_id(note),
                verb,
            }),
        },
        state,
        saved_at: days_ago(0),
        again: None,
    }
}

pub fn open_verb(text: &str) -> Verb {
    Verb::Open {
        topic: Topic::Health,
        text: text.into(),
        asks_reply: true,
        staff: None,
        about: None,
    }
}

pub fn reply_verb(id: u128, text: &str) -> Verb {
    Verb::Reply {
        entry: EntryId(Uuid::from_u128(1_000 + id)),
        text: text.into(),
    }
}

pub fn notes(notes: &[Note]) -> Vec<Row> {
    notes.iter().cloned().map(Row::Note).collect()
}

/// What this person's phone shows, with the child's card and these rows and items on it.
pub fn view(me: PersonId, rows: Vec<Row>, items: Vec<Item>) -> View {
    shown(me, rows, items.into_iter().map(Op::PutItem).collect())
}

pub fn with_drafts(me: PersonId, drafts: &[(&str, &str)]) -> View {
    let put = |(key, text): &(&str, &str)| Op::Draft {
        key: (*key).into(),
        text: Some((*text).into()),
    };
    shown(me, vec![], drafts.iter().map(put).collect())
}

fn shown(me: PersonId, rows: Vec<Row>, more: Vec<Op>) -> View {
    let rows = rows.into_iter().chain([child_card()]);
    let puts = rows.map(|row| Op::PutRow {
        scope: row.homes()[0],
        row: WireRow::of(&row, 1),
    });
    let ops = puts.chain(more).collect();
    let identity = Identity {
        person: me,
        device: DeviceId(Uuid::nil()),
        name: "我自己".into(),
    };
    Replica::new(
        identity,
        Contents {
            ops,
            ..Contents::default()
        },
    )
    .view(days_ago(0).plus_ms(3_600_000))
}

fn child_card() -> Row {
    let guardian = |person, rights| GuardianCard {
        person,
        name: "某人".into(),
        relation: "母亲".into(),
        rights,
        has_account: true,
        silent: false,
    };
    let teacher = |person, class_teacher| StaffCard {
        person,
        name: "某人".into(),
        class_teacher,
        subjects: vec!["数学".into()],
    };
    Row::Child(ChildCard {
        id: CHILD,
        name: "白一诺".into(),
        given_name: "一诺".into(),
        class: ClassId(Uuid::from_u128(3)),
        class_name: "三年级2班".into(),
        school: None,
        school_name: String::new(),
        guardians: vec![
            guardian(MOTHER, Rights::all()),
            guardian(GRANDMOTHER, Rights::new([Right::Read, Right::Pickup])),
        ],
        staff: vec![teacher(CLASS_TEACHER, true), teacher(MATHS, false)],
    })
}
