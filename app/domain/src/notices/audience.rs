//! Whom a notice is for, who may address them, and what of it lies where.

use super::row::Counts;
use crate::{
    ids::{ClassId, PersonId, SchoolId},
    people::{ClassSize, Me, Role},
    scope::{Scope, ScopeKind},
    time::Day,
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A class, several of one grade, or a school.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Address {
    pub school: SchoolId,
    pub level: Level,
    /// Sorted; empty for a whole school.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub classes: Vec<ClassId>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// By a teacher of the class.
    Class,
    /// By its grade head.
    Grade,
    /// By a school administrator.
    School,
}

/// What is to be known of an address before somebody may write to it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Audience {
    /// Whether the actor may address it.
    pub may: bool,
    pub is_admin: bool,
    /// As shown: 三年级2班.
    pub to: String,
    pub counts: Counts,
    /// The most notices that one of its classes gets, by day.
    pub busiest: BTreeMap<Day, u32>,
    /// Names of the pupils, as far as known here: for the guard.
    pub names: Vec<String>,
}

impl Address {
    pub fn class(school: SchoolId, class: ClassId) -> Address {
        Address {
            school,
            level: Level::Class,
            classes: vec![class],
        }
    }

    /// Families and staff of those addressed, and the author.
    pub fn homes(&self, author: PersonId) -> Vec<Scope> {
        let mut homes = vec![Scope::new(ScopeKind::Person, author.0)];
        match self.level {
            Level::School => homes.extend([
                Scope::new(ScopeKind::SchoolFamily, self.school.0),
                Scope::new(ScopeKind::SchoolStaff, self.school.0),
            ]),
            Level::Class | Level::Grade => homes.extend(self.classes.iter().flat_map(|class| {
                [
                    Scope::new(ScopeKind::ClassFamily, class.0),
                    Scope::new(ScopeKind::ClassStaff, class.0),
                ]
            })),
        }
        homes
    }

    pub fn includes(&self, school: SchoolId, class: ClassId) -> bool {
        match self.level {
            Level::School => self.school == school,
            Level::Class | Level::Grade => self.classes.contains(&class),
        }
    }

    /// Well-formed: the classes that the level wants, each once, in order.
    pub fn is_sound(&self) -> bool {
        let sorted = self.classes.windows(2).all(|pair| pair[0] < pair[1]);
        let count = match self.level {
            Level::Class | Level::Grade => !self.classes.is_empty(),
            Level::School => self.classes.is_empty(),
        };
        sorted && count
    }
}

/// What a phone knows of an address: the author's roles, the sizes of the school's classes, and what those
/// classes get already. `per_day` counts notices of one class by day, names are those of the author's own lists.
pub fn audience_on_phone(
    address: &Address,
    me: &Me,
    sizes: &[&ClassSize],
    per_day: impl Fn(ClassId) -> BTreeMap<Day, u32>,
    names: Vec<String>,
) -> Audience {
    let of_school = sizes.iter().filter(|size| size.school == address.school);
    let addressed: Vec<&ClassSize> = of_school
        .filter(|size| address.includes(size.school, size.id))
        .copied()
        .collect();
    let teaches = |class: ClassId| me.memberships.iter().any(|member| member.teaches(class));
    let has_role = |role| {
        me.memberships
            .iter()
            .any(|m| m.role == role && m.school == Some(address.school))
    };
    let own_grades: Vec<u8> = sizes
        .iter()
        .filter(|size| size.school == address.school && teaches(size.id))
        .map(|size| size.grade)
        .collect();
    let grades: Vec<u8> = addressed.iter().map(|size| size.grade).collect();
    let is_admin = has_role(Role::SchoolAdmin);
    let mut busiest = BTreeMap::new();
    for size in &addressed {
        for (day, count) in per_day(size.id) {
            let most: &mut u32 = busiest.entry(day).or_default();
            *most = (*most).max(count);
        }
    }
    Audience {
        may: may(address, &grades, &own_grades, teaches, has_role),
        is_admin,
        to: name(address.level, &addressed),
        counts: addressed
            .iter()
            .fold(Counts::default(), |sum, size| sum.plus(&size.counts)),
        busiest,
        names,
    }
}

/// The rule of authority, the same on phone and office: a teacher of each class, the grade head of a grade in which
/// that person teaches, an administrator of the school.
pub fn may(
    address: &Address,
    grades: &[u8],
    own_grades: &[u8],
    teaches: impl Fn(ClassId) -> bool,
    has_role: impl Fn(Role) -> bool,
) -> bool {
    let all_known = address.level == Level::School || grades.len() == address.classes.len();
    let admin = has_role(Role::SchoolAdmin);
    address.is_sound()
        && all_known
        && match address.level {
            Level::Class => admin || address.classes.iter().all(|class| teaches(*class)),
            Level::Grade => {
                let own = grades.iter().all(|grade| own_grades.contains(grade));
                let one = grades.windows(2).all(|pair| pair[0] == pair[1]);
                one && (admin || (has_role(Role::GradeHead) && own))
            }
            Level::School => admin,
        }
}

/// 三年级2班, also where its grade head wrote; 三年级; the school's name.
pub fn name(level: Level, classes: &[&ClassSize]) -> String {
    match (level, classes.first()) {
        (_, None) => String::new(),
        (Level::School, Some(first)) => first.school_name.clone(),
        // One class, written to by whoever leads the grade.
        (Level::Grade, Some(first)) if classes.len() == 1 => first.name.clone(),
        (Level::Grade, Some(first)) => format!("{}年级", numeral(first.grade)),
        (Level::Class, Some(_)) => {
            let names: Vec<&str> = classes.iter().map(|size| size.name.as_str()).collect();
            names.join("、")
        }
    }
}

/// 一 for 1, up to 九.
pub fn numeral(grade: u8) -> &'static str {
    const NUMERALS: [&str; 9] = ["一", "二", "三", "四", "五", "六", "七", "八", "九"];
    NUMERALS
        .get(usize::from(grade).wrapping_sub(1))
        .copied()
        .unwrap_or("")
}

impl Counts {
    pub fn plus(&self, other: &Counts) -> Counts {
        Counts {
            children: self.children + other.children,
            guardians: self.guardians + other.guardians,
            unreachable: self.unreachable + other.unreachable,
        }
    }
}
