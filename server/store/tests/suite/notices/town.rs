//! A small school: two classes of grade 3 and one of grade 4, four households, three teachers, an administrator.

use crate::suite::{Runs, id, now};
use domain::{
    Action, ChildId, ClassId, Command, CommandId, DeviceId, Instant, Json, NoticeId, PersonId, Right, Rights,
    Row, RowKey, SchoolId, Scope,
    notices::{
        self, Address, Ask, Draft, Form, Given, Household, Kind, Level, Notice, Question, QuestionKind,
        Receipt, Slot, Tally, Text, Verb, receipt_id, tally_id,
    },
    people::{ClassSize, Role},
};
use office::{
    Session, StoreError, Tx,
    accounts::{AccountRow, DeviceRow, Secret},
    people::{Concerned, Enrolment, Guardianship, PersonRow, RoleRow, Teaching},
};
use protocol::{Answer, Caller, Outcome, PushItem, PushRequest};
use store::work;
use uuid::Uuid;

pub const SCHOOL: SchoolId = SchoolId(Uuid::from_u128(0x9000));
/// 三年级1班, 三年级2班, 四年级1班.
pub const CLASSES: [ClassId; 3] = [
    ClassId(Uuid::from_u128(0x9101)),
    ClassId(Uuid::from_u128(0x9102)),
    ClassId(Uuid::from_u128(0x9103)),
];
/// Two in the first class, one in each other.
pub const CHILDREN: [u128; 4] = [1, 2, 3, 4];
pub const MOTHER: u128 = 10;
pub const FATHER: u128 = 11;
/// Guardians of the second, third and fourth child.
pub const AUNT: u128 = 12;
pub const UNCLE: u128 = 13;
pub const COUSIN: u128 = 14;
pub const CLASS_TEACHER: u128 = 20;
pub const MATHS: u128 = 21;
/// Class teacher of the second class.
pub const GRADE_HEAD: u128 = 22;
pub const ADMIN: u128 = 23;

pub fn person(n: u128) -> PersonId {
    PersonId(id(n))
}

pub fn child(n: usize) -> ChildId {
    ChildId(id(CHILDREN[n]))
}

pub fn notice(n: u128) -> NoticeId {
    NoticeId(id(0x5000 + n))
}

pub fn found(store: &impl Runs) {
    store.ok(work!(|tx| school(tx).await));
}

async fn school(tx: &mut dyn Tx) -> Result<(), StoreError> {
    tx.set_school(SCHOOL, "云溪学校").await?;
    for (class, (name, grade)) in
        CLASSES
            .into_iter()
            .zip([("三年级1班", 3), ("三年级2班", 3), ("四年级1班", 4)])
    {
        tx.set_class(class, SCHOOL, name, grade).await?;
    }
    let mut concerned = Concerned::default();
    for n in CHILDREN
        .into_iter()
        .chain(MOTHER..=COUSIN)
        .chain(CLASS_TEACHER..=ADMIN)
    {
        let (id, name) = (person(n), format!("人{n}"));
        let given_name = name.clone();
        tx.set_person(&PersonRow { id, name, given_name }).await?;
        concerned.people.insert(id);
    }
    for n in MOTHER..=COUSIN {
        let account = AccountRow {
            person: person(n),
            password_hash: String::new(),
            created_at: now(),
            disabled: false,
        };
        tx.set_account(&account).await?;
        tx.set_device(&device(n)).await?;
    }
    for (n, class) in [0, 0, 1, 2].into_iter().enumerate() {
        tx.set_enrolment(&Enrolment {
            child: child(n),
            class: CLASSES[class],
            seat: 1,
            from: None,
            to: None,
        })
        .await?;
        concerned.around(tx, child(n)).await?;
    }
    for (guardian, of) in [(MOTHER, 0), (FATHER, 0), (AUNT, 1), (UNCLE, 2), (COUSIN, 3)] {
        tx.set_guardianship(&Guardianship {
            child: child(of),
            person: person(guardian),
            relation: "家长".into(),
            legal: true,
            rights: Rights::new([Right::Read, Right::Reply, Right::Sign]),
            order: 1,
            from: None,
            to: None,
        })
        .await?;
    }
    for (teacher, class, class_teacher) in
        [(CLASS_TEACHER, 0, true), (MATHS, 0, false), (GRADE_HEAD, 1, true)]
    {
        tx.set_teaching(&teaching(teacher, class, class_teacher)).await?;
    }
    for (who, role) in [(GRADE_HEAD, Role::GradeHead), (ADMIN, Role::SchoolAdmin)] {
        let role = RoleRow {
            person: person(who),
            role,
            school: Some(SCHOOL),
        };
        tx.set_role(&role).await?;
    }
    tx.set_seen_day(now().day()).await?;
    concerned.refresh(tx, now()).await
}

pub fn teaching(teacher: u128, class: usize, class_teacher: bool) -> Teaching {
    Teaching {
        person: person(teacher),
        class: CLASSES[class],
        school: SCHOOL,
        class_teacher,
        subject: String::new(),
        from: None,
        to: None,
    }
}

fn device(n: u128) -> DeviceRow {
    let secret = Secret([u8::try_from(n).unwrap_or(0); 32]);
    DeviceRow {
        id: DeviceId(id(n)),
        person: person(n),
        browser: id(n),
        name: String::new(),
        sid_hash: secret,
        key: secret,
        created_at: now(),
        last_seen: now(),
        expires_at: Instant(i64::MAX),
        idle_ms: i64::MAX,
        revoked_at: None,
    }
}

