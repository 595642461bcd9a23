//! How many of each a roster holds, in the words of the standard.

use super::record::{PersonRole, Record, RecordBody, RecordKey};
use serde::Serialize;
use std::collections::BTreeMap;

/// People and things that are only "left?" count, too: until somebody confirms it, they are here.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Counts {
    pub orgs: usize,
    #[serde(rename = "academicSessions")]
    pub academic_sessions: usize,
    pub courses: usize,
    pub classes: usize,
    pub students: usize,
    pub teachers: usize,
    pub guardians: usize,
    pub demographics: usize,
    pub enrollments: usize,
    pub guardian_edges: usize,
    /// Pupils marked "left?".
    #[serde(skip_serializing_if = "is_zero")]
    pub left_suspected: usize,
}

fn is_zero(number: &usize) -> bool {
    *number == 0
}

impl Counts {
    pub fn of<'a>(records: impl IntoIterator<Item = &'a Record>) -> Counts {
        let mut counts = Counts::default();
        records.into_iter().for_each(|record| counts.add(record));
        counts
    }

    fn add(&mut self, record: &Record) {
        match &record.body {
            RecordBody::Org(_) => self.orgs += 1,
            RecordBody::Term(_) => self.academic_sessions += 1,
            RecordBody::Course(_) => self.courses += 1,
            RecordBody::Class(_) => self.classes += 1,
            RecordBody::Person(person) => match person.role {
                PersonRole::Student => {
                    self.students += 1;
                    self.left_suspected += usize::from(record.left);
                }
                PersonRole::Teacher => self.teachers += 1,
                role if role.is_family() => self.guardians += 1,
                _ => {}
            },
            RecordBody::Demographics(_) => self.demographics += 1,
            RecordBody::Enrolment(_) => self.enrollments += 1,
            RecordBody::Guardianship(_) => self.guardian_edges += 1,
        }
    }
}

/// The roster as it would be after some writes (sorted by key).
pub(super) fn overlay<'a>(
    current: &'a BTreeMap<RecordKey, Record>,
    writes: &'a [Record],
) -> impl Iterator<Item = &'a Record> {
    let rewritten = |record: &&Record| {
        writes
            .binary_search_by(|write| write.key.cmp(&record.key))
            .is_err()
    };
    current.values().filter(rewritten).chain(writes)
}
