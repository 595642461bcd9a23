//! From members to a bundle: everything that can be said without knowing the store or the day.

use super::{
    bundle::Bundle,
    code::Code,
    container::Members,
    finding::{Finding, Outcome},
    manifest::{self, Manifest},
    notes::Notes,
    spec::{FILES, File, MANIFEST, OTHER_FILES},
    table::Table,
};
use std::fmt;

/// A bundle that was read, or the reasons why none could be.
#[derive(Clone, Default)]
pub struct Reading {
    pub(super) notes: Notes,
    /// Absent where the files are damaged.
    pub(super) bundle: Option<Bundle>,
}

impl Reading {
    /// For an archive that could not be opened.
    pub fn refused(findings: Vec<Finding>) -> Reading {
        let mut reading = Reading::default();
        reading.notes.extend(findings);
        reading
    }

    /// What can be said so far; `plan` finds more.
    pub fn outcome(&self) -> Outcome {
        Outcome::of(&self.notes.clone().finish())
    }
}

impl fmt::Debug for Reading {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Reading")
            .field("outcome", &self.outcome())
            .finish_non_exhaustive()
    }
}

pub fn read(mut members: Members) -> Reading {
    let mut notes = Notes::default();
    notes.extend(std::mem::take(&mut members.findings));
    let bundle = bundle(&members, &mut notes);
    Reading {
        bundle: bundle.filter(|_| !notes.rejects()),
        notes,
    }
}

fn bundle(members: &Members, notes: &mut Notes) -> Option<Bundle> {
    if notes.rejects() {
        return None;
    }
    if !FILES.iter().any(|file| members.get(file.name()).is_some()) && members.get(MANIFEST).is_none() {
        notes.push(no_source(members));
        return None;
    }
    for name in OTHER_FILES.into_iter().filter(|name| members.get(name).is_some()) {
        notes.push(Finding::warning(Code::FileIgnored).in_file(name));
    }
    match manifest::read(members, notes)? {
        Manifest::Bulk(files) => Some(tables(&files, members, notes)),
        Manifest::Missing => without_manifest(members, notes),
    }
}

fn no_source(members: &Members) -> Finding {
    let sheet = |name: &str| {
        let name = name.to_lowercase();
        name.starts_with("xl/") || [".xlsx", ".xls", ".csv"].iter().any(|end| name.ends_with(end))
    };
    match members.names().any(sheet) {
        true => Finding::error(Code::SourceSheet),
        false => Finding::error(Code::SourceUnknown),
    }
}

fn tables(files: &[File], members: &Members, notes: &mut Notes) -> Bundle {
    let mut bundle = Bundle::default();
    for file in files {
        let bytes = members.get(file.name()).unwrap_or_default();
        let Some(table) = Table::read(*file, bytes, notes) else {
            continue;
        };
        if table.rows.is_empty() {
            // Nobody has left because an export was empty.
            notes.push(Finding::error(Code::FileNoRows).at(file.name(), 1));
        }
        bundle.add(&table, notes);
    }
    bundle
}

/// Without a manifest the headers must be those of OneRoster 1.1, and whether it is a full export must be
/// asked. Other headers belong to another format (SDS has files of the same names): not ours to read.
fn without_manifest(members: &Members, notes: &mut Notes) -> Option<Bundle> {
    let needed = FILES
        .into_iter()
        .filter(|file| !file.optional() || members.get(file.name()).is_some());
    let needed: Vec<File> = needed.collect();
    let mut found = Notes::default();
    let complete = needed.iter().all(|file| members.get(file.name()).is_some());
    let bundle = if complete {
        tables(&needed, members, &mut found)
    } else {
        Bundle::default()
    };
    if !complete || found.has_error(Code::HeaderMissingColumn) {
        notes.push(Finding::error(Code::ManifestMissing).in_file(MANIFEST));
        return None;
    }
    notes.absorb(found);
    notes.push(Finding::hold(Code::ManifestMissing).in_file(MANIFEST));
    // Rows with a status are what a delta has.
    if notes.has(Code::StatusInBulk) || notes.has(Code::StatusUnknown) {
        notes.push(Finding::error(Code::DeltaUnsupported).in_file(MANIFEST));
        return None;
    }
    Some(bundle)
}
