//! Enrolments: does the role fit the person, is the class in that school, is anybody in two home classes.

use super::{
    super::{
        bundle::{Bundle, Row},
        code::Code,
        finding::Finding,
        notes::Notes,
        record::{Class, ClassKind, Enrolment, EnrolmentRole, PersonRole, RecordKind},
        spec::File,
    },
    references::{Ids, Reference},
};
use domain::Day;
use std::collections::HashMap;

pub(super) fn settle(bundle: &mut Bundle, ids: &mut Ids, notes: &mut Notes) {
    ids.settle(File::Enrollments, &mut bundle.enrolments, notes, |row| {
        vec![
            Reference::row("classSourcedId", RecordKind::Class, &mut row.body.class),
            Reference::row("schoolSourcedId", RecordKind::Org, &mut row.body.school),
            Reference::row("userSourcedId", RecordKind::Person, &mut row.body.person),
        ]
    });
    let people = bundle
        .users
        .iter()
        .map(|user| (user.id.as_str(), user.body.person.role));
    let people: HashMap<&str, PersonRole> = people.collect();
    let classes = bundle
        .classes
        .iter()
        .map(|class| (class.id.as_str(), &class.body));
    let classes: HashMap<&str, &Class> = classes.collect();
    let mut homes: HashMap<String, Vec<Stay>> = HashMap::new();
    bundle.enrolments.retain(|row| {
        let fault = fault_of(row, &people, &classes).or_else(|| second_home(row, &classes, &mut homes));
        let Some(finding) = fault else { return true };
        notes.push(finding.quarantine(&row.id));
        ids.wait(RecordKind::Enrolment, &row.id);
        false
    });
}

fn at(code: Code, row: &Row<Enrolment>, column: &str) -> Finding {
    Finding::hold(code)
        .at(File::Enrollments.name(), row.row)
        .column(column)
}

fn fault_of(
    row: &Row<Enrolment>,
    people: &HashMap<&str, PersonRole>,
    classes: &HashMap<&str, &Class>,
) -> Option<Finding> {
    let enrolment = &row.body;
    let person = *people.get(enrolment.person.as_str())?;
    let class = *classes.get(enrolment.class.as_str())?;
    let (fits, word) = match enrolment.role {
        EnrolmentRole::Student => (person == PersonRole::Student, "student"),
        // A head or dean who gives lessons is an administrator in most rosters.
        EnrolmentRole::Teacher => (
            matches!(person, PersonRole::Teacher | PersonRole::Administrator),
            "teacher",
        ),
    };
    if !fits {
        return Some(at(Code::RoleConflict, row, "role").value(word));
    }
    (class.school != enrolment.school)
        .then(|| at(Code::RefMismatch, row, "schoolSourcedId").value(&enrolment.school))
}

/// One stay of a pupil in a home class.
struct Stay {
    row: u32,
    begin: Option<Day>,
    end: Option<Day>,
}

impl Stay {
    fn overlaps(&self, other: &Stay) -> bool {
        let before =
            |end: Option<Day>, begin: Option<Day>| end.zip(begin).is_some_and(|(end, begin)| end < begin);
        !before(self.end, other.begin) && !before(other.end, self.begin)
    }
}

/// A pupil who changes class has two enrolments one after the other; two at once cannot be.
fn second_home(
    row: &Row<Enrolment>,
    classes: &HashMap<&str, &Class>,
    homes: &mut HashMap<String, Vec<Stay>>,
) -> Option<Finding> {
    let enrolment = &row.body;
    let class = classes.get(enrolment.class.as_str())?;
    if enrolment.role != EnrolmentRole::Student || class.kind != ClassKind::Home {
        return None;
    }
    let stay = Stay {
        row: row.row,
        begin: enrolment.begin,
        end: enrolment.end,
    };
    let stays = homes.entry(enrolment.person.clone()).or_default();
    if let Some(other) = stays.iter().find(|other| other.overlaps(&stay)) {
        let finding = at(Code::HomeroomTwo, row, "classSourcedId").value(&enrolment.class);
        return Some(finding.other_row(other.row));
    }
    stays.push(stay);
    None
}

/// An old export must not show its classes as current.
pub(super) fn warn_of_ended_terms(bundle: &Bundle, today: Day, notes: &mut Notes) {
    let ends: HashMap<&str, Day> = bundle
        .terms
        .iter()
        .map(|term| (term.id.as_str(), term.body.end))
        .collect();
    for class in &bundle.classes {
        let last = class
            .body
            .terms
            .iter()
            .filter_map(|term| ends.get(term.as_str()))
            .max();
        if last.is_some_and(|last| *last < today) {
            let finding = Finding::warning(Code::TermEnded).at(File::Classes.name(), class.row);
            notes.push(finding.column("termSourcedIds"));
        }
    }
}
