//! To whom this person may write, as far as this phone knows; pure.

use crate::{sorted::sorted_by, words::Words};
use domain::{
    ClassId, Row, SchoolId,
    notices::{Address, Audience, Level},
    people::{ClassSize, Membership, Role},
};
use replica::View;

#[derive(Clone, Debug, PartialEq)]
pub struct To {
    pub label: String,
    pub address: Address,
}

/// One's own classes first, then grades and their classes, then the school; each class once.
pub fn addresses(words: &Words, view: &View) -> Vec<To> {
    let memberships = view.me().map(|me| me.memberships.as_slice()).unwrap_or_default();
    let mut all: Vec<To> = Vec::new();
    for member in memberships {
        let (Some(school), Some(class)) = (member.school, member.class) else {
            continue;
        };
        if member.teaches(class) {
            add(&mut all, member.class_name.clone(), Address::class(school, class));
        }
    }
    for (school, grades) in led(view, memberships) {
        let sizes = sizes(view, school);
        for grade in grades {
            let of_grade: Vec<&&ClassSize> = sizes.iter().filter(|size| size.grade == grade).collect();
            let classes = of_grade.iter().map(|size| size.id);
            let label = (words.author.whole_grade)(grade);
            if of_grade.len() > 1 {
                add(&mut all, label, at_grade(school, classes.collect()));
            }
            for size in of_grade {
                add(&mut all, size.name.clone(), at_grade(school, vec![size.id]));
            }
        }
    }
    for member in memberships
        .iter()
        .filter(|member| member.role == Role::SchoolAdmin)
    {
        let Some(school) = member.school else { continue };
        let address = Address {
            school,
            level: Level::School,
            classes: Vec::new(),
        };
        add(
            &mut all,
            (words.author.whole_school)(&member.school_name),
            address,
        );
    }
    all
}

/// Counted by class instead of by name: whoever leads a grade need not teach the class.
fn at_grade(school: SchoolId, mut classes: Vec<ClassId>) -> Address {
    classes.sort_unstable();
    Address {
        school,
        level: Level::Grade,
        classes,
    }
}

/// A class of one's own is not offered a second time under its grade.
fn add(all: &mut Vec<To>, label: String, address: Address) {
    let known = |to: &To| to.address.school == address.school && to.address.classes == address.classes;
    let is_class = address.classes.len() == 1;
    if !(is_class && all.iter().any(known)) && all.iter().all(|to| to.address != address) {
        all.push(To { label, address });
    }
}

/// The grades that this person leads: those taught, for a grade head; all of them, for an administrator.
fn led(view: &View, memberships: &[Membership]) -> Vec<(SchoolId, Vec<u8>)> {
    let heads = memberships
        .iter()
        .filter(|member| matches!(member.role, Role::GradeHead | Role::SchoolAdmin));
    let mut led: Vec<(SchoolId, Vec<u8>)> = Vec::new();
    for member in heads {
        let Some(school) = member.school else { continue };
        let taught = |size: &&&ClassSize| memberships.iter().any(|member| member.teaches(size.id));
        let sizes = sizes(view, school);
        let grades = sizes
            .iter()
            .filter(|size| member.role == Role::SchoolAdmin || taught(size))
            .map(|size| size.grade);
        let mut grades: Vec<u8> = grades.collect();
        grades.dedup();
        led.push((school, grades));
    }
    led
}

/// By grade and name, which within a grade is by number.
fn sizes(view: &View, school: SchoolId) -> Vec<&ClassSize> {
    let sizes = view.all("class_size").filter_map(|shown| match shown.row {
        Row::ClassSize(size) if size.school == school => Some(size),
        _ => None,
    });
    sorted_by(sizes, |size| i64::from(size.grade) * 1_000 + number(&size.name))
}

/// The 12 of 三年级12班.
fn number(name: &str) -> i64 {
    let digits: String = name.chars().filter(char::is_ascii_digit).take(3).collect();
    digits.parse().unwrap_or(0)
}

/// 38 个孩子，71 位家长，3 家手机收不到.
pub fn audience_line(words: &Words, audience: &Audience) -> String {
    let author = &words.author;
    let counts = audience.counts;
    if !audience.may {
        return author.may_not.to_owned();
    }
    if counts.children == 0 {
        return author.sizes_unknown.to_owned();
    }
    let reaches = (author.reaches)(counts.children, counts.guardians);
    reaches
        + &match counts.unreachable {
            0 => author.all_reachable.to_owned(),
            count => (author.unreachable)(count),
        }
}
