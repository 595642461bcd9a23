//! The stored roster: one record for each thing that a bundle names, keyed by its `sourcedId`.

use domain::{Day, Rights};
use serde::{Deserialize, Serialize};
use std::fmt;

/// What a record is; the order is the order in which records refer to each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RecordKind {
    Org,
    Term,
    Course,
    Class,
    Person,
    Demographics,
    Enrolment,
    Guardianship,
}

/// The key never changes: where an export gives a person a new id, the old key stays (see `rekey`).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct RecordKey {
    pub kind: RecordKind,
    /// For a guardianship `child|guardian`.
    pub sourced_id: String,
}

impl RecordKey {
    pub fn new(kind: RecordKind, sourced_id: impl Into<String>) -> RecordKey {
        RecordKey {
            kind,
            sourced_id: sourced_id.into(),
        }
    }

    pub fn guardianship(child: &str, guardian: &str) -> RecordKey {
        RecordKey::new(RecordKind::Guardianship, format!("{child}|{guardian}"))
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    pub key: RecordKey,
    pub body: RecordBody,
    /// The last export no longer has it. That is a question to the class teacher ("left?"), not a deletion.
    #[serde(default)]
    pub left: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RecordBody {
    Org(Org),
    Term(Term),
    Course(Course),
    Class(Class),
    Person(Box<Person>),
    Demographics(Demographics),
    Enrolment(Enrolment),
    Guardianship(Guardianship),
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Org {
    pub name: String,
    /// `district`, `local` (a township), `school` and others of the standard.
    pub org_type: String,
    /// The school code.
    pub identifier: String,
    pub parent: String,
    /// 小学, 初级中学, 九年一贯制学校.
    pub school_kind: String,
    pub zone: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Term {
    pub title: String,
    /// `schoolYear`, `term`, `semester` or `gradingPeriod`.
    pub term_type: String,
    pub begin: Day,
    pub end: Day,
    pub parent: String,
    /// The year in which the school year ends.
    pub school_year: String,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Course {
    pub title: String,
    pub course_code: String,
    pub grades: Vec<u8>,
    pub org: String,
    pub school_year: String,
    pub subject: String,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ClassKind {
    /// 行政班: where a pupil belongs.
    #[default]
    Home,
    /// A subject class.
    Group,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Class {
    pub title: String,
    pub class_code: String,
    pub kind: ClassKind,
    pub grades: Vec<u8>,
    pub school: String,
    /// Of a subject class: the home class whose pupils it has, if it says so.
    pub home_class: String,
    pub subject: String,
    pub course: String,
    pub terms: Vec<String>,
    pub location: String,
}

/// The roles of OneRoster 1.1; an unknown one never becomes a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PersonRole {
    Student,
    Teacher,
    Administrator,
    Aide,
    Proctor,
    Parent,
    Guardian,
    Relative,
}

impl PersonRole {
    pub fn is_family(self) -> bool {
        matches!(
            self,
            PersonRole::Parent | PersonRole::Guardian | PersonRole::Relative
        )
    }

    pub fn is_staff(self) -> bool {
        !self.is_family() && self != PersonRole::Student
    }
}

/// A number of a person with its kind, like `XJH` for the 全国学籍号.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UserId {
    pub kind: String,
    pub id: String,
}

#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    pub role: PersonRole,
    pub enabled: bool,
    pub family_name: String,
    pub given_name: String,
    /// Filled where family + given is not how the name is written (names with ·).
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub display_name: String,
    pub orgs: Vec<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub grade: Option<u8>,
    /// 学号 of a pupil, staff number of staff.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub identifier: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub username: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub user_ids: Vec<UserId>,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub job_title: String,
    /// For staff to call; no screen of another family ever gets it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub phone: String,
    /// `sourcedId` of another row that is the same human.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub same_person_as: String,
    /// Later ids under which exports named this person, approved by two people.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub also_known_as: Vec<String>,
}

impl Person {
    /// The name as people read it.
    pub fn shown_name(&self) -> String {
        if !self.display_name.is_empty() {
            return self.display_name.clone();
        }
        let latin = |text: &str| text.chars().any(|c| c.is_ascii_alphabetic());
        if !self.family_name.is_empty() && (latin(&self.family_name) || latin(&self.given_name)) {
            return format!("{} {}", self.given_name, self.family_name);
        }
        format!("{}{}", self.family_name, self.given_name)
    }

    /// The 全国学籍号.
    pub fn registration(&self) -> Option<&str> {
        self.user_ids
            .iter()
            .find(|user_id| user_id.kind == REGISTRATION)
            .map(|user_id| user_id.id.as_str())
    }
}

pub(super) const REGISTRATION: &str = "XJH";

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sex {
    Female,
    Male,
}

#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Demographics {
    pub born: Option<Day>,
    pub sex: Option<Sex>,
    pub ethnicity: String,
    /// 随迁子女.
    pub migrant: bool,
    /// 留守儿童.
    pub left_behind: bool,
    pub boarding: bool,
    pub only_child: bool,
    /// 送教上门.
    pub taught_at_home: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EnrolmentRole {
    Student,
    Teacher,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Enrolment {
    pub class: String,
    pub school: String,
    pub person: String,
    pub role: EnrolmentRole,
    /// Of a teacher in a home class: the 班主任.
    #[serde(default)]
    pub primary: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub begin: Option<Day>,
    /// The last day, inclusive.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub end: Option<Day>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seat: Option<u16>,
    /// What a teacher teaches in a home class, in rosters without subject classes.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub subjects: Vec<String>,
}

impl Enrolment {
    pub fn covers(&self, day: Day) -> bool {
        self.begin.is_none_or(|begin| begin <= day) && self.end.is_none_or(|end| day <= end)
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Guardianship {
    pub child: String,
    pub guardian: String,
    /// 母亲, 父亲, 祖父 …; empty where the roster does not say.
    pub relation: String,
    /// Legal guardian (监护人).
    pub legal: bool,
    /// 1 is whom to reach first.
    pub order: u16,
    pub rights: Rights,
}

/// Names, numbers and birth dates stay out of logs.
impl fmt::Debug for Person {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Person")
            .field("role", &self.role)
            .field("orgs", &self.orgs)
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for Demographics {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Demographics").finish_non_exhaustive()
    }
}

impl fmt::Debug for UserId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("UserId")
            .field("kind", &self.kind)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn person(family: &str, given: &str, display: &str) -> Person {
        Person {
            role: PersonRole::Student,
            enabled: true,
            family_name: family.to_owned(),
            given_name: given.to_owned(),
            display_name: display.to_owned(),
            orgs: Vec::new(),
            grade: None,
            identifier: String::new(),
            username: String::new(),
            user_ids: vec![UserId {
                kind: REGISTRATION.to_owned(),
                id: "G1".to_owned(),
            }],
            job_title: String::new(),
            phone: String::new(),
            same_person_as: String::new(),
            also_known_as: Vec::new(),
        }
    }

    #[test]
    fn names_are_shown_the_way_their_owners_write_them() {
        for (family, given, display, shown) in [
            ("王", "小雨", "", "王小雨"),
            ("", "张欣怡", "", "张欣怡"),
            ("Archer", "Mary", "", "Mary Archer"),
            ("吐尔逊", "麦麦提", "麦麦提·吐尔逊", "麦麦提·吐尔逊"),
        ] {
            assert_eq!(person(family, given, display).shown_name(), shown);
        }
    }

    #[test]
    fn debug_shows_no_name_and_no_number() {
        let text = format!(
            "{:?} {:?}",
            person("王", "小雨", ""),
            person("王", "小雨", "").user_ids
        );
        assert!(!text.contains('王') && !text.contains("G1"), "{text}");
    }

    #[test]
    fn a_record_keeps_its_form_in_json() {
        let record = Record {
            key: RecordKey::guardianship("p1", "g1"),
            body: RecordBody::Guardianship(Guardianship {
                child: "p1".to_owned(),
                guardian: "g1".to_owned(),
                relation: "祖父".to_owned(),
                legal: false,
                order: 2,
                rights: Rights::new([domain::Right::Read, domain::Right::Pickup]),
            }),
            left: false,
        };
        let json = serde_json::json!({
            "key": {"kind": "guardianship", "sourced_id": "p1|g1"},
            "body": {"guardianship": {"child": "p1", "guardian": "g1", "relation": "祖父", "legal": false,
                "order": 2, "rights": ["read", "pickup"]}},
            "left": false,
        });
        assert_eq!(serde_json::to_value(&record).expect("json"), json);
        assert_eq!(serde_json::from_value::<Record>(json).expect("record"), record);
    }
}
