//! The typed rows of a bundle, each with its row number; rows with a fault are left out and remembered.

use super::{
    cells::Cells,
    code::Code,
    finding::Finding,
    names,
    notes::Notes,
    record::{
        Class, ClassKind, Course, Demographics, Enrolment, EnrolmentRole, Org, Person, PersonRole, RecordKey,
        Sex, Term, UserId,
    },
    spec::File,
    table::Table,
    values::{self, Value},
};
use csv::StringRecord;
use std::collections::{BTreeSet, HashMap};

/// One row: its number in the file, its id, what it says.
#[derive(Clone, Debug)]
pub(super) struct Row<T> {
    pub row: u32,
    pub id: String,
    pub body: T,
}

/// A person and the list of people around it: guardians on a pupil's row, children on an adult's.
#[derive(Clone, Debug)]
pub(super) struct User {
    pub person: Person,
    pub agents: Vec<String>,
    /// In step with `agents`, or empty.
    pub relations: Vec<String>,
    pub legal: Vec<String>,
}

#[derive(Clone, Default)]
pub(super) struct Bundle {
    pub orgs: Vec<Row<Org>>,
    pub terms: Vec<Row<Term>>,
    pub courses: Vec<Row<Course>>,
    pub classes: Vec<Row<Class>>,
    pub users: Vec<Row<User>>,
    pub demographics: Vec<Row<Demographics>>,
    pub enrolments: Vec<Row<Enrolment>>,
    /// Files that are a full export: only in these does a missing row mean anything.
    pub files: BTreeSet<File>,
    /// Rows that are there but cannot be right.
    pub waiting: BTreeSet<RecordKey>,
}

impl Bundle {
    pub fn add(&mut self, table: &Table, notes: &mut Notes) {
        self.files.insert(table.file);
        let waiting = &mut self.waiting;
        match table.file {
            File::Orgs => self.orgs = rows(table, waiting, notes, org),
            File::AcademicSessions => self.terms = rows(table, waiting, notes, term),
            File::Courses => self.courses = rows(table, waiting, notes, course),
            File::Classes => self.classes = rows(table, waiting, notes, class),
            File::Users => self.users = rows(table, waiting, notes, user),
            File::Demographics => self.demographics = rows(table, waiting, notes, demographics),
            File::Enrollments => self.enrolments = rows(table, waiting, notes, enrolment),
        }
    }
}

