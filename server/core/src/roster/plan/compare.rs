//! Record by record: new, changed, returned, left.

use super::{
    super::{
        record::{Record, RecordBody, RecordKey, RecordKind},
        spec::File,
    },
    Checked,
};
use domain::Rights;
use std::collections::BTreeMap;

/// What an import changes, each list sorted by key.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Diff {
    pub new: Vec<Touched>,
    pub changed: Vec<Changed>,
    /// Pupils whose home class is another than before.
    pub moved: Vec<Moved>,
    /// No longer in the export: "left?".
    pub left: Vec<RecordKey>,
    pub returned: Vec<Touched>,
    /// Ids that now name another person; their rows wait.
    pub conflicts: Vec<Touched>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Touched {
    pub key: RecordKey,
    /// Row in the file; for a guardianship the row of `users.csv` that tells it.
    pub row: u32,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Changed {
    pub key: RecordKey,
    pub row: u32,
    /// Names of the fields, not their values.
    pub fields: Vec<String>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Moved {
    pub child: String,
    pub from: String,
    pub to: String,
    /// Row of `enrollments.csv`, where a row says so.
    pub row: Option<u32>,
}

impl Diff {
    pub fn is_empty(&self) -> bool {
        *self == Diff::default()
    }
}

/// The difference and the records to write, sorted by key.
pub(super) fn compare(checked: Checked, current: &BTreeMap<RecordKey, Record>) -> (Diff, Vec<Record>) {
    let mut diff = Diff::default();
    let mut writes = left(&checked, current);
    diff.left = writes.iter().map(|record| record.key.clone()).collect();
    let mut stored = current.values().peekable();
    for (record, row) in checked.records {
        // Both are sorted by key, so one walk finds each pair.
        while stored.next_if(|known| known.key < record.key).is_some() {}
        let Some(known) = stored.next_if(|known| known.key == record.key) else {
            diff.new.push(Touched {
                key: record.key.clone(),
                row,
            });
            writes.push(record);
            continue;
        };
        let record = Record {
            body: keep_what_is_ours(record.body, &known.body),
            ..record
        };
        if record == *known {
            continue;
        }
        if known.left {
            diff.returned.push(Touched {
                key: record.key.clone(),
                row,
            });
        } else {
            let fields = changed_fields(&known.body, &record.body);
            diff.changed.push(Changed {
                key: record.key.clone(),
                row,
                fields,
            });
        }
        writes.push(record);
    }
    writes.sort_by(|a, b| a.key.cmp(&b.key));
    (diff, writes)
}

/// Records that the export no longer has. What only waits is not missing, and a file that was not part of
/// the export says nothing.
fn left(checked: &Checked, current: &BTreeMap<RecordKey, Record>) -> Vec<Record> {
    // A row that waits is not read, so the edges that it would tell are not known to be gone.
    let hangs = |record: &Record| match &record.body {
        RecordBody::Guardianship(edge) => [&edge.child, &edge.guardian]
            .into_iter()
            .any(|id| checked.waits(RecordKind::Person, id)),
        _ => false,
    };
    let missing = checked
        .untold(current)
        .into_iter()
        .filter(|record| !record.left && checked.files.contains(&file_of(record.key.kind)) && !hangs(record));
    missing
        .map(|record| Record {
            left: true,
            ..record.clone()
        })
        .collect()
}

fn file_of(kind: RecordKind) -> File {
    match kind {
        RecordKind::Org => File::Orgs,
        RecordKind::Term => File::AcademicSessions,
        RecordKind::Course => File::Courses,
        RecordKind::Class => File::Classes,
        RecordKind::Person | RecordKind::Guardianship => File::Users,
        RecordKind::Demographics => File::Demographics,
        RecordKind::Enrolment => File::Enrollments,
    }
}

/// What the school has decided since, no export may undo: the rights of an edge that exists (a court's
/// limit would vanish with the next import), and the other ids of a person. An export can only take away:
/// whoever is no longer legal guardian keeps no more than the new default.
fn keep_what_is_ours(body: RecordBody, known: &RecordBody) -> RecordBody {
    match (body, known) {
        (RecordBody::Guardianship(mut edge), RecordBody::Guardianship(known)) => {
            let kept = known
                .rights
                .iter()
                .filter(|right| edge.legal || !known.legal || edge.rights.has(*right));
            edge.rights = Rights::new(kept);
            RecordBody::Guardianship(edge)
        }
        (RecordBody::Person(mut person), RecordBody::Person(known)) => {
            let fresh = std::mem::take(&mut person.also_known_as);
            person.also_known_as = known.also_known_as.clone();
            person
                .also_known_as
                .extend(fresh.into_iter().filter(|id| !known.also_known_as.contains(id)));
            RecordBody::Person(person)
        }
        (body, _) => body,
    }
}

/// Names of the fields in which two bodies differ.
fn changed_fields(before: &RecordBody, after: &RecordBody) -> Vec<String> {
    let fields = |body: &RecordBody| match serde_json::to_value(body) {
        Ok(serde_json::Value::Object(tagged)) => tagged
            .into_iter()
            .next()
            .map(|(_, body)| body)
            .unwrap_or_default(),
        _ => serde_json::Value::Null,
    };
    let (before, after) = (fields(before), fields(after));
    let (Some(before), Some(after)) = (before.as_object(), after.as_object()) else {
        return Vec::new();
    };
    let mut names: Vec<String> = before.keys().chain(after.keys()).cloned().collect();
    names.sort_unstable();
    names.dedup();
    names.retain(|name| before.get(name) != after.get(name));
    names
}
