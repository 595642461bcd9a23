//! Checks a bundle as a whole: references, roles, guardians, double places, limits; what cannot be right
//! waits, and what hangs on it waits with it.

mod guardians;
mod people;
mod places;
mod references;
mod rights;

use self::references::{Ids, Reference};
use super::{
    bundle::{Bundle, Row, User},
    notes::Notes,
    record::{Record, RecordBody, RecordKey, RecordKind},
    spec::File,
};
use domain::Day;
use std::collections::{BTreeMap, BTreeSet};

/// What is left to compare with the store.
#[derive(Default)]
pub(super) struct Checked {
    /// Sorted by key, each key once, with its row.
    pub records: Vec<(Record, u32)>,
    /// Rows and edges that the files tell but that stay out; they are not missing.
    pub waiting: BTreeSet<RecordKey>,
    pub files: BTreeSet<File>,
}

impl Checked {
    /// Whether the files tell this record, be it only as one that waits.
    pub fn tells(&self, key: &RecordKey) -> bool {
        self.records
            .binary_search_by(|(record, _)| record.key.cmp(key))
            .is_ok()
            || self.waiting.contains(key)
    }

    /// The stored records that the files do not tell: one walk through both, as both are sorted.
    pub fn untold<'a>(&self, current: &'a BTreeMap<RecordKey, Record>) -> Vec<&'a Record> {
        let mut told = self.records.iter().map(|(record, _)| &record.key).peekable();
        let missing = current.values().filter(|record| {
            while told.next_if(|key| **key < record.key).is_some() {}
            told.peek() != Some(&&record.key) && !self.waiting.contains(&record.key)
        });
        missing.collect()
    }

    pub fn waits(&self, kind: RecordKind, id: &str) -> bool {
        !self.waiting.is_empty() && self.waiting.contains(&RecordKey::new(kind, id))
    }
}

pub(super) fn check(mut bundle: Bundle, today: Day, notes: &mut Notes) -> Checked {
    let mut ids = Ids::new(&bundle);
    settle_orgs_and_terms(&mut bundle, &mut ids, notes);
    settle_classes(&mut bundle, &mut ids, today, notes);
    people::settle(&mut bundle, &mut ids, today, notes);
    let edges = guardians::edges(&bundle.users, &mut ids, notes);
    places::settle(&mut bundle, &mut ids, notes);
    let mut waiting = ids.into_waiting();
    waiting.extend(edges.waiting);
    let files = bundle.files.clone();
    let mut records = records(bundle);
    records.extend(edges.records);
    records.sort_by(|(a, _), (b, _)| a.key.cmp(&b.key));
    Checked {
        records,
        waiting,
        files,
    }
}

fn records(bundle: Bundle) -> Vec<(Record, u32)> {
    let mut out = Vec::new();
    let person = |user: User| RecordBody::Person(Box::new(user.person));
    put(&mut out, RecordKind::Org, bundle.orgs, RecordBody::Org);
    put(&mut out, RecordKind::Term, bundle.terms, RecordBody::Term);
    put(&mut out, RecordKind::Course, bundle.courses, RecordBody::Course);
    put(&mut out, RecordKind::Class, bundle.classes, RecordBody::Class);
    put(&mut out, RecordKind::Person, bundle.users, person);
    let (demographics, enrolments) = (RecordBody::Demographics, RecordBody::Enrolment);
    put(
        &mut out,
        RecordKind::Demographics,
        bundle.demographics,
        demographics,
    );
    put(&mut out, RecordKind::Enrolment, bundle.enrolments, enrolments);
    out
}

fn put<T>(
    records: &mut Vec<(Record, u32)>,
    kind: RecordKind,
    rows: Vec<Row<T>>,
    body: impl Fn(T) -> RecordBody,
) {
    records.extend(rows.into_iter().map(|row| {
        let key = RecordKey::new(kind, row.id);
        (
            Record {
                key,
                body: body(row.body),
                left: false,
            },
            row.row,
        )
    }));
}

fn settle_orgs_and_terms(bundle: &mut Bundle, ids: &mut Ids, notes: &mut Notes) {
    ids.settle(File::Orgs, &mut bundle.orgs, notes, |org| {
        vec![Reference::alone(
            "parentSourcedId",
            RecordKind::Org,
            &mut org.body.parent,
        )]
    });
    ids.settle(File::AcademicSessions, &mut bundle.terms, notes, |term| {
        vec![Reference::alone(
            "parentSourcedId",
            RecordKind::Term,
            &mut term.body.parent,
        )]
    });
    ids.settle(File::Courses, &mut bundle.courses, notes, |course| {
        vec![
            Reference::row("orgSourcedId", RecordKind::Org, &mut course.body.org),
            Reference::alone(
                "schoolYearSourcedId",
                RecordKind::Term,
                &mut course.body.school_year,
            ),
        ]
    });
}

fn settle_classes(bundle: &mut Bundle, ids: &mut Ids, today: Day, notes: &mut Notes) {
    ids.settle(File::Classes, &mut bundle.classes, notes, |class| {
        let mut references = vec![
            Reference::row("schoolSourcedId", RecordKind::Org, &mut class.body.school),
            Reference::row("courseSourcedId", RecordKind::Course, &mut class.body.course),
        ];
        let terms = class.body.terms.iter_mut();
        references.extend(terms.map(|term| Reference::row("termSourcedIds", RecordKind::Term, term)));
        references
    });
    // Home classes first: a subject class hangs on its home class.
    ids.settle(File::Classes, &mut bundle.classes, notes, |class| {
        vec![Reference::hangs(
            "metadata.homeroomSourcedId",
            RecordKind::Class,
            &mut class.body.home_class,
        )]
    });
    places::warn_of_ended_terms(bundle, today, notes);
}
