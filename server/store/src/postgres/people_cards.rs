//! The cards that devices get, read from the ties of a day.

use super::{
    PgTx,
    ask::{ask, number},
    engine::text,
    people::{rights, teaching, teachings},
};
use domain::{
    ChildId, ClassId, Day, PersonId, SchoolId,
    limits::SILENT_DAYS,
    people::{ChildCard, ClassCard, GuardianCard, Me, Membership, Pupil, Role, StaffCard},
};
use office::tx::Stored;
use sqlx_core::{error::Error, row::Row};
use sqlx_postgres::PgRow;
use std::collections::BTreeMap;
use uuid::Uuid;

impl PgTx<'_> {
    /// The card with the class the child is in today; `None` once a child has left every class.
    pub(super) async fn read_child_card(&mut self, child: ChildId, day: Day) -> Stored<Option<ChildCard>> {
        let find = ask(
            "SELECT person.name, person.given_name, class.id, class.name, school.name, class.school FROM enrolment
             JOIN person ON person.id = enrolment.child JOIN class ON class.id = enrolment.class
             LEFT JOIN school ON school.id = class.school
             WHERE enrolment.child = $1 AND $2 BETWEEN from_day AND to_day ORDER BY from_day DESC LIMIT 1",
        );
        let read = |row: &PgRow| {
            Ok(ChildCard {
                id: child,
                name: row.try_get(0)?,
                given_name: row.try_get(1)?,
                class: ClassId(row.try_get(2)?),
                class_name: row.try_get(3)?,
                school_name: row.try_get::<Option<String>, _>(4)?.unwrap_or_default(),
                school: Some(SchoolId(row.try_get(5)?)),
                guardians: Vec::new(),
                staff: Vec::new(),
            })
        };
        let Some(mut card) = self.first(find.bind(child.0).bind(day.0), read).await? else {
            return Ok(None);
        };
        card.guardians = self.guardian_cards(child, day).await?;
        card.staff = self.staff_cards(card.class, day).await?;
        Ok(Some(card))
    }

    /// Only guardians with some right today: one whose rights were taken away is on no card.
    async fn guardian_cards(&mut self, child: ChildId, day: Day) -> Stored<Vec<GuardianCard>> {
        let find = ask(
            "SELECT guardianship.person, person.name, relation, rights,
             EXISTS (SELECT 1 FROM account WHERE account.person = guardianship.person),
             (SELECT max(last_seen) FROM device WHERE device.person = guardianship.person)
             FROM guardianship JOIN person ON person.id = guardianship.person
             WHERE child = $1 AND $2 BETWEEN from_day AND to_day AND rights <> '[]' ORDER BY ord, guardianship.person",
        );
        let heard_since = day.plus_days(-SILENT_DAYS).start();
        let read = |row: &PgRow| {
            let heard: Option<i64> = row.try_get(5)?;
            Ok(GuardianCard {
                person: PersonId(row.try_get(0)?),
                name: row.try_get(1)?,
                relation: row.try_get(2)?,
                rights: rights(row.try_get(3)?),
                has_account: row.try_get(4)?,
                silent: heard.is_some_and(|heard| heard < heard_since.0),
            })
        };
        self.list(find.bind(child.0).bind(day.0), read).await
    }

    /// One card for each teacher of a class, the class teacher first.
    async fn staff_cards(&mut self, class: ClassId, day: Day) -> Stored<Vec<StaffCard>> {
        let find = ask(teachings!(
            "WHERE teaching.class = $1 AND $2 BETWEEN from_day AND to_day ORDER BY subject, teaching.person"
        ));
        let ties = self.list(find.bind(class.0).bind(day.0), teaching).await?;
        let find = ask(
            "SELECT DISTINCT person.id, person.name FROM teaching JOIN person ON person.id = teaching.person
             WHERE class = $1 AND $2 BETWEEN from_day AND to_day",
        );
        let named = |row: &PgRow| Ok((PersonId(row.try_get(0)?), row.try_get(1)?));
        let names: BTreeMap<PersonId, String> = self
            .list(find.bind(class.0).bind(day.0), named)
            .await?
            .into_iter()
            .collect();
        let mut cards: BTreeMap<PersonId, StaffCard> = BTreeMap::new();
        for tie in ties {
            let card = cards.entry(tie.person).or_insert_with(|| StaffCard {
                person: tie.person,
                name: names.get(&tie.person).cloned().unwrap_or_default(),
                class_teacher: false,
                subjects: Vec::new(),
            });
            card.class_teacher |= tie.class_teacher;
            card.subjects
                .extend(Some(tie.subject).filter(|subject| !subject.is_empty()));
        }
        let mut cards: Vec<StaffCard> = cards.into_values().collect();
        cards.sort_by_key(|card| (!card.class_teacher, card.person));
        Ok(cards)
    }

    pub(super) async fn read_class_card(&mut self, class: ClassId, day: Day) -> Stored<Option<ClassCard>> {
        let find = ask(
            "SELECT class.name, school.name FROM class LEFT JOIN school ON school.id = class.school
             WHERE class.id = $1",
        );
        let named = |row: &PgRow| Ok((row.try_get(0)?, row.try_get::<Option<String>, _>(1)?));
        let Some((name, school_name)) = self.first(find.bind(class.0), named).await? else {
            return Ok(None);
        };
        let find = ask("SELECT enrolment.child, person.name, seat FROM enrolment
             JOIN person ON person.id = enrolment.child
             WHERE class = $1 AND $2 BETWEEN from_day AND to_day ORDER BY seat, enrolment.child");
        let pupil = |row: &PgRow| {
            Ok(Pupil {
                child: ChildId(row.try_get(0)?),
                name: row.try_get(1)?,
                seat: number(row, 2)?,
            })
        };
        let pupils = self.list(find.bind(class.0).bind(day.0), pupil).await?;
        Ok(Some(ClassCard {
            id: class,
            name,
            school_name: school_name.unwrap_or_default(),
            pupils,
            staff: self.staff_cards(class, day).await?,
        }))
    }

    pub(super) async fn read_me(&mut self, person: PersonId, day: Day) -> Stored<Option<Me>> {
        let find = ask("SELECT name FROM person WHERE id = $1").bind(person.0);
        let Some(name) = self.first(find, text).await? else {
            return Ok(None);
        };
        let mut memberships = self.guardian_memberships(person, day).await?;
        memberships.extend(self.student_memberships(person, day).await?);
        memberships.extend(self.teaching_memberships(person, day).await?);
        memberships.extend(self.role_memberships(person).await?);
        Ok(Some(Me {
            person,
            name,
            memberships,
        }))
    }

    async fn guardian_memberships(&mut self, person: PersonId, day: Day) -> Stored<Vec<Membership>> {
        let find = ask(
            "SELECT class.school, school.name, class.id, class.name, guardianship.child FROM guardianship
             JOIN enrolment ON enrolment.child = guardianship.child
             JOIN class ON class.id = enrolment.class LEFT JOIN school ON school.id = class.school
             WHERE guardianship.person = $1 AND guardianship.rights <> '[]'
             AND $2 BETWEEN guardianship.from_day AND guardianship.to_day
             AND $2 BETWEEN enrolment.from_day AND enrolment.to_day ORDER BY guardianship.child, class.id",
        );
        let read = |row: &PgRow| membership(Role::Guardian, row);
        self.list(find.bind(person.0).bind(day.0), read).await
    }

    async fn student_memberships(&mut self, person: PersonId, day: Day) -> Stored<Vec<Membership>> {
        let find = ask(
            "SELECT class.school, school.name, class.id, class.name, enrolment.child FROM enrolment
             JOIN class ON class.id = enrolment.class LEFT JOIN school ON school.id = class.school
             WHERE enrolment.child = $1 AND $2 BETWEEN from_day AND to_day ORDER BY class.id",
        );
        let read = |row: &PgRow| membership(Role::Student, row);
        self.list(find.bind(person.0).bind(day.0), read).await
    }

    async fn teaching_memberships(&mut self, person: PersonId, day: Day) -> Stored<Vec<Membership>> {
        let find = ask(
            "SELECT class.school, school.name, class.id, class.name, NULL::uuid, class_teacher, subject FROM teaching
             JOIN class ON class.id = teaching.class LEFT JOIN school ON school.id = class.school
             WHERE person = $1 AND $2 BETWEEN from_day AND to_day
             ORDER BY class_teacher DESC, class.grade, class.name, subject, class.id",
        );
        let read = |row: &PgRow| {
            let role = if row.try_get(5)? {
                Role::ClassTeacher
            } else {
                Role::Teacher
            };
            Ok(Membership {
                subject: row.try_get(6)?,
                ..membership(role, row)?
            })
        };
        self.list(find.bind(person.0).bind(day.0), read).await
    }

    async fn role_memberships(&mut self, person: PersonId) -> Stored<Vec<Membership>> {
        let find = ask(
            "SELECT role, school.id, school.name FROM role LEFT JOIN school ON school.id = role.school
             WHERE person = $1 ORDER BY role, role.school",
        );
        let read = |row: &PgRow| Ok((row.try_get(0)?, row.try_get(1)?, row.try_get(2)?));
        let rows = self.list(find.bind(person.0), read).await?;
        let read = |(word, school, school_name): (String, Option<Uuid>, Option<String>)| {
            let role = serde_json::from_value(serde_json::Value::String(word)).ok()?;
            Some(Membership {
                role,
                school: school.map(SchoolId),
                school_name: school_name.unwrap_or_default(),
                class: None,
                class_name: String::new(),
                child: None,
                subject: String::new(),
            })
        };
        Ok(rows.into_iter().filter_map(read).collect())
    }
}

fn membership(role: Role, row: &PgRow) -> Result<Membership, Error> {
    Ok(Membership {
        role,
        school: row.try_get::<Option<Uuid>, _>(0)?.map(SchoolId),
        school_name: row.try_get::<Option<String>, _>(1)?.unwrap_or_default(),
        class: row.try_get::<Option<Uuid>, _>(2)?.map(ClassId),
        class_name: row.try_get::<Option<String>, _>(3)?.unwrap_or_default(),
        child: row.try_get::<Option<Uuid>, _>(4)?.map(ChildId),
        subject: String::new(),
    })
}
