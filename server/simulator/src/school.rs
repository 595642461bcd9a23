//! The school of a run: three children in two classes of one grade, two households that share a child, a class
//! teacher, a teacher of both classes who heads the grade, an administrator.

use crate::net::device_id;
use domain::{ChildId, ClassId, Instant, PersonId, Right, Rights, SchoolId, people::Role};
use office::{
    StoreError, Tx,
    accounts::{AccountRow, DeviceRow, Secret},
    people::{Concerned, Enrolment, Guardianship, PersonRow, RoleRow, Teaching},
};
use uuid::Uuid;

pub const CHILDREN: [ChildId; 3] = [ChildId(id(1)), ChildId(id(2)), ChildId(id(3))];
pub const MOTHER: PersonId = PersonId(id(10));
pub const GRANDMOTHER: PersonId = PersonId(id(11));
pub const FATHER: PersonId = PersonId(id(12));
pub const CLASS_TEACHER: PersonId = PersonId(id(20));
pub const MATHS: PersonId = PersonId(id(21));
pub const ADMIN: PersonId = PersonId(id(22));
/// The first of the devices are families'.
pub const FAMILIES: usize = 2;
/// With a name, and whose clock is how far off.
pub const DEVICES: [(PersonId, &str, i64); 5] = [
    (MOTHER, "人10", 0),
    (FATHER, "人12", 60_000),
    (CLASS_TEACHER, "人20", 172_800_000),
    (MATHS, "人21", -172_800_000),
    (ADMIN, "人22", 0),
];
pub const CLASSES: [ClassId; 2] = [ClassId(id(30)), ClassId(id(31))];
pub const SCHOOL: SchoolId = SchoolId(id(40));

const fn id(n: u128) -> Uuid {
    Uuid::from_u128(0x0190_0000_0000_7000_8000_0000_0000_0000 + n)
}

/// A tie that a run gives and takes.
#[derive(Clone, Copy, Debug)]
pub enum Tie {
    Guardian(PersonId, usize),
    Teaches(PersonId, usize),
}

pub const TIES: [Tie; 8] = [
    Tie::Guardian(MOTHER, 0),
    Tie::Guardian(MOTHER, 1),
    Tie::Guardian(GRANDMOTHER, 0),
    Tie::Guardian(FATHER, 0),
    Tie::Guardian(FATHER, 2),
    Tie::Teaches(CLASS_TEACHER, 0),
    Tie::Teaches(MATHS, 0),
    Tie::Teaches(MATHS, 1),
];

/// When an administrator lets a change begin.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum From {
    Now,
    Tomorrow,
}

pub async fn found(tx: &mut dyn Tx, now: Instant) -> Result<(), StoreError> {
    tx.set_school(SCHOOL, "云溪学校").await?;
    for (n, class) in CLASSES.iter().enumerate() {
        tx.set_class(*class, SCHOOL, &format!("三年级{}班", n + 1), 3)
            .await?;
    }
    let people = [10, 11, 12, 20, 21, 22].map(|n| (id(n), format!("人{n}")));
    let children = CHILDREN
        .iter()
        .enumerate()
        .map(|(n, child)| (child.0, format!("孩子{n}")));
    for (id, name) in people.iter().cloned().chain(children) {
        let given_name = name.clone();
        let id = PersonId(id);
        tx.set_person(&PersonRow { id, name, given_name }).await?;
    }
    for (person, _) in people {
        let account = AccountRow {
            person: PersonId(person),
            password_hash: String::new(),
            created_at: now,
            disabled: false,
        };
        tx.set_account(&account).await?;
    }
    for (place, (person, ..)) in DEVICES.iter().enumerate() {
        tx.set_device(&device(place, *person, now)).await?;
    }
    let role = |person, role| RoleRow {
        person,
        role,
        school: Some(SCHOOL),
    };
    tx.set_role(&role(ADMIN, Role::SchoolAdmin)).await?;
    tx.set_role(&role(MATHS, Role::GradeHead)).await?;
    for (n, child) in CHILDREN.iter().enumerate() {
        tx.set_enrolment(&Enrolment {
            child: *child,
            class: CLASSES[n / 2],
            seat: 1,
            from: None,
            to: None,
        })
        .await?;
    }
    for tie in TIES {
        set(tx, tie, true, From::Now, now).await?;
    }
    Ok(())
}

fn device(place: usize, person: PersonId, now: Instant) -> DeviceRow {
    let secret = Secret([u8::try_from(place).unwrap_or(0); 32]);
    DeviceRow {
        id: device_id(place),
        person,
        browser: device_id(place).0,
        name: String::new(),
        sid_hash: secret,
        key: secret,
        created_at: now,
        last_seen: now,
        expires_at: Instant(i64::MAX),
        idle_ms: i64::MAX,
        revoked_at: None,
    }
}

/// Gives or takes a tie, as an administrator would.
pub async fn set(tx: &mut dyn Tx, tie: Tie, given: bool, from: From, now: Instant) -> Result<(), StoreError> {
    let last = match from {
        From::Now => now.day().plus_days(-1),
        From::Tomorrow => now.day(),
    };
    let to = (!given).then_some(last);
    let mut concerned = Concerned::default();
    match tie {
        Tie::Guardian(person, child) => {
            let rights = if person == GRANDMOTHER {
                Rights::new([Right::Read, Right::Pickup])
            } else {
                Rights::all()
            };
            tx.set_guardianship(&Guardianship {
                child: CHILDREN[child],
                person,
                relation: "母亲".into(),
                legal: true,
                rights,
                order: 1,
                from: None,
                to,
            })
            .await?;
            concerned.around(tx, CHILDREN[child]).await?;
        }
        Tie::Teaches(person, class) => {
            let class_teacher = person == CLASS_TEACHER;
            let subject = if class_teacher {
                String::new()
            } else {
                "数学".into()
            };
            let tie = Teaching {
                person,
                class: CLASSES[class],
                school: SCHOOL,
                class_teacher,
                subject,
                from: None,
                to,
            };
            tx.set_teaching(&tie).await?;
            concerned.teacher(tx, person, now).await?;
        }
    }
    concerned.refresh(tx, now).await
}

/// Puts a child in the other class.
pub async fn move_child(tx: &mut dyn Tx, child: ChildId, from: From, now: Instant) -> Result<(), StoreError> {
    let begins = match from {
        From::Now => now.day(),
        From::Tomorrow => now.day().plus_days(1),
    };
    let mut concerned = Concerned::default();
    let mut class = CLASSES[0];
    for tie in tx.enrolments_of(child).await? {
        concerned.classes.insert(tie.class);
        if tie.to.is_some_and(|to| to < begins) {
            continue;
        }
        tx.drop_enrolment(&tie).await?;
        if tie.from.is_none_or(|from| from < begins) {
            class = if tie.class == CLASSES[0] {
                CLASSES[1]
            } else {
                CLASSES[0]
            };
            let to = Some(begins.plus_days(-1));
            tx.set_enrolment(&Enrolment { to, ..tie }).await?;
        }
    }
    tx.set_enrolment(&Enrolment {
        child,
        class,
        seat: 1,
        from: Some(begins),
        to: None,
    })
    .await?;
    concerned.around(tx, child).await?;
    concerned.refresh(tx, now).await
}
