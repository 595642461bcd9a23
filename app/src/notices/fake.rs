//! Notices for the unit tests: a sister in another class of the school, with a father who may sign.

use crate::fake::{CLASS_TEACHER, GRANDMOTHER, MOTHER, days_ago, today};
use domain::{
    ChildId, ClassId, Command, CommandId, Day, Instant, NoticeId, PersonId, Right, Rights, Row, SchoolId,
    notes::Author,
    notices::{
        Action, Address, Ask, Counts, Done, DoneKind, Edition, Form, Given, Household, Kind, Level, Mark,
        Notice, Question, QuestionKind, Receipt, Slot, Text, Verb,
    },
    people::{ChildCard, GuardianCard, StaffCard},
};
use replica::{Item, ItemState};
use uuid::Uuid;

pub const SISTER: ChildId = ChildId(Uuid::from_u128(2));
pub const FATHER: PersonId = PersonId(Uuid::from_u128(12));
pub const CLASS: ClassId = ClassId(Uuid::from_u128(3));
pub const SISTERS_CLASS: ClassId = ClassId(Uuid::from_u128(4));
pub const SCHOOL: SchoolId = SchoolId(Uuid::from_u128(5));

pub fn notice_id(id: u128) -> NoticeId {
    NoticeId(Uuid::from_u128(700 + id))
}

/// To the sister's class, four days before today's noon less `id` minutes.
pub fn notice(id: u128, ask: Ask, household: Household) -> Notice {
    let at = days_ago(4).plus_ms(-60_000 * i64::try_from(id).expect("small"));
    Notice {
        id: notice_id(id),
        address: Address::class(SCHOOL, SISTERS_CLASS),
        to: "五年级1班".into(),
        author: Author {
            person: CLASS_TEACHER,
            name: "常文军".into(),
        },
        kind: Kind::Action,
        ask,
        household,
        edition: edition(1, "明天开会", true),
        earlier: vec![],
        form: None,
        written_at: at,
        received_at: at,
        visible_from: at,
        due: None,
        expires: today().plus_days(30),
        reminded: vec![],
        withdrawn: None,
        emergency: None,
        counts: Counts::default(),
    }
}

pub fn edition(version: u32, body: &str, material: bool) -> Edition {
    Edition {
        version,
        zh: Some(Text {
            title: format!("第{version}版"),
            body: body.into(),
        }),
        en: None,
        at: days_ago(4),
        material,
    }
}

pub fn corrected(mut notice: Notice, material: bool) -> Notice {
    let next = edition(notice.version() + 1, "后天开会", material);
    notice.earlier.push(std::mem::replace(&mut notice.edition, next));
    notice
}

pub fn due(mut notice: Notice, days: i32) -> Notice {
    notice.due = Some(today().plus_days(days));
    notice
}

pub fn with_slots(mut notice: Notice) -> Notice {
    let slot = |label: &str| Slot {
        label: label.into(),
        places: 1,
    };
    notice.form = Some(Form {
        questions: vec![
            Question {
                label: "哪个时间".into(),
                kind: QuestionKind::Slots(vec![slot("18:10"), slot("18:20")]),
            },
            Question {
                label: "想说什么".into(),
                kind: QuestionKind::Text,
            },
        ],
    });
    notice
}

pub fn sister() -> Row {
    let guardian = |person, relation: &str, rights| GuardianCard {
        person,
        name: "某人".into(),
        relation: relation.into(),
        rights,
        has_account: true,
        silent: false,
    };
    Row::Child(ChildCard {
        id: SISTER,
        name: "白子轩".into(),
        given_name: "子轩".into(),
        class: SISTERS_CLASS,
        class_name: "五年级1班".into(),
        school: Some(SCHOOL),
        school_name: String::new(),
        guardians: vec![
            guardian(MOTHER, "母亲", Rights::all()),
            guardian(
                FATHER,
                "父亲",
                Rights::new([Right::Read, Right::Reply, Right::Sign]),
            ),
            guardian(GRANDMOTHER, "祖母", Rights::new([Right::Read])),
        ],
        staff: vec![StaffCard {
            person: CLASS_TEACHER,
            name: "常文军".into(),
            class_teacher: true,
            subjects: vec![],
        }],
    })
}

pub fn receipt(notice: &Notice, child: ChildId, marks: Vec<Mark>) -> Row {
    Row::Receipt(Receipt {
        marks,
        ..Receipt::new(notice.id, child, None)
    })
}

pub fn shown(guardian: PersonId, version: u32) -> Mark {
    Mark {
        guardian,
        name: "某人".into(),
        version,
        arrived_at: Some(days_ago(3)),
        shown_at: Some(days_ago(3)),
        done: None,
    }
}

pub fn did(guardian: PersonId, version: u32, kind: DoneKind, answers: &[Given]) -> Mark {
    Mark {
        done: Some(Done {
            kind,
            written_at: days_ago(2),
            received_at: days_ago(2),
            answers: answers.to_vec(),
            strokes: String::new(),
            reason: String::new(),
        }),
        ..shown(guardian, version)
    }
}

pub fn item(order: u64, notice: NoticeId, verb: Verb, state: ItemState) -> Item {
    Item {
        order,
        command: Command {
            id: CommandId(Uuid::from_u128(6_000 + u128::from(order))),
            written_at: days_ago(0),
            depends_on: vec![],
            action: domain::Action::Notices(Action { notice, verb }),
        },
        state,
        saved_at: days_ago(0),
        again: None,
    }
}

pub fn confirm(child: ChildId, answers: &[Given]) -> Verb {
    Verb::Confirm {
        child,
        version: 1,
        answers: answers.to_vec(),
        base: 0,
    }
}

/// A notice to the whole school: both children are in it once the brother's card names the school.
pub fn to_school(mut notice: Notice) -> Notice {
    notice.address = Address {
        school: SCHOOL,
        level: Level::School,
        classes: vec![],
    };
    notice
}

/// To both children's classes.
pub fn to_both(mut notice: Notice) -> Notice {
    notice.address = Address {
        school: SCHOOL,
        level: Level::Grade,
        classes: vec![CLASS, SISTERS_CLASS],
    };
    notice
}

pub fn at_noon(day: Day) -> Instant {
    day.start().plus_ms(12 * 3_600_000)
}
