//! A class of four for the unit tests of the author's side: 白一诺 with mother and grandmother, a child with two
//! parents, one whose only guardian has no account, one without a card here.

use crate::fake::{CHILD, CLASS_TEACHER, MATHS, days_ago, view};
use domain::{
    ChildId, ClassId, EntryId, Instant, NoticeId, PersonId, Right, Rights, Row, SchoolId,
    notes::Author,
    notices::{
        Address, Ask, Channel, Contact, Counts, Done, DoneKind, Edition, Given, Household, Kind, Level, Mark,
        Notice, Receipt, Text,
    },
    people::{ChildCard, ClassCard, ClassSize, GuardianCard, Me, Membership, Pupil, Role, StaffCard},
};
use replica::{Item, View};
use uuid::Uuid;

pub const SCHOOL: SchoolId = SchoolId(Uuid::from_u128(900));
pub const CLASS: ClassId = ClassId(Uuid::from_u128(3));
pub const NEXT_CLASS: ClassId = ClassId(Uuid::from_u128(4));
pub const OTHER_GRADE: ClassId = ClassId(Uuid::from_u128(5));
pub const NOTICE: NoticeId = NoticeId(Uuid::from_u128(700));
pub const TWO_PARENTS: ChildId = ChildId(Uuid::from_u128(2));
pub const NO_PHONE: ChildId = ChildId(Uuid::from_u128(6));
pub const NO_CARD: ChildId = ChildId(Uuid::from_u128(7));
pub const FATHER: PersonId = PersonId(Uuid::from_u128(12));
pub const OTHER_MOTHER: PersonId = PersonId(Uuid::from_u128(13));
pub const UNCLE: PersonId = PersonId(Uuid::from_u128(14));

pub fn membership(role: Role, class: Option<ClassId>) -> Membership {
    Membership {
        role,
        school: Some(SCHOOL),
        school_name: "泗水实验学校".into(),
        class,
        class_name: class.map_or(String::new(), |class| class_name(class).into()),
        child: None,
        subject: String::new(),
    }
}

fn class_name(class: ClassId) -> &'static str {
    match class {
        CLASS => "三年级2班",
        NEXT_CLASS => "三年级10班",
        _ => "一年级1班",
    }
}

pub fn size(class: ClassId, grade: u8, unreachable: u32) -> Row {
    Row::ClassSize(ClassSize {
        id: class,
        school: SCHOOL,
        name: class_name(class).into(),
        grade,
        school_name: "泗水实验学校".into(),
        counts: Counts {
            children: 4,
            guardians: 6,
            unreachable,
        },
    })
}

pub fn me(person: PersonId, memberships: Vec<Membership>) -> Row {
    Row::Me(Me {
        person,
        name: "我自己".into(),
        memberships,
    })
}

fn guardian(person: PersonId, relation: &str, rights: Rights, has_account: bool) -> GuardianCard {
    GuardianCard {
        person,
        name: format!("家长{}", person.0.as_u128()),
        relation: relation.into(),
        rights,
        has_account,
        silent: false,
    }
}

fn child(id: ChildId, name: &str, guardians: Vec<GuardianCard>) -> Row {
    Row::Child(ChildCard {
        id,
        name: name.into(),
        given_name: String::new(),
        class: CLASS,
        class_name: "三年级2班".into(),
        school: Some(SCHOOL),
        school_name: String::new(),
        guardians,
        staff: vec![StaffCard {
            person: CLASS_TEACHER,
            name: "常文军".into(),
            class_teacher: true,
            subjects: vec![],
        }],
    })
}

pub fn class() -> ClassCard {
    let pupil = |child, name: &str, seat| Pupil {
        child,
        name: name.into(),
        seat,
    };
    ClassCard {
        id: CLASS,
        name: "三年级2班".into(),
        school_name: "泗水实验学校".into(),
        pupils: vec![
            pupil(NO_CARD, "贺新来", 30),
            pupil(CHILD, "白一诺", 1),
            pupil(NO_PHONE, "丁思远", 6),
            pupil(TWO_PARENTS, "曹雨桐", 2),
        ],
        staff: vec![],
    }
}

/// The class teacher's phone, or another person's of that school.
pub fn phone(person: PersonId, memberships: Vec<Membership>, rows: Vec<Row>, items: Vec<Item>) -> View {
    let both = |mother, father| {
        vec![
            guardian(mother, "母亲", Rights::all(), true),
            guardian(father, "父亲", Rights::all(), true),
        ]
    };
    let known = [
        me(person, memberships),
        Row::Class(class()),
        child(TWO_PARENTS, "曹雨桐", both(OTHER_MOTHER, FATHER)),
        child(
            NO_PHONE,
            "丁思远",
            vec![guardian(
                UNCLE,
                "叔叔",
                Rights::new([Right::Read, Right::Sign]),
                false,
            )],
        ),
    ];
    view(person, known.into_iter().chain(rows).collect(), items)
}

pub fn class_teacher(rows: Vec<Row>, items: Vec<Item>) -> View {
    let own = membership(Role::ClassTeacher, Some(CLASS));
    phone(CLASS_TEACHER, vec![own], rows, items)
}

pub fn maths(rows: Vec<Row>) -> View {
    phone(MATHS, vec![membership(Role::Teacher, Some(CLASS))], rows, vec![])
}

pub fn notice(ask: Ask, household: Household) -> Notice {
    let at = days_ago(3);
    Notice {
        id: NOTICE,
        address: Address::class(SCHOOL, CLASS),
        to: "三年级2班".into(),
        author: Author {
            person: CLASS_TEACHER,
            name: "常文军".into(),
        },
        kind: Kind::Action,
        ask,
        household,
        edition: Edition {
            version: 1,
            zh: Some(text("秋季体检", "周三上午，请空腹。")),
            en: None,
            at,
            material: true,
        },
        earlier: vec![],
        form: None,
        written_at: at,
        received_at: at,
        visible_from: at,
        due: None,
        expires: at.day().plus_days(30),
        reminded: vec![],
        withdrawn: None,
        emergency: None,
        counts: Counts::default(),
    }
}

pub fn text(title: &str, body: &str) -> Text {
    Text {
        title: title.into(),
        body: body.into(),
    }
}

pub fn wide(level: Level, classes: Vec<ClassId>) -> Notice {
    Notice {
        address: Address {
            school: SCHOOL,
            level,
            classes,
        },
        ..notice(Ask::Confirm, Household::AnyOne)
    }
}

pub fn receipt(child: ChildId, marks: Vec<Mark>) -> Receipt {
    Receipt {
        marks,
        ..Receipt::new(NOTICE, child, None)
    }
}

pub fn mark(guardian: PersonId, version: u32, shown_at: Option<Instant>, done: Option<Done>) -> Mark {
    Mark {
        guardian,
        name: format!("家长{}", guardian.0.as_u128()),
        version,
        arrived_at: Some(days_ago(2)),
        shown_at,
        done,
    }
}

pub fn done(kind: DoneKind, at: Instant, answers: Vec<Given>, strokes: &str) -> Option<Done> {
    Some(Done {
        kind,
        written_at: at,
        received_at: at,
        answers,
        strokes: strokes.into(),
        reason: String::new(),
    })
}

pub fn contact(channel: Channel, text: &str) -> Contact {
    Contact {
        id: EntryId(Uuid::from_u128(1)),
        channel,
        by: Author {
            person: CLASS_TEACHER,
            name: "常文军".into(),
        },
        at: days_ago(1),
        text: text.into(),
    }
}