/// To the first class, for reading.
pub fn draft() -> Draft {
    Draft {
        address: Address::class(SCHOOL, CLASSES[0]),
        kind: Kind::Info,
        ask: Ask::Confirm,
        household: Household::AnyOne,
        zh: Some(Text {
            title: "秋游".into(),
            body: "带水和帽子。".into(),
        }),
        en: None,
        form: None,
        not_before: None,
        due: None,
        reason: String::new(),
        test: false,
        over_limit: false,
        despite: None,
    }
}

pub fn to(level: Level, classes: &[usize]) -> Draft {
    Draft {
        address: Address {
            school: SCHOOL,
            level,
            classes: classes.iter().map(|n| CLASSES[*n]).collect(),
        },
        ..draft()
    }
}

/// Two appointments for one household each.
pub fn meeting() -> Draft {
    let slots = ["18:00", "18:10"].map(|label| Slot {
        label: label.into(),
        places: 1,
    });
    let question = Question {
        label: "时间".into(),
        kind: QuestionKind::Slots(slots.to_vec()),
    };
    Draft {
        form: Some(Form {
            questions: vec![question],
        }),
        ..draft()
    }
}

pub fn confirm(n: usize, version: u32) -> Verb {
    Verb::Confirm {
        child: child(n),
        version,
        answers: vec![],
        base: 0,
    }
}

pub fn book(n: usize, slot: u16, base: u32) -> Verb {
    Verb::Confirm {
        child: child(n),
        version: 1,
        answers: vec![Given::Option(slot)],
        base,
    }
}

pub fn act(store: &impl Runs, who: u128, on: NoticeId, verb: Verb, at: Instant) -> Outcome {
    let (who, device) = (person(who), DeviceId(id(who)));
    let answer = store.ok(work!(|tx| {
        let seq = tx.last_seq(device).await? + 1;
        let command = Command {
            id: CommandId(Uuid::new_v5(&device.0, &seq.to_be_bytes())),
            written_at: at,
            depends_on: vec![],
            action: Action::Notices(notices::Action { notice: on, verb }),
        };
        let (id, text) = (command.id, Json::of(&command));
        let caller = Caller {
            version: protocol::VERSION,
            person: who,
            device,
        };
        let request = PushRequest {
            caller,
            items: vec![PushItem {
                seq,
                id,
                command: text,
            }],
        };
        let session = Session {
            person: who,
            device,
            name: "某人".into(),
        };
        office::push(tx, &session, &request, at).await
    }));
    match answer {
        Answer::Ok(answer) => answer.settled[0].outcome,
        other => panic!("{other:?}"),
    }
}

pub fn ok(store: &impl Runs, who: u128, on: NoticeId, verb: Verb, at: Instant) {
    assert_eq!(
        act(store, who, on, verb.clone(), at),
        Outcome::Accepted,
        "{who} {verb:?}"
    );
}

pub fn publish(store: &impl Runs, who: u128, on: NoticeId, draft: Draft, at: Instant) {
    ok(store, who, on, Verb::Publish(Box::new(draft)), at);
}

pub fn tick(store: &impl Runs, at: Instant) {
    store.ok(work!(|tx| office::tick(tx, at).await));
}

/// Puts a child in another class today.
pub fn move_child(store: &impl Runs, n: usize, class: usize) {
    store.ok(work!(|tx| {
        let mut concerned = Concerned::default();
        for tie in tx.enrolments_of(child(n)).await? {
            concerned.classes.insert(tie.class);
            tx.drop_enrolment(&tie).await?;
            let class = CLASSES[class];
            tx.set_enrolment(&Enrolment { class, ..tie }).await?;
        }
        concerned.around(tx, child(n)).await?;
        concerned.refresh(tx, now()).await
    }));
}

pub fn homes(store: &impl Runs, kind: &'static str, id: Uuid) -> Vec<Scope> {
    let mut homes = store.ok(work!(|tx| tx.homes(&RowKey::new(kind, id)).await));
    homes.sort();
    homes
}

fn row(store: &impl Runs, kind: &'static str, id: Uuid) -> Option<Row> {
    let row = store.ok(work!(|tx| tx.row(&RowKey::new(kind, id)).await));
    row.and_then(|row| Row::decode(&row.kind, &row.body?))
}

pub fn read(store: &impl Runs, on: NoticeId) -> Notice {
    match row(store, "notice", on.0) {
        Some(Row::Notice(notice)) => notice,
        other => panic!("{other:?}"),
    }
}

pub fn receipt(store: &impl Runs, on: NoticeId, n: usize) -> Receipt {
    match row(store, "receipt", receipt_id(on, child(n)).0) {
        Some(Row::Receipt(receipt)) => receipt,
        other => panic!("{other:?}"),
    }
}

pub fn tally(store: &impl Runs, on: NoticeId, class: usize) -> Tally {
    match row(store, "tally", tally_id(on, CLASSES[class])) {
        Some(Row::Tally(row)) => row.tally,
        other => panic!("{other:?}"),
    }
}

pub fn left(store: &impl Runs, on: NoticeId) -> Vec<u16> {
    match row(store, "slots", on.0) {
        Some(Row::Slots(slots)) => slots.left,
        other => panic!("{other:?}"),
    }
}

pub fn size(store: &impl Runs, class: usize) -> ClassSize {
    match row(store, "class_size", CLASSES[class].0) {
        Some(Row::ClassSize(size)) => size,
        other => panic!("{other:?}"),
    }
}

pub fn card(store: &impl Runs, n: usize) -> domain::people::ChildCard {
    match row(store, "child", child(n).0) {
        Some(Row::Child(card)) => card,
        other => panic!("{other:?}"),
    }
}
