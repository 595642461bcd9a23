//! People and their ties in SQLite.

use super::{SqliteTx, broken};
use async_trait::async_trait;
use domain::{
    ChildId, ClassId, Day, Instant, PersonId, Rights, RowKey, SchoolId,
    people::{ChildCard, ClassCard, Me},
};
use office::{
    people::{ChildTie, ClassRow, Enrolment, Guardianship, PeopleTx, PersonRow, PupilTie, RoleRow, Teaching},
    roster::{Record, RecordKey},
    tx::Stored,
};
use rusqlite::{OptionalExtension, Row, params};
use std::collections::BTreeMap;
use uuid::Uuid;

/// Open ends of a tie: before and after every day that a school can name.
const EVER: Day = Day(i32::MAX);
const ALWAYS: Day = Day(i32::MIN);

pub(super) const TEACHING: &str = "SELECT teaching.person, teaching.class, class.school, teaching.class_teacher,
     teaching.subject, teaching.from_day, teaching.to_day FROM teaching JOIN class ON class.id = teaching.class";

#[async_trait(?Send)]
impl PeopleTx for SqliteTx<'_> {
    async fn guardian_rights(&mut self, person: PersonId, child: ChildId, day: Day) -> Stored<Rights> {
        let edge = self.guardianship(person, child).await?;
        let holds = |edge: &Guardianship| {
            edge.from.is_none_or(|from| from <= day) && edge.to.is_none_or(|to| day <= to)
        };
        Ok(edge.filter(holds).map(|edge| edge.rights).unwrap_or_default())
    }

    async fn teaching_of_child(
        &mut self,
        person: PersonId,
        child: ChildId,
        day: Day,
    ) -> Stored<Vec<Teaching>> {
        let sql = format!(
            "{TEACHING} JOIN enrolment ON enrolment.class = class.id
             WHERE teaching.person = ?1 AND enrolment.child = ?2
             AND ?3 BETWEEN teaching.from_day AND teaching.to_day
             AND ?3 BETWEEN enrolment.from_day AND enrolment.to_day"
        );
        self.list(&sql, params![person.0, child.0, day.0], teaching)
    }

    async fn children_of(&mut self, person: PersonId, day: Day) -> Stored<Vec<ChildTie>> {
        let sql = "SELECT guardianship.child, enrolment.class, class.school, guardianship.rights
             FROM guardianship JOIN enrolment ON enrolment.child = guardianship.child
             JOIN class ON class.id = enrolment.class
             WHERE guardianship.person = ?1
             AND ?2 BETWEEN guardianship.from_day AND guardianship.to_day
             AND ?2 BETWEEN enrolment.from_day AND enrolment.to_day ORDER BY guardianship.child";
        self.list(sql, params![person.0, day.0], |row| {
            Ok(ChildTie {
                child: ChildId(row.get(0)?),
                class: ClassId(row.get(1)?),
                school: SchoolId(row.get(2)?),
                rights: rights(&row.get::<_, String>(3)?),
            })
        })
    }

    async fn teaching_of(&mut self, person: PersonId, day: Day) -> Stored<Vec<Teaching>> {
        let sql = format!(
            "{TEACHING} WHERE teaching.person = ?1 AND ?2 BETWEEN from_day AND to_day
             ORDER BY class_teacher DESC, class.name, subject"
        );
        self.list(&sql, params![person.0, day.0], teaching)
    }

    async fn pupils(&mut self, class: ClassId, day: Day) -> Stored<Vec<PupilTie>> {
        let sql = "SELECT child, seat FROM enrolment WHERE class = ?1 AND ?2 BETWEEN from_day AND to_day
             ORDER BY seat, child";
        self.list(sql, params![class.0, day.0], |row| {
            Ok(PupilTie {
                child: ChildId(row.get(0)?),
                seat: row.get(1)?,
            })
        })
    }

    async fn guardianship(&mut self, person: PersonId, child: ChildId) -> Stored<Option<Guardianship>> {
        let mut find = self.prepare(
            "SELECT relation, legal, rights, ord, from_day, to_day FROM guardianship
             WHERE person = ?1 AND child = ?2",
        )?;
        let edge = find.query_row(params![person.0, child.0], |row| {
            Ok(Guardianship {
                child,
                person,
                relation: row.get(0)?,
                legal: row.get(1)?,
                rights: rights(&row.get::<_, String>(2)?),
                order: row.get(3)?,
                from: open(row.get(4)?, ALWAYS),
                to: open(row.get(5)?, EVER),
            })
        });
        edge.optional().map_err(broken)
    }

    async fn rows_of_staff(&mut self, person: PersonId) -> Stored<Vec<RowKey>> {
        let sql = "SELECT kind, id FROM row WHERE staff = ?1";
        self.list(sql, params![person.to_string()], |row| {
            Ok(RowKey {
                kind: row.get(0)?,
                id: row.get(1)?,
            })
        })
    }

    async fn class_row(&mut self, class: ClassId) -> Stored<Option<ClassRow>> {
        let sql = "SELECT id, school, name, grade FROM class WHERE id = ?1";
        Ok(self.list(sql, params![class.0], class_row)?.pop())
    }

    async fn classes_of_school(&mut self, school: SchoolId) -> Stored<Vec<ClassRow>> {
        let sql = "SELECT id, school, name, grade FROM class WHERE school = ?1 ORDER BY grade, name, id";
        self.list(sql, params![school.0], class_row)
    }

    async fn school_name(&mut self, school: SchoolId) -> Stored<Option<String>> {
        self.one("SELECT name FROM school WHERE id = ?1", params![school.0])
    }

    async fn roles_of(&mut self, person: PersonId) -> Stored<Vec<RoleRow>> {
        let sql = "SELECT role, school FROM role WHERE person = ?1 ORDER BY role, school";
        let rows = self.list(sql, params![person.0], |row| {
            Ok((row.get::<_, String>(0)?, row.get::<_, Vec<u8>>(1)?))
        })?;
        let read = |(word, school): (String, Vec<u8>)| {
            let role = serde_json::from_value(serde_json::Value::String(word)).ok()?;
            let school = Uuid::from_slice(&school).ok().map(SchoolId);
            Some(RoleRow { person, role, school })
        };
        Ok(rows.into_iter().filter_map(read).collect())
    }

    async fn children_last_heard(&mut self, from: Day, to: Day) -> Stored<Vec<ChildId>> {
        let sql = "SELECT DISTINCT guardianship.child FROM guardianship
             JOIN (SELECT person, max(last_seen) AS heard FROM device GROUP BY person) AS contact
             ON contact.person = guardianship.person
             WHERE heard >= ?1 AND heard < ?2 ORDER BY guardianship.child";
        self.list(sql, params![from.start().0, to.start().0], |row| {
            row.get(0).map(ChildId)
        })
    }

    async fn child_card(&mut self, child: ChildId, day: Day) -> Stored<Option<ChildCard>> {
        self.read_child_card(child, day)
    }

    async fn class_card(&mut self, class: ClassId, day: Day) -> Stored<Option<ClassCard>> {
        self.read_class_card(class, day)
    }

    async fn me(&mut self, person: PersonId, day: Day) -> Stored<Option<Me>> {
        self.read_me(person, day)
    }

    async fn classes_of_child(&mut self, child: ChildId) -> Stored<Vec<ClassId>> {
        let sql = "SELECT DISTINCT class FROM enrolment WHERE child = ?1 ORDER BY class";
        self.list(sql, params![child.0], |row| row.get(0).map(ClassId))
    }

    async fn guardians_of_child(&mut self, child: ChildId) -> Stored<Vec<PersonId>> {
        let sql = "SELECT person FROM guardianship WHERE child = ?1 ORDER BY person";
        self.list(sql, params![child.0], |row| row.get(0).map(PersonId))
    }

    async fn classes_of_teacher(&mut self, person: PersonId) -> Stored<Vec<ClassId>> {
        let sql = "SELECT DISTINCT class FROM teaching WHERE person = ?1 ORDER BY class";
        self.list(sql, params![person.0], |row| row.get(0).map(ClassId))
    }

    async fn staff_of_class(&mut self, class: ClassId) -> Stored<Vec<PersonId>> {
        let sql = "SELECT DISTINCT person FROM teaching WHERE class = ?1 ORDER BY person";
        self.list(sql, params![class.0], |row| row.get(0).map(PersonId))
    }

    async fn turned(&mut self, seen: Day, today: Day) -> Stored<(Vec<ChildId>, Vec<PersonId>)> {
        const TURNED: &str = "(from_day > ?1 AND from_day <= ?2) OR (to_day >= ?1 AND to_day < ?2)";
        let children = format!(
            "SELECT child FROM enrolment WHERE {TURNED} UNION SELECT child FROM guardianship WHERE {TURNED}"
        );
        let people = format!("SELECT DISTINCT person FROM teaching WHERE {TURNED}");
        Ok((
            self.list(&children, params![seen.0, today.0], |row| row.get(0).map(ChildId))?,
            self.list(&people, params![seen.0, today.0], |row| row.get(0).map(PersonId))?,
        ))
    }

    async fn seen_day(&mut self) -> Stored<Option<Day>> {
        let day: Option<String> = self.one("SELECT value FROM meta WHERE key = 'seen_day'", params![])?;
        Ok(day.and_then(|text| text.parse().ok()).map(Day))
    }

    async fn set_seen_day(&mut self, day: Day) -> Stored<()> {
        self.execute(
            "INSERT OR REPLACE INTO meta (key, value) VALUES ('seen_day', ?1)",
            params![day.0.to_string()],
        )
    }

    async fn enrolments_of(&mut self, child: ChildId) -> Stored<Vec<Enrolment>> {
        let sql =
            "SELECT class, seat, from_day, to_day FROM enrolment WHERE child = ?1 ORDER BY from_day, class";
        self.list(sql, params![child.0], |row| {
            Ok(Enrolment {
                child,
                class: ClassId(row.get(0)?),
                seat: row.get(1)?,
                from: open(row.get(2)?, ALWAYS),
                to: open(row.get(3)?, EVER),
            })
        })
    }

    async fn drop_enrolment(&mut self, e: &Enrolment) -> Stored<()> {
        let from = e.from.unwrap_or(ALWAYS);
        self.execute(
            "DELETE FROM enrolment WHERE child = ?1 AND class = ?2 AND from_day = ?3",
            params![e.child.0, e.class.0, from.0],
        )
    }

    async fn drop_teaching(&mut self, t: &Teaching) -> Stored<()> {
        self.execute(
            "DELETE FROM teaching WHERE person = ?1 AND class = ?2 AND class_teacher = ?3 AND subject = ?4",
            params![t.person.0, t.class.0, t.class_teacher, t.subject],
        )
    }

    async fn set_school(&mut self, id: SchoolId, name: &str) -> Stored<()> {
        self.execute(
            "INSERT OR REPLACE INTO school (id, name) VALUES (?1, ?2)",
            params![id.0, name],
        )
    }

    async fn set_class(&mut self, id: ClassId, school: SchoolId, name: &str, grade: u8) -> Stored<()> {
        self.execute(
            "INSERT OR REPLACE INTO class (id, school, name, grade) VALUES (?1, ?2, ?3, ?4)",
            params![id.0, school.0, name, grade],
        )
    }

    async fn set_person(&mut self, person: &PersonRow) -> Stored<()> {
        self.execute(
            "INSERT OR REPLACE INTO person (id, name, given_name) VALUES (?1, ?2, ?3)",
            params![person.id.0, person.name, person.given_name],
        )
    }

    async fn set_enrolment(&mut self, e: &Enrolment) -> Stored<()> {
        let (from, to) = (e.from.unwrap_or(ALWAYS), e.to.unwrap_or(EVER));
        self.execute(
            "INSERT OR REPLACE INTO enrolment (child, class, seat, from_day, to_day) VALUES (?1, ?2, ?3, ?4, ?5)",
            params![e.child.0, e.class.0, e.seat, from.0, to.0],
        )
    }

    async fn set_guardianship(&mut self, edge: &Guardianship) -> Stored<()> {
        let (from, to) = (edge.from.unwrap_or(ALWAYS), edge.to.unwrap_or(EVER));
        let rights = serde_json::to_string(&edge.rights).unwrap_or_default();
        self.execute(
            "INSERT OR REPLACE INTO guardianship
             (child, person, relation, legal, rights, ord, from_day, to_day) VALUES (?1,?2,?3,?4,?5,?6,?7,?8)",
            params![edge.child.0, edge.person.0, edge.relation, edge.legal, rights, edge.order, from.0, to.0],
        )
    }

    async fn set_teaching(&mut self, t: &Teaching) -> Stored<()> {
        let (from, to) = (t.from.unwrap_or(ALWAYS), t.to.unwrap_or(EVER));
        self.execute(
            "INSERT OR REPLACE INTO teaching (person, class, subject, class_teacher, from_day, to_day)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            params![t.person.0, t.class.0, t.subject, t.class_teacher, from.0, to.0],
        )
    }

    async fn set_role(&mut self, role: &RoleRow) -> Stored<()> {
        let word = serde_json::to_value(role.role)
            .ok()
            .and_then(|word| word.as_str().map(str::to_owned));
        let school = role
            .school
            .map(|school| school.0.as_bytes().to_vec())
            .unwrap_or_default();
        self.execute(
            "INSERT OR IGNORE INTO role (person, role, school) VALUES (?1, ?2, ?3)",
            params![role.person.0, word, school],
        )
    }

    async fn records(&mut self) -> Stored<BTreeMap<RecordKey, Record>> {
        self.read_records()
    }

    async fn record(&mut self, key: &RecordKey) -> Stored<Option<Record>> {
        self.read_record(key)
    }

    async fn record_id(&mut self, key: &RecordKey) -> Stored<Option<Uuid>> {
        self.read_record_id(key)
    }

    async fn set_record(&mut self, record: &Record, id: Uuid) -> Stored<()> {
        self.write_record(record, id)
    }

    async fn log(&mut self, what: &str, detail: &str, now: Instant) -> Stored<()> {
        self.execute(
            "INSERT INTO admin_log (at, what, detail) VALUES (?1, ?2, ?3)",
            params![now.0, what, detail],
        )
    }
}

pub(super) fn teaching(row: &Row<'_>) -> rusqlite::Result<Teaching> {
    Ok(Teaching {
        person: PersonId(row.get(0)?),
        class: ClassId(row.get(1)?),
        school: SchoolId(row.get(2)?),
        class_teacher: row.get(3)?,
        subject: row.get(4)?,
        from: open(row.get(5)?, ALWAYS),
        to: open(row.get(6)?, EVER),
    })
}

fn class_row(row: &Row<'_>) -> rusqlite::Result<ClassRow> {
    Ok(ClassRow {
        id: ClassId(row.get(0)?),
        school: SchoolId(row.get(1)?),
        name: row.get(2)?,
        grade: row.get(3)?,
    })
}

pub(super) fn rights(text: &str) -> Rights {
    serde_json::from_str(text).unwrap_or_default()
}

fn open(day: i32, end: Day) -> Option<Day> {
    (day != end.0).then_some(Day(day))
}
