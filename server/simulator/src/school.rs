//! The school of a run: two children in one class, a mother, a grandmother, a class teacher, a maths teacher.

use domain::{ChildId, ClassId, Instant, PersonId, Right, Rights, SchoolId};
use office::{
    StoreError, Tx,
    people::{Enrolment, Guardianship, PersonRow, Teaching, refresh_around},
};
use uuid::Uuid;

pub const CHILDREN: [ChildId; 2] = [ChildId(id(1)), ChildId(id(2))];
pub const MOTHER: PersonId = PersonId(id(10));
pub const GRANDMOTHER: PersonId = PersonId(id(11));
pub const CLASS_TEACHER: PersonId = PersonId(id(20));
pub const MATHS: PersonId = PersonId(id(21));
pub const PEOPLE: [PersonId; 4] = [MOTHER, GRANDMOTHER, CLASS_TEACHER, MATHS];
const CLASS: ClassId = ClassId(id(30));
const SCHOOL: SchoolId = SchoolId(id(31));

const fn id(n: u128) -> Uuid {
    Uuid::from_u128(0x0190_0000_0000_7000_8000_0000_0000_0000 + n)
}

/// A tie that a run gives and takes.
#[derive(Clone, Copy, Debug)]
pub enum Tie {
    Guardian(PersonId, usize),
    Teaches(PersonId),
}

pub const TIES: [Tie; 5] = [
    Tie::Guardian(MOTHER, 0),
    Tie::Guardian(MOTHER, 1),
    Tie::Guardian(GRANDMOTHER, 0),
    Tie::Teaches(CLASS_TEACHER),
    Tie::Teaches(MATHS),
];

pub async fn found(tx: &mut dyn Tx, now: Instant) -> Result<(), StoreError> {
    tx.set_school(SCHOOL, "云溪学校").await?;
    tx.set_class(CLASS, SCHOOL, "三年级2班", 3).await?;
    for (n, person) in PEOPLE.iter().enumerate() {
        let name = format!("人{n}");
        tx.set_person(&PersonRow {
            id: *person,
            name: name.clone(),
            given_name: name,
        })
        .await?;
    }
    for (n, child) in CHILDREN.iter().enumerate() {
        let name = format!("孩子{n}");
        tx.set_person(&PersonRow {
            id: PersonId(child.0),
            name: name.clone(),
            given_name: name,
        })
        .await?;
        tx.set_enrolment(&Enrolment {
            child: *child,
            class: CLASS,
            seat: 1,
            from: None,
            to: None,
        })
        .await?;
    }
    for tie in TIES {
        set(tx, tie, true, now).await?;
    }
    Ok(())
}

/// Gives or takes a tie today, as an administrator would.
pub async fn set(tx: &mut dyn Tx, tie: Tie, given: bool, now: Instant) -> Result<(), StoreError> {
    let to = (!given).then(|| now.day().plus_days(-1));
    match tie {
        Tie::Guardian(person, child) => {
            let rights = if person == MOTHER {
                Rights::all()
            } else {
                Rights::new([Right::Read, Right::Pickup])
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
        }
        Tie::Teaches(person) => {
            let class_teacher = person == CLASS_TEACHER;
            let subject = if class_teacher {
                String::new()
            } else {
                "数学".into()
            };
            let tie = Teaching {
                person,
                class: CLASS,
                school: SCHOOL,
                class_teacher,
                subject,
                from: None,
                to,
            };
            tx.set_teaching(&tie).await?;
        }
    }
    for child in CHILDREN {
        refresh_around(tx, child, now).await?;
    }
    Ok(())
}
