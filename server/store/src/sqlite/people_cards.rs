//! The cards that devices get, read from the ties of a day.

use super::{
    SqliteTx, broken,
    people::{TEACHING, rights, teaching},
};
use domain::{
    ChildId, ClassId, Day, PersonId, SchoolId,
    limits::SILENT_DAYS,
    people::{ChildCard, ClassCard, GuardianCard, Me, Membership, Pupil, Role, StaffCard},
};
use office::tx::Stored;
use rusqlite::{OptionalExtension, params};
use std::collections::BTreeMap;
use uuid::Uuid;

impl SqliteTx<'_> {
    /// The card with the class the child is in today; `None` once a child has left every class.
    pub(super) fn read_child_card(&self, child: ChildId, day: Day) -> Stored<Option<ChildCard>> {
        let mut find = self.prepare(
            "SELECT person.name, person.given_name, class.id, class.name, school.name, class.school FROM enrolment
             JOIN person ON person.id = enrolment.child JOIN class ON class.id = enrolment.class
             LEFT JOIN school ON school.id = class.school
             WHERE enrolment.child = ?1 AND ?2 BETWEEN from_day AND to_day ORDER BY from_day DESC LIMIT 1",
        )?;
        let card = find.query_row(params![child.0, day.0], |row| {
            Ok(ChildCard {
                id: child,
                name: row.get(0)?,
                given_name: row.get(1)?,
                class: ClassId(row.get(2)?),
                class_name: row.get(3)?,
                school: Some(SchoolId(row.get(5)?)),
                school_name: row.get::<_, Option<String>>(4)?.unwrap_or_default(),
                guardians: Vec::new(),
                staff: Vec::new(),
            })
        });
        let Some(mut card) = card.optional().map_err(broken)? else {
            return Ok(None);
        };
        card.guardians = self.guardian_cards(child, day)?;
        card.staff = self.staff_cards(card.class, day)?;
        Ok(Some(card))
    }

    /// Only guardians with some right today: one whose rights were taken away is on no card.
    fn guardian_cards(&self, child: ChildId, day: Day) -> Stored<Vec<GuardianCard>> {
        let sql = "SELECT guardianship.person, person.name, relation, rights,
             EXISTS (SELECT 1 FROM account WHERE account.person = guardianship.person),
             (SELECT max(last_seen) FROM device WHERE device.person = guardianship.person)
             FROM guardianship JOIN person ON person.id = guardianship.person
             WHERE child = ?1 AND ?2 BETWEEN from_day AND to_day AND rights <> '[]' ORDER BY ord, guardianship.person";
        let heard_since = day.plus_days(-SILENT_DAYS).start();
        self.list(sql, params![child.0, day.0], |row| {
            let heard: Option<i64> = row.get(5)?;
            Ok(GuardianCard {
                person: PersonId(row.get(0)?),
                name: row.get(1)?,
                relation: row.get(2)?,
                rights: rights(&row.get::<_, String>(3)?),
                has_account: row.get(4)?,
                silent: heard.is_some_and(|heard| heard < heard_since.0),
            })
        })
    }

    /// One card for each teacher of a class, the class teacher first.
    fn staff_cards(&self, class: ClassId, day: Day) -> Stored<Vec<StaffCard>> {
        let sql = format!(
            "{TEACHING} WHERE teaching.class = ?1 AND ?2 BETWEEN from_day AND to_day ORDER BY subject"
        );
        let mut cards: BTreeMap<PersonId, StaffCard> = BTreeMap::new();
        for tie in self.list(&sql, params![class.0, day.0], teaching)? {
            let name = self.name(tie.person)?;
            let card = cards.entry(tie.person).or_insert_with(|| StaffCard {
                person: tie.person,
                name,
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

    pub(super) fn read_class_card(&self, class: ClassId, day: Day) -> Stored<Option<ClassCard>> {
        let mut find = self.prepare(
            "SELECT class.name, school.name FROM class LEFT JOIN school ON school.id = class.school
             WHERE class.id = ?1",
        )?;
        let named = find.query_row(params![class.0], |row| {
            Ok((row.get(0)?, row.get::<_, Option<String>>(1)?))
        });
        let Some((name, school_name)) = named.optional().map_err(broken)? else {
            return Ok(None);
        };
        let sql = "SELECT enrolment.child, person.name, seat FROM enrolment
             JOIN person ON person.id = enrolment.child
             WHERE class = ?1 AND ?2 BETWEEN from_day AND to_day ORDER BY seat, enrolment.child";
        let pupils = self.list(sql, params![class.0, day.0], |row| {
            Ok(Pupil {
                child: ChildId(row.get(0)?),
                name: row.get(1)?,
                seat: row.get(2)?,
            })
        })?;
        let school_name = school_name.unwrap_or_default();
        Ok(Some(ClassCard {
            id: class,
            name,
            school_name,
            pupils,
            staff: self.staff_cards(class, day)?,
        }))
    }

    pub(super) fn read_me(&self, person: PersonId, day: Day) -> Stored<Option<Me>> {
        let name: Option<String> = self.one("SELECT name FROM person WHERE id = ?1", params![person.0])?;
        let Some(name) = name else { return Ok(None) };
        let mut memberships = self.guardian_memberships(person, day)?;
        memberships.extend(self.student_memberships(person, day)?);
        memberships.extend(self.teaching_memberships(person, day)?);
        memberships.extend(self.role_memberships(person)?);
        Ok(Some(Me {
            person,
            name,
            memberships,
        }))
    }

    fn guardian_memberships(&self, person: PersonId, day: Day) -> Stored<Vec<Membership>> {
        let sql =
            "SELECT class.school, school.name, class.id, class.name, guardianship.child FROM guardianship
             JOIN enrolment ON enrolment.child = guardianship.child
             JOIN class ON class.id = enrolment.class LEFT JOIN school ON school.id = class.school
             WHERE guardianship.person = ?1 AND guardianship.rights <> '[]'
             AND ?2 BETWEEN guardianship.from_day AND guardianship.to_day
             AND ?2 BETWEEN enrolment.from_day AND enrolment.to_day ORDER BY guardianship.child";
        self.list(sql, params![person.0, day.0], |row| {
            membership(Role::Guardian, row)
        })
    }

    fn student_memberships(&self, person: PersonId, day: Day) -> Stored<Vec<Membership>> {
        let sql = "SELECT class.school, school.name, class.id, class.name, enrolment.child FROM enrolment
             JOIN class ON class.id = enrolment.class LEFT JOIN school ON school.id = class.school
             WHERE enrolment.child = ?1 AND ?2 BETWEEN from_day AND to_day ORDER BY class.id";
        self.list(sql, params![person.0, day.0], |row| {
            membership(Role::Student, row)
        })
    }

    fn teaching_memberships(&self, person: PersonId, day: Day) -> Stored<Vec<Membership>> {
        let sql = "SELECT class.school, school.name, class.id, class.name, NULL, class_teacher, subject FROM teaching
             JOIN class ON class.id = teaching.class LEFT JOIN school ON school.id = class.school
             WHERE person = ?1 AND ?2 BETWEEN from_day AND to_day
             ORDER BY class_teacher DESC, class.grade, class.name, subject";
        self.list(sql, params![person.0, day.0], |row| {
            let role = if row.get(5)? {
                Role::ClassTeacher
            } else {
                Role::Teacher
            };
            Ok(Membership {
                subject: row.get(6)?,
                ..membership(role, row)?
            })
        })
    }

    fn role_memberships(&self, person: PersonId) -> Stored<Vec<Membership>> {
        let sql = "SELECT role, school.id, school.name FROM role LEFT JOIN school ON school.id = role.school
             WHERE person = ?1 ORDER BY role";
        let rows = self.list(sql, params![person.0], |row| {
            Ok((
                row.get::<_, String>(0)?,
                row.get::<_, Option<Uuid>>(1)?,
                row.get::<_, Option<String>>(2)?,
            ))
        })?;
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

    fn name(&self, person: PersonId) -> Stored<String> {
        let name = self.one("SELECT name FROM person WHERE id = ?1", params![person.0])?;
        Ok(name.unwrap_or_default())
    }
}

fn membership(role: Role, row: &rusqlite::Row<'_>) -> rusqlite::Result<Membership> {
    Ok(Membership {
        role,
        school: row.get::<_, Option<Uuid>>(0)?.map(SchoolId),
        school_name: row.get::<_, Option<String>>(1)?.unwrap_or_default(),
        class: row.get::<_, Option<Uuid>>(2)?.map(ClassId),
        class_name: row.get::<_, Option<String>>(3)?.unwrap_or_default(),
        child: row.get::<_, Option<Uuid>>(4)?.map(ChildId),
        subject: String::new(),
    })
}
