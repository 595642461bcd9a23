//! A school of a few people: a child with two parents and an aunt, its class teacher, and another child.

use domain::{ChildId, ClassId, Instant, PersonId, Right, Rights, SchoolId};
use office::{
    Ids, StoreError, Tx,
    accounts::{self, Code, NewSlip},
    people::{self, Enrolment, Guardianship, PersonRow, Teaching},
};
use server::{
    MachineIds,
    clock::{Clock, DEMO_START},
    passwords::{Cost, hash_now},
};
use std::path::Path;
use store::{Inline, Options};
use uuid::Uuid;

pub const PASSWORD: &str = "小雨每天走路上学";
pub const CLASS: ClassId = ClassId(Uuid::from_u128(0xc1));
pub const CHILD: ChildId = ChildId(Uuid::from_u128(0xd1));
pub const OTHER_CHILD: ChildId = ChildId(Uuid::from_u128(0xd2));
pub const SCHOOL: SchoolId = SchoolId(Uuid::from_u128(0xa1));

pub const MOTHER: PersonId = PersonId(Uuid::from_u128(1));
pub const FATHER: PersonId = PersonId(Uuid::from_u128(2));
/// No account yet.
pub const AUNT: PersonId = PersonId(Uuid::from_u128(3));
pub const TEACHER: PersonId = PersonId(Uuid::from_u128(4));
/// Guardian of the other child.
pub const STRANGER: PersonId = PersonId(Uuid::from_u128(5));

#[derive(Clone)]
pub struct School {
    pub store: std::path::PathBuf,
}

pub fn fill(data: &Path) -> School {
    let school = School {
        store: server::serve::database(data),
    };
    let hash = hash_now(PASSWORD, Cost::TEST);
    school.run(store::work!(|tx| {
        people(tx).await?;
        for (login, person) in [
            ("mother", MOTHER),
            ("father", FATHER),
            ("teacher", TEACHER),
            ("stranger", STRANGER),
        ] {
            tx.add_login(login, person, DEMO_START).await?;
            accounts::set_password(tx, person, hash.clone(), DEMO_START).await?;
        }
        Ok(())
    }));
    school
}

impl School {
    pub fn run<T>(&self, work: store::Work<T>) -> T {
        let store = Inline::open(
            &self.store,
            &Options {
                synchronous: false,
                readers: 1,
            },
        )
        .expect("a store");
        store.run(work).expect("work")
    }

    /// A slip with these codes; gives its login number.
    pub fn slip(&self, person: PersonId, code: &str, long_code: &str, now: Instant) -> String {
        let slip = NewSlip {
            long_hash: Code::hash_qr(long_code),
            short_hash: hash_now(code, Cost::TEST),
        };
        let mut ids = MachineIds(Clock::starting_at(now));
        self.run(store::work!(|tx| accounts::make_slip(
            tx, person, slip, &mut ids, now
        )
        .await))
    }

    pub fn end_guardianship(&self, person: PersonId, child: ChildId) {
        self.run(store::work!(|tx| {
            let edge = tx.guardianship(person, child).await?.expect("an edge");
            let to = Some(DEMO_START.day().plus_days(-1));
            tx.set_guardianship(&Guardianship { to, ..edge }).await?;
            people::refresh_child(tx, child, DEMO_START).await
        }));
    }
}

async fn people(tx: &mut dyn Tx) -> Result<(), StoreError> {
    tx.set_school(SCHOOL, "云溪学校在山上").await?;
    tx.set_class(CLASS, SCHOOL, "三年级2班", 3).await?;
    for (id, name) in [
        (MOTHER.0, "李一"),
        (FATHER.0, "王二"),
        (AUNT.0, "李三"),
        (TEACHER.0, "赵四"),
        (STRANGER.0, "孙五"),
        (CHILD.0, "王小雨"),
        (OTHER_CHILD.0, "孙小雪"),
    ] {
        let row = PersonRow {
            id: PersonId(id),
            name: name.to_owned(),
            given_name: name.chars().skip(1).collect(),
        };
        tx.set_person(&row).await?;
    }
    for (child, seat) in [(CHILD, 1), (OTHER_CHILD, 2)] {
        tx.set_enrolment(&Enrolment {
            child,
            class: CLASS,
            seat,
            from: None,
            to: None,
        })
        .await?;
    }
    for (child, person, relation, rights) in [
        (CHILD, MOTHER, "母亲", Rights::all()),
        (CHILD, FATHER, "父亲", Rights::all()),
        (CHILD, AUNT, "其他", Rights::new([Right::Read])),
        (OTHER_CHILD, STRANGER, "母亲", Rights::all()),
    ] {
        let relation = relation.to_owned();
        let edge = Guardianship {
            child,
            person,
            relation,
            legal: true,
            rights,
            order: 1,
            from: None,
            to: None,
        };
        tx.set_guardianship(&edge).await?;
    }
    let teaching = Teaching {
        person: TEACHER,
        class: CLASS,
        school: SCHOOL,
        class_teacher: true,
        subject: String::new(),
        from: None,
        to: None,
    };
    tx.set_teaching(&teaching).await?;
    for child in [CHILD, OTHER_CHILD] {
        people::refresh_child(tx, child, DEMO_START).await?;
    }
    people::refresh_class(tx, CLASS, DEMO_START).await
}

/// Fresh ids for commands.
pub fn ids() -> MachineIds {
    MachineIds(Clock::starting_at(DEMO_START))
}

pub fn new_id() -> Uuid {
    ids().next()
}