fn rows<T>(
    table: &Table,
    waiting: &mut BTreeSet<RecordKey>,
    notes: &mut Notes,
    read: impl Fn(&mut Cells<'_>) -> Option<T>,
) -> Vec<Row<T>> {
    let mut seen: HashMap<String, usize> = HashMap::with_capacity(table.rows.len());
    let mut rows = Vec::with_capacity(table.rows.len());
    for (index, (row, record)) in table.rows.iter().enumerate() {
        let mut cells = Cells::new(table, *row, record, notes);
        let id = cells.id.clone();
        if let Some(first) = seen.get(&id) {
            notes.push(repeated(table, *first, index, &id));
            continue;
        }
        check_status(&mut cells);
        let body = read(&mut cells);
        let held = cells.held;
        match body {
            Some(body) if !held => rows.push(Row {
                row: *row,
                id: id.clone(),
                body,
            }),
            _ if id.is_empty() => continue,
            _ => {
                waiting.insert(RecordKey::new(table.file.kind(), id.clone()));
            }
        }
        seen.insert(id, index);
    }
    rows
}

/// The same row twice is harmless; two meanings for one id are damage, and the last must not win.
fn repeated(table: &Table, first: usize, again: usize, id: &str) -> Finding {
    let (row, record) = &table.rows[again];
    let (other_row, other) = &table.rows[first];
    let width = record.len().max(other.len());
    let field = |record: &StringRecord, at: usize| record.get(at).unwrap_or_default().to_owned();
    let equal = (0..width).all(|at| field(record, at) == field(other, at));
    let finding = if equal {
        Finding::warning(Code::IdRepeatedSame)
    } else {
        Finding::error(Code::IdRepeatedConflict).other_row(*other_row)
    };
    finding.at(table.file.name(), *row).column("sourcedId").value(id)
}

/// In a full export the status is empty; many write `active` all the same.
fn check_status(cells: &mut Cells<'_>) {
    let status = cells.token("status");
    match status.to_ascii_lowercase().as_str() {
        "" => {}
        "active" => cells.warn(Code::StatusInBulk, "status"),
        // Never a deletion by import: a person decides.
        "tobedeleted" => cells.hold(Code::StatusInBulk, "status"),
        _ => cells.hold(Code::StatusUnknown, "status"),
    }
}

fn org(cells: &mut Cells<'_>) -> Option<Org> {
    let types = ["department", "school", "district", "local", "state", "national"].map(|word| (word, word));
    Some(Org {
        name: cells.required_line("name"),
        org_type: cells.choice("type", &types, Code::ValueUnknown)?.to_owned(),
        identifier: cells.line("identifier"),
        parent: cells.token("parentSourcedId"),
        school_kind: cells.line("metadata.schoolKind"),
        zone: cells.line("metadata.zone"),
    })
}

fn term(cells: &mut Cells<'_>) -> Option<Term> {
    let types = ["schoolYear", "term", "semester", "gradingPeriod"].map(|word| (word, word));
    let (begin, end) = (cells.required_day("startDate"), cells.required_day("endDate"));
    let term = Term {
        title: cells.required_line("title"),
        term_type: cells.choice("type", &types, Code::ValueUnknown)?.to_owned(),
        begin: begin?,
        end: end?,
        parent: cells.token("parentSourcedId"),
        school_year: cells.token("schoolYear"),
    };
    if term.end < term.begin {
        cells.hold(Code::DateOrder, "endDate");
    }
    Some(term)
}

fn course(cells: &mut Cells<'_>) -> Option<Course> {
    Some(Course {
        title: cells.required_line("title"),
        course_code: cells.line("courseCode"),
        grades: cells.grades("grades"),
        org: cells.required_token("orgSourcedId"),
        school_year: cells.token("schoolYearSourcedId"),
        subject: cells.line("subjects"),
    })
}

fn class(cells: &mut Cells<'_>) -> Option<Class> {
    let kinds = [("homeroom", ClassKind::Home), ("scheduled", ClassKind::Group)];
    Some(Class {
        title: cells.required_line("title"),
        class_code: cells.line("classCode"),
        kind: cells.choice("classType", &kinds, Code::ValueUnknown)?,
        grades: cells.grades("grades"),
        school: cells.required_token("schoolSourcedId"),
        home_class: cells.token("metadata.homeroomSourcedId"),
        subject: cells.line("subjects"),
        course: cells.required_token("courseSourcedId"),
        terms: required_list(cells, "termSourcedIds"),
        location: cells.line("location"),
    })
}

fn required_list(cells: &mut Cells<'_>, column: &str) -> Vec<String> {
    let list = cells.list(column);
    if list.is_empty() {
        cells.hold(Code::FieldRequired, column);
    }
    list
}

const ROLES: [(&str, PersonRole); 8] = [
    ("student", PersonRole::Student),
    ("teacher", PersonRole::Teacher),
    ("administrator", PersonRole::Administrator),
    ("aide", PersonRole::Aide),
    ("proctor", PersonRole::Proctor),
    ("parent", PersonRole::Parent),
    ("guardian", PersonRole::Guardian),
    ("relative", PersonRole::Relative),
];

fn user(cells: &mut Cells<'_>) -> Option<User> {
    let role = cells.choice("role", &ROLES, Code::RoleUnknown);
    let name = names::read(cells);
    if !cells.raw("password").trim().is_empty() {
        cells.warn_hidden(Code::PasswordPresent, "password");
    }
    let (sms, phone) = (cells.phone("sms"), cells.phone("phone"));
    let role = role?;
    Some(User {
        person: Person {
            role,
            // Only the word `false` says that somebody has left.
            enabled: cells.flag("enabledUser").unwrap_or(true),
            family_name: name.family,
            given_name: name.given,
            display_name: name.display,
            // A guardian is known by the children, not by a school.
            orgs: if role.is_family() {
                cells.list("orgSourcedIds")
            } else {
                required_list(cells, "orgSourcedIds")
            },
            grade: cells.grades("grades").first().copied(),
            identifier: cells.number("identifier"),
            username: cells.number("username"),
            user_ids: user_ids(cells),
            job_title: cells.line("metadata.jobTitle"),
            phone: if phone.is_empty() { sms } else { phone },
            same_person_as: cells.token("metadata.samePersonAs"),
            also_known_as: Vec::new(),
        },
        agents: cells.list("agentSourcedIds"),
        relations: cells.parallel_list("metadata.agentRelations"),
        legal: cells.parallel_list("metadata.agentLegal"),
    })
}

/// Numbers of a person. A damaged registration number is not stored, and no identity number is.
fn user_ids(cells: &mut Cells<'_>) -> Vec<UserId> {
    let column = "userIds";
    let Some(mut ids) = values::user_ids(&cells.token(column)) else {
        cells.warn_hidden(Code::UserIdsForm, column);
        return Vec::new();
    };
    ids.retain_mut(|user_id| {
        if !values::is_registration_kind(&user_id.kind) {
            let hidden = values::is_citizen_number(&user_id.id);
            if hidden {
                cells.warn_hidden(Code::IdNumberNotStored, column);
            }
            return !hidden;
        }
        user_id.kind = super::record::REGISTRATION.to_owned();
        match values::registration(&user_id.id) {
            Value::Plain(_) => true,
            Value::Repaired(number, code) => {
                cells.warn(code, column);
                user_id.id = number;
                true
            }
            Value::Not(code) => {
                cells.warn_hidden(code, column);
                false
            }
        }
    });
    ids
}

fn demographics(cells: &mut Cells<'_>) -> Option<Demographics> {
    Some(Demographics {
        born: cells.day("birthDate"),
        sex: sex(cells),
        ethnicity: cells.line("metadata.ethnicity"),
        migrant: cells.flag("metadata.migrant") == Some(true),
        left_behind: cells.flag("metadata.leftBehind") == Some(true),
        boarding: cells.flag("metadata.boarding") == Some(true),
        only_child: cells.flag("metadata.onlyChild") == Some(true),
        taught_at_home: cells.flag("metadata.taughtAtHome") == Some(true),
    })
}

fn sex(cells: &mut Cells<'_>) -> Option<Sex> {
    let text = cells.token("sex");
    let (sex, repair) = match text.to_lowercase().as_str() {
        "" | "unknown" | "unspecified" | "other" => return None,
        "female" => (Some(Sex::Female), (text != "female").then_some(Code::ValueCase)),
        "male" => (Some(Sex::Male), (text != "male").then_some(Code::ValueCase)),
        "女" | "女性" | "f" => (Some(Sex::Female), Some(Code::ValueCase)),
        "男" | "男性" | "m" => (Some(Sex::Male), Some(Code::ValueCase)),
        _ => (None, Some(Code::ValueForm)),
    };
    cells.told("sex", repair);
    sex
}

fn enrolment(cells: &mut Cells<'_>) -> Option<Enrolment> {
    let roles = [
        ("student", Some(EnrolmentRole::Student)),
        ("teacher", Some(EnrolmentRole::Teacher)),
        // Known to the standard, but no right comes with them here.
        ("administrator", None),
        ("aide", None),
        ("proctor", None),
    ];
    let Some(role) = cells.choice("role", &roles, Code::RoleUnknown)? else {
        cells.warn(Code::RoleUnused, "role");
        return None;
    };
    let seat = cells.token("metadata.seat");
    let enrolment = Enrolment {
        class: cells.required_token("classSourcedId"),
        school: cells.required_token("schoolSourcedId"),
        person: cells.required_token("userSourcedId"),
        role,
        primary: cells.flag("primary") == Some(true),
        begin: cells.day("beginDate"),
        end: cells.day("endDate"),
        seat: seat.parse().ok(),
        subjects: cells.list("metadata.subjects"),
    };
    if enrolment.seat.is_none() && !seat.is_empty() {
        cells.warn(Code::ValueForm, "metadata.seat");
    }
    if enrolment
        .begin
        .zip(enrolment.end)
        .is_some_and(|(begin, end)| end < begin)
    {
        cells.hold(Code::DateOrder, "endDate");
    }
    Some(enrolment)
}
