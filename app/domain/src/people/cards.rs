//! The rows that show a roster to devices. No telephone number, no birth date, no registration: what a
//! screen does not need does not travel.

use super::rights::{Right, Rights, Standing};
use crate::{
    ids::{ChildId, ClassId, PersonId, SchoolId},
    notices::Counts,
    scope::{Scope, ScopeKind},
};
use serde::{Deserialize, Serialize};

/// A person's own account; lies in that person's scope.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Me {
    pub person: PersonId,
    pub name: String,
    #[serde(default)]
    pub memberships: Vec<Membership>,
}

/// One role of a person in a class, grade, school or city.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Membership {
    pub role: Role,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub school: Option<SchoolId>,
    #[serde(default)]
    pub school_name: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub class: Option<ClassId>,
    #[serde(default)]
    pub class_name: String,
    /// The child that a guardian answers for, or the student's own id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub child: Option<ChildId>,
    /// What a subject teacher teaches in that class.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub subject: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    Guardian,
    Student,
    Teacher,
    ClassTeacher,
    Coordinator,
    GradeHead,
    SchoolAdmin,
    Bureau,
}

/// One child, with the people around it; lies with the family and with the class's staff.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChildCard {
    pub id: ChildId,
    pub name: String,
    /// What the family calls the child; used where a full name would be stiff.
    #[serde(default)]
    pub given_name: String,
    pub class: ClassId,
    pub class_name: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub school: Option<SchoolId>,
    #[serde(default)]
    pub school_name: String,
    #[serde(default)]
    pub guardians: Vec<GuardianCard>,
    #[serde(default)]
    pub staff: Vec<StaffCard>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GuardianCard {
    pub person: PersonId,
    pub name: String,
    /// 母亲, 父亲, 祖父 …, as the roster says it of this child.
    pub relation: String,
    pub rights: Rights,
    /// Whether this guardian has claimed an account: without one, a note reaches nobody by phone.
    #[serde(default)]
    pub has_account: bool,
    /// Whether none of this guardian's devices was heard of for `limits::SILENT_DAYS` days.
    #[serde(default)]
    pub silent: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StaffCard {
    pub person: PersonId,
    pub name: String,
    #[serde(default)]
    pub class_teacher: bool,
    #[serde(default)]
    pub subjects: Vec<String>,
}

/// A class list; lies with the class's staff.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClassCard {
    pub id: ClassId,
    pub name: String,
    #[serde(default)]
    pub school_name: String,
    pub pupils: Vec<Pupil>,
    #[serde(default)]
    pub staff: Vec<StaffCard>,
}

/// How many a notice to this class reaches; no names, so every teacher of the school has it, for a preview
/// without network.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClassSize {
    pub id: ClassId,
    pub school: SchoolId,
    pub name: String,
    pub grade: u8,
    #[serde(default)]
    pub school_name: String,
    pub counts: Counts,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pupil {
    pub child: ChildId,
    pub name: String,
    #[serde(default)]
    pub seat: u16,
}

impl Me {
    pub fn homes(&self) -> Vec<Scope> {
        vec![Scope::new(ScopeKind::Person, self.person.0)]
    }

    pub fn has_role(&self, role: Role) -> bool {
        self.memberships.iter().any(|membership| membership.role == role)
    }

    pub fn is_staff(&self) -> bool {
        self.memberships
            .iter()
            .any(|m| !matches!(m.role, Role::Guardian | Role::Student))
    }
}

impl ChildCard {
    pub fn homes(&self) -> Vec<Scope> {
        vec![
            Scope::new(ScopeKind::ChildFamily, self.id.0),
            Scope::new(ScopeKind::ClassStaff, self.class.0),
        ]
    }

    /// How a person stands to this child as far as this card tells; the office asks its roster instead.
    pub fn standing(&self, person: PersonId) -> Standing {
        let guardian = self.guardians.iter().find(|guardian| guardian.person == person);
        let staff = self.staff.iter().find(|staff| staff.person == person);
        Standing {
            guardian: guardian
                .map(|guardian| guardian.rights.clone())
                .unwrap_or_default(),
            class_teacher: staff.is_some_and(|staff| staff.class_teacher),
            teaches: staff.is_some(),
        }
    }

    pub fn class_teacher(&self) -> Option<&StaffCard> {
        self.staff.iter().find(|staff| staff.class_teacher)
    }

    pub fn may_reply(&self, person: PersonId) -> bool {
        let standing = self.standing(person);
        standing.teaches || standing.guardian.has(Right::Reply)
    }
}

impl ClassSize {
    pub fn homes(&self) -> Vec<Scope> {
        vec![Scope::new(ScopeKind::SchoolStaff, self.school.0)]
    }
}

impl GuardianCard {
    /// Whether a phone of this guardian gets what is sent.
    pub fn is_reachable(&self) -> bool {
        self.has_account && !self.silent
    }
}

impl Membership {
    pub fn teaches(&self, class: ClassId) -> bool {
        matches!(self.role, Role::Teacher | Role::ClassTeacher) && self.class == Some(class)
    }
}

impl ClassCard {
    pub fn homes(&self) -> Vec<Scope> {
        vec![Scope::new(ScopeKind::ClassStaff, self.id.0)]
    }
}
