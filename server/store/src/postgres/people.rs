//! People and their ties in PostgreSQL.

use super::{
    PgTx,
    ask::{ask, number},
    engine::{row_key, text},
};
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
use sqlx_core::{error::Error, row::Row};
use sqlx_postgres::PgRow;
use std::collections::BTreeMap;
use uuid::Uuid;

/// Open ends of a tie: before and after every day that a school can name.
const EVER: Day = Day(i32::MAX);
const ALWAYS: Day = Day(i32::MIN);

/// A query for rows that [`teaching`] reads.
macro_rules! teachings {
    ($rest:literal) => {
        concat!(
            "SELECT teaching.person, teaching.class, class.school, teaching.class_teacher, teaching.subject,
             teaching.from_day, teaching.to_day FROM teaching JOIN class ON class.id = teaching.class ",
            $rest
        )
    };
}
pub(super) use teachings;

#[async_trait(?Send)]
impl PeopleTx for PgTx<'_> {
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
        let find = ask(teachings!(
            "JOIN enrolment ON enrolment.class = class.id
             WHERE teaching.person = $1 AND enrolment.child = $2
             AND $3 BETWEEN teaching.from_day AND teaching.to_day
             AND $3 BETWEEN enrolment.from_day AND enrolment.to_day
             ORDER BY teaching.class, class_teacher, subject"
        ));
        self.list(find.bind(person.0).bind(child.0).bind(day.0), teaching)
            .await
    }

    async fn children_of(&mut self, person: PersonId, day: Day) -> Stored<Vec<ChildTie>> {
        let find = ask(
            "SELECT guardianship.child, enrolment.class, class.school, guardianship.rights
             FROM guardianship JOIN enrolment ON enrolment.child = guardianship.child
             JOIN class ON class.id = enrolment.class
             WHERE guardianship.person = $1
             AND $2 BETWEEN guardianship.from_day AND guardianship.to_day
             AND $2 BETWEEN enrolment.from_day AND enrolment.to_day ORDER BY guardianship.child, enrolment.class",
        );
        let read = |row: &PgRow| {
            Ok(ChildTie {
                child: ChildId(row.try_get(0)?),
                class: ClassId(row.try_get(1)?),
                school: SchoolId(row.try_get(2)?),
                rights: rights(row.try_get(3)?),
            })
        };
        self.list(find.bind(person.0).bind(day.0), read).await
    }

    async fn teaching_of(&mut self, person: PersonId, day: Day) -> Stored<Vec<Teaching>> {
        let find = ask(teachings!(
            "WHERE teaching.person = $1 AND $2 BETWEEN from_day AND to_day
             ORDER BY class_teacher DESC, class.name, subject, teaching.class"
        ));
        self.list(find.bind(person.0).bind(day.0), teaching).await
    }

    async fn pupils(&mut self, class: ClassId, day: Day) -> Stored<Vec<PupilTie>> {
        let find = ask(
            "SELECT child, seat FROM enrolment WHERE class = $1 AND $2 BETWEEN from_day AND to_day
             ORDER BY seat, child",
        );
        let read = |row: &PgRow| {
            Ok(PupilTie {
                child: ChildId(row.try_get(0)?),
                seat: number(row, 1)?,
            })
        };
        self.list(find.bind(class.0).bind(day.0), read).await
    }

    async fn guardianship(&mut self, person: PersonId, child: ChildId) -> Stored<Option<Guardianship>> {
        let find = ask(
            "SELECT relation, legal, rights, ord, from_day, to_day FROM guardianship
             WHERE person = $1 AND child = $2",
        );
        let read = |row: &PgRow| {
            Ok(Guardianship {
                child,
                person,
                relation: row.try_get(0)?,
                legal: row.try_get(1)?,
                rights: rights(row.try_get(2)?),
                order: number(row, 3)?,
                from: open(row.try_get(4)?, ALWAYS),
                to: open(row.try_get(5)?, EVER),
            })
        };
        self.first(find.bind(person.0).bind(child.0), read).await
    }

    async fn rows_of_staff(&mut self, person: PersonId) -> Stored<Vec<RowKey>> {
        let find = ask("SELECT kind, id FROM row WHERE staff = $1 ORDER BY kind, id");
        self.list(find.bind(person.to_string()), row_key).await
    }

    async fn class_row(&mut self, class: ClassId) -> Stored<Option<ClassRow>> {
        let find = ask("SELECT id, school, name, grade FROM class WHERE id = $1");
        self.first(find.bind(class.0), class_row).await
    }

    async fn classes_of_school(&mut self, school: SchoolId) -> Stored<Vec<ClassRow>> {
        let find =
            ask("SELECT id, school, name, grade FROM class WHERE school = $1 ORDER BY grade, name, id");
        self.list(find.bind(school.0), class_row).await
    }

    async fn school_name(&mut self, school: SchoolId) -> Stored<Option<String>> {
        let find = ask("SELECT name FROM school WHERE id = $1");
        self.first(find.bind(school.0), text).await
    }

    async fn roles_of(&mut self, person: PersonId) -> Stored<Vec<RoleRow>> {
        let find = ask("SELECT role, school FROM role WHERE person = $1 ORDER BY role, school");
        let read = |row: &PgRow| Ok((row.try_get(0)?, row.try_get(1)?));
        let rows: Vec<(String, Uuid)> = self.list(find.bind(person.0), read).await?;
        let read = |(word, school): (String, Uuid)| {
            let role = serde_json::from_value(serde_json::Value::String(word)).ok()?;
            let school = (!school.is_nil()).then_some(SchoolId(school));
            Some(RoleRow { person, role, school })
        };
        Ok(rows.into_iter().filter_map(read).collect())
    }

    async fn children_last_heard(&mut self, from: Day, to: Day) -> Stored<Vec<ChildId>> {
        let find = ask("SELECT DISTINCT guardianship.child FROM guardianship
             JOIN (SELECT person, max(last_seen) AS heard FROM device GROUP BY person) AS contact
             ON contact.person = guardianship.person
             WHERE heard >= $1 AND heard < $2 ORDER BY guardianship.child");
        let find = find.bind(from.start().0).bind(to.start().0);
        self.list(find, |row| row.try_get(0).map(ChildId)).await
    }

    async fn child_card(&mut self, child: ChildId, day: Day) -> Stored<Option<ChildCard>> {
        self.read_child_card(child, day).await
    }

    async fn class_card(&mut self, class: ClassId, day: Day) -> Stored<Option<ClassCard>> {
        self.read_class_card(class, day).await
    }

    async fn me(&mut self, person: PersonId, day: Day) -> Stored<Option<Me>> {
        self.read_me(person, day).await
    }

    async fn classes_of_child(&mut self, child: ChildId) -> Stored<Vec<ClassId>> {
        let find = ask("SELECT DISTINCT class FROM enrolment WHERE child = $1 ORDER BY class");
        self.list(find.bind(child.0), |row| row.try_get(0).map(ClassId))
            .await
    }

    async fn guardians_of_child(&mut self, child: ChildId) -> Stored<Vec<PersonId>> {
        let find = ask("SELECT person FROM guardianship WHERE child = $1 ORDER BY person");
        self.list(find.bind(child.0), |row| row.try_get(0).map(PersonId))
            .await
    }

    async fn classes_of_teacher(&mut self, person: PersonId) -> Stored<Vec<ClassId>> {
        let find = ask("SELECT DISTINCT class FROM teaching WHERE person = $1 ORDER BY class");
        self.list(find.bind(person.0), |row| row.try_get(0).map(ClassId))
            .await
    }

    async fn staff_of_class(&mut self, class: ClassId) -> Stored<Vec<PersonId>> {
        let find = ask("SELECT DISTINCT person FROM teaching WHERE class = $1 ORDER BY person");
        self.list(find.bind(class.0), |row| row.try_get(0).map(PersonId))
            .await
    }

    async fn turned(&mut self, seen: Day, today: Day) -> Stored<(Vec<ChildId>, Vec<PersonId>)> {
        macro_rules! turned {
            () => {
                "(from_day > $1 AND from_day <= $2) OR (to_day >= $1 AND to_day < $2)"
            };
        }
        let children = ask(concat!(
            "SELECT child FROM enrolment WHERE ",
            turned!(),
            " UNION SELECT child FROM guardianship WHERE ",
            turned!(),
            " ORDER BY child"
        ));
        let people = ask(concat!(
            "SELECT DISTINCT person FROM teaching WHERE ",
            turned!(),
            " ORDER BY person"
        ));
        let (children, people) = (
            children.bind(seen.0).bind(today.0),
            people.bind(seen.0).bind(today.0),
        );
        Ok((
            self.list(children, |row| row.try_get(0).map(ChildId)).await?,
            self.list(people, |row| row.try_get(0).map(PersonId)).await?,
        ))
    }

    async fn seen_day(&mut self) -> Stored<Option<Day>> {
        let day = self.first(ask("SELECT value FROM meta WHERE key = 'seen_day'"), text);
        Ok(day.await?.and_then(|text| text.parse().ok()).map(Day))
    }

    async fn set_seen_day(&mut self, day: Day) -> Stored<()> {
        let set = ask("INSERT INTO meta (key, value) VALUES ('seen_day', $1)
             ON CONFLICT (key) DO UPDATE SET value = excluded.value");
        self.execute(set.bind(day.0.to_string())).await
    }

    async fn enrolments_of(&mut self, child: ChildId) -> Stored<Vec<Enrolment>> {
        let find = ask(
            "SELECT class, seat, from_day, to_day FROM enrolment WHERE child = $1 ORDER BY from_day, class",
        );
        let read = |row: &PgRow| {
            Ok(Enrolment {
                child,
                class: ClassId(row.try_get(0)?),
                seat: number(row, 1)?,
                from: open(row.try_get(2)?, ALWAYS),
                to: open(row.try_get(3)?, EVER),
            })
        };
        self.list(find.bind(child.0), read).await
    }

    async fn drop_enrolment(&mut self, e: &Enrolment) -> Stored<()> {
        let drop = ask("DELETE FROM enrolment WHERE child = $1 AND class = $2 AND from_day = $3");
        let drop = drop.bind(e.child.0).bind(e.class.0);
        self.execute(drop.bind(e.from.unwrap_or(ALWAYS).0)).await
    }

    async fn drop_teaching(&mut self, t: &Teaching) -> Stored<()> {
        let drop = ask(
            "DELETE FROM teaching WHERE person = $1 AND class = $2 AND class_teacher = $3 AND subject = $4",
        );
        let drop = drop.bind(t.person.0).bind(t.class.0);
        self.execute(drop.bind(t.class_teacher).bind(&t.subject)).await
    }

    async fn set_school(&mut self, id: SchoolId, name: &str) -> Stored<()> {
        let set = ask(
            "INSERT INTO school (id, name) VALUES ($1, $2) ON CONFLICT (id) DO UPDATE SET name = excluded.name",
        );
        self.execute(set.bind(id.0).bind(name)).await
    }

    async fn set_class(&mut self, id: ClassId, school: SchoolId, name: &str, grade: u8) -> Stored<()> {
        let set = ask(
            "INSERT INTO class (id, school, name, grade) VALUES ($1, $2, $3, $4)
             ON CONFLICT (id) DO UPDATE
             SET school = excluded.school, name = excluded.name, grade = excluded.grade",
        );
        let set = set.bind(id.0).bind(school.0).bind(name);
        self.execute(set.bind(i32::from(grade))).await
    }

    async fn set_person(&mut self, person: &PersonRow) -> Stored<()> {
        let set = ask("INSERT INTO person (id, name, given_name) VALUES ($1, $2, $3)
             ON CONFLICT (id) DO UPDATE SET name = excluded.name, given_name = excluded.given_name");
        let set = set.bind(person.id.0).bind(&person.name);
        self.execute(set.bind(&person.given_name)).await
    }

    async fn set_enrolment(&mut self, e: &Enrolment) -> Stored<()> {
        let (from, to) = (e.from.unwrap_or(ALWAYS), e.to.unwrap_or(EVER));
        let set = ask(
            "INSERT INTO enrolment (child, class, seat, from_day, to_day) VALUES ($1, $2, $3, $4, $5)
             ON CONFLICT (child, class, from_day) DO UPDATE SET seat = excluded.seat, to_day = excluded.to_day",
        );
        let set = set.bind(e.child.0).bind(e.class.0).bind(i32::from(e.seat));
        self.execute(set.bind(from.0).bind(to.0)).await
    }

    async fn set_guardianship(&mut self, edge: &Guardianship) -> Stored<()> {
        let (from, to) = (edge.from.unwrap_or(ALWAYS), edge.to.unwrap_or(EVER));
        let rights = serde_json::to_string(&edge.rights).unwrap_or_default();
        let set = ask(
            "INSERT INTO guardianship (child, person, relation, legal, rights, ord, from_day, to_day)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (child, person) DO UPDATE
             SET relation = excluded.relation, legal = excluded.legal, rights = excluded.rights,
             ord = excluded.ord, from_day = excluded.from_day, to_day = excluded.to_day",
        );
        let set = set.bind(edge.child.0).bind(edge.person.0).bind(&edge.relation);
        let set = set.bind(edge.legal).bind(rights).bind(i32::from(edge.order));
        self.execute(set.bind(from.0).bind(to.0)).await
    }

    async fn set_teaching(&mut self, t: &Teaching) -> Stored<()> {
        let (from, to) = (t.from.unwrap_or(ALWAYS), t.to.unwrap_or(EVER));
        let set = ask(
            "INSERT INTO teaching (person, class, subject, class_teacher, from_day, to_day)
             VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (person, class, class_teacher, subject) DO UPDATE
             SET from_day = excluded.from_day, to_day = excluded.to_day",
        );
        let set = set.bind(t.person.0).bind(t.class.0).bind(&t.subject);
        self.execute(set.bind(t.class_teacher).bind(from.0).bind(to.0))
            .await
    }

    async fn set_role(&mut self, role: &RoleRow) -> Stored<()> {
        let word = serde_json::to_value(role.role)
            .ok()
            .and_then(|word| word.as_str().map(str::to_owned));
        let school = role.school.map_or(Uuid::nil(), |school| school.0);
        let set = ask("INSERT INTO role (person, role, school) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING");
        self.execute(set.bind(role.person.0).bind(word).bind(school))
            .await
    }

    async fn records(&mut self) -> Stored<BTreeMap<RecordKey, Record>> {
        self.read_records().await
    }

    async fn record(&mut self, key: &RecordKey) -> Stored<Option<Record>> {
        self.read_record(key).await
    }

    async fn record_id(&mut self, key: &RecordKey) -> Stored<Option<Uuid>> {
        self.read_record_id(key).await
    }

    async fn set_record(&mut self, record: &Record, id: Uuid) -> Stored<()> {
        self.write_record(record, id).await
    }

    async fn log(&mut self, what: &str, detail: &str, now: Instant) -> Stored<()> {
        let add = ask("INSERT INTO admin_log (at, what, detail) VALUES ($1, $2, $3)");
        self.execute(add.bind(now.0).bind(what).bind(detail)).await
    }
}

pub(super) fn teaching(row: &PgRow) -> Result<Teaching, Error> {
    Ok(Teaching {
        person: PersonId(row.try_get(0)?),
        class: ClassId(row.try_get(1)?),
        school: SchoolId(row.try_get(2)?),
        class_teacher: row.try_get(3)?,
        subject: row.try_get(4)?,
        from: open(row.try_get(5)?, ALWAYS),
        to: open(row.try_get(6)?, EVER),
    })
}

fn class_row(row: &PgRow) -> Result<ClassRow, Error> {
    Ok(ClassRow {
        id: ClassId(row.try_get(0)?),
        school: SchoolId(row.try_get(1)?),
        name: row.try_get(2)?,
        grade: number(row, 3)?,
    })
}

pub(super) fn rights(text: &str) -> Rights {
    serde_json::from_str(text).unwrap_or_default()
}

fn open(day: i32, end: Day) -> Option<Day> {
    (day != end.0).then_some(Day(day))
}
