//! The port to the store for people and their ties. Ties carry days: a right starts and ends by itself.

use crate::{
    roster::{Record, RecordKey},
    tx::Stored,
};
use async_trait::async_trait;
use domain::{
    ChildId, ClassId, Day, Instant, PersonId, Rights, RowKey, SchoolId,
    people::{ChildCard, ClassCard, Me, Role},
};
use std::collections::BTreeMap;
use uuid::Uuid;

#[derive(Clone, PartialEq, Eq)]
pub struct PersonRow {
    pub id: PersonId,
    pub name: String,
    pub given_name: String,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChildTie {
    pub child: ChildId,
    pub class: ClassId,
    pub school: SchoolId,
    pub rights: Rights,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PupilTie {
    pub child: ChildId,
    pub seat: u16,
}

/// A teacher in a class, for one subject or as its class teacher.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Teaching {
    pub person: PersonId,
    pub class: ClassId,
    pub school: SchoolId,
    pub class_teacher: bool,
    pub subject: String,
    pub from: Option<Day>,
    pub to: Option<Day>,
}

/// A pupil in a home class.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Enrolment {
    pub child: ChildId,
    pub class: ClassId,
    pub seat: u16,
    pub from: Option<Day>,
    pub to: Option<Day>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Guardianship {
    pub child: ChildId,
    pub person: PersonId,
    pub relation: String,
    pub legal: bool,
    pub rights: Rights,
    pub order: u16,
    pub from: Option<Day>,
    /// The last day on which it holds.
    pub to: Option<Day>,
}

/// A role that is not tied to one class.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RoleRow {
    pub person: PersonId,
    pub role: Role,
    pub school: Option<SchoolId>,
}

/// A class with what it is part of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClassRow {
    pub id: ClassId,
    pub school: SchoolId,
    pub name: String,
    pub grade: u8,
}

#[async_trait(?Send)]
pub trait PeopleTx {
    async fn guardian_rights(&mut self, person: PersonId, child: ChildId, day: Day) -> Stored<Rights>;
    async fn teaching_of_child(
        &mut self,
        person: PersonId,
        child: ChildId,
        day: Day,
    ) -> Stored<Vec<Teaching>>;
    async fn children_of(&mut self, person: PersonId, day: Day) -> Stored<Vec<ChildTie>>;
    async fn teaching_of(&mut self, person: PersonId, day: Day) -> Stored<Vec<Teaching>>;
    async fn pupils(&mut self, class: ClassId, day: Day) -> Stored<Vec<PupilTie>>;
    async fn guardianship(&mut self, person: PersonId, child: ChildId) -> Stored<Option<Guardianship>>;
    /// Rows of threads that name this teacher.
    async fn rows_of_staff(&mut self, person: PersonId) -> Stored<Vec<RowKey>>;

    async fn class_row(&mut self, class: ClassId) -> Stored<Option<ClassRow>>;
    /// By grade, then name.
    async fn classes_of_school(&mut self, school: SchoolId) -> Stored<Vec<ClassRow>>;
    async fn school_name(&mut self, school: SchoolId) -> Stored<Option<String>>;
    async fn roles_of(&mut self, person: PersonId) -> Stored<Vec<RoleRow>>;
    /// Children with a guardian whose last contact from any device lies on a day from `from` on and before `to`.
    async fn children_last_heard(&mut self, from: Day, to: Day) -> Stored<Vec<ChildId>>;

    async fn child_card(&mut self, child: ChildId, day: Day) -> Stored<Option<ChildCard>>;
    async fn class_card(&mut self, class: ClassId, day: Day) -> Stored<Option<ClassCard>>;
    async fn me(&mut self, person: PersonId, day: Day) -> Stored<Option<Me>>;
    /// Classes that this child is in or was in, and the people around it: whose devices a change concerns.
    async fn classes_of_child(&mut self, child: ChildId) -> Stored<Vec<ClassId>>;
    async fn guardians_of_child(&mut self, child: ChildId) -> Stored<Vec<PersonId>>;
    /// Classes that this teacher has or had.
    async fn classes_of_teacher(&mut self, person: PersonId) -> Stored<Vec<ClassId>>;
    async fn staff_of_class(&mut self, class: ClassId) -> Stored<Vec<PersonId>>;

    /// Children and people with a tie that began after `seen` and by `today`, or whose last day was `seen` or
    /// later but before `today`.
    async fn turned(&mut self, seen: Day, today: Day) -> Stored<(Vec<ChildId>, Vec<PersonId>)>;
    /// The day up to which ties that begin or end by date have been followed.
    async fn seen_day(&mut self) -> Stored<Option<Day>>;
    async fn set_seen_day(&mut self, day: Day) -> Stored<()>;
    async fn enrolments_of(&mut self, child: ChildId) -> Stored<Vec<Enrolment>>;
    async fn drop_enrolment(&mut self, enrolment: &Enrolment) -> Stored<()>;
    async fn drop_teaching(&mut self, teaching: &Teaching) -> Stored<()>;

    async fn set_school(&mut self, id: SchoolId, name: &str) -> Stored<()>;
    async fn set_class(&mut self, id: ClassId, school: SchoolId, name: &str, grade: u8) -> Stored<()>;
    async fn set_person(&mut self, person: &PersonRow) -> Stored<()>;
    async fn set_enrolment(&mut self, enrolment: &Enrolment) -> Stored<()>;
    async fn set_guardianship(&mut self, edge: &Guardianship) -> Stored<()>;
    async fn set_teaching(&mut self, teaching: &Teaching) -> Stored<()>;
    async fn set_role(&mut self, role: &RoleRow) -> Stored<()>;

    async fn records(&mut self) -> Stored<BTreeMap<RecordKey, Record>>;
    async fn record(&mut self, key: &RecordKey) -> Stored<Option<Record>>;
    async fn record_id(&mut self, key: &RecordKey) -> Stored<Option<Uuid>>;
    async fn set_record(&mut self, record: &Record, id: Uuid) -> Stored<()>;
    /// What an administrator did and why, kept for good: never what somebody wrote to somebody.
    async fn log(&mut self, what: &str, detail: &str, now: Instant) -> Stored<()>;
}
