//! Changes so large that one person must not apply them alone.

use super::{
    super::{
        code::Code,
        finding::{Finding, Level},
        limits::LEAVING_SHARE_MAX,
        notes::Notes,
        record::{PersonRole, Record, RecordBody, RecordKey, RecordKind},
    },
    Diff,
    homes::Homes,
};
use std::collections::{BTreeMap, BTreeSet};

type Current = BTreeMap<RecordKey, Record>;

/// `homes` are those before and those after.
pub(super) fn check(
    diff: &Diff,
    current: &Current,
    writes: &[Record],
    homes: (&Homes<'_>, &Homes<'_>),
    notes: &mut Notes,
) {
    let pupils: BTreeSet<&str> = current
        .values()
        .filter(|record| is_pupil(record))
        .map(id)
        .collect();
    if pupils.is_empty() {
        return;
    }
    let missing = diff.left.iter().filter(|key| key.kind == RecordKind::Person);
    let missing: BTreeSet<&str> = missing
        .map(|key| key.sourced_id.as_str())
        .filter(|id| pupils.contains(id))
        .collect();
    let disabled = writes
        .iter()
        .filter(|record| pupils.contains(id(record)) && is_disabled(record))
        .map(id);
    let leaving: BTreeSet<&str> = missing.iter().copied().chain(disabled).collect();
    notes.extend(leavers(&missing, &leaving, pupils.len()));
    notes.extend(lost_guardians(diff, current, &pupils, &leaving));
    notes.extend(unplaced(homes, &pupils, &leaving));
}

pub(super) fn share(part: usize, whole: usize) -> f64 {
    // Numbers of people in one city are far below what a float holds exactly.
    let float = |number: usize| f64::from(u32::try_from(number).unwrap_or(u32::MAX));
    if whole == 0 {
        0.0
    } else {
        float(part) / float(whole)
    }
}

fn id(record: &Record) -> &str {
    &record.key.sourced_id
}

/// A pupil who is here.
pub(super) fn is_pupil(record: &Record) -> bool {
    match &record.body {
        RecordBody::Person(person) => person.role == PersonRole::Student && person.enabled && !record.left,
        _ => false,
    }
}

fn is_disabled(record: &Record) -> bool {
    matches!(&record.body, RecordBody::Person(person) if !person.enabled)
}

/// One or two in a hundred leave; a whole class does not. Whom the export itself calls gone counts for the
/// limit, but needs no question to the class teacher.
fn leavers(missing: &BTreeSet<&str>, leaving: &BTreeSet<&str>, total: usize) -> Option<Finding> {
    let many = share(leaving.len(), total) > LEAVING_SHARE_MAX;
    let (level, code, who) = match many {
        true => (Level::Hold, Code::RosterLeaving, leaving),
        false => (Level::Warning, Code::RosterMissing, missing),
    };
    let mut finding = Finding::new(level, code).share(share(who.len(), total));
    finding.more.students = who.iter().map(|id| (*id).to_owned()).collect();
    (!who.is_empty()).then_some(finding)
}

/// An export without its guardians would cut families off without a word.
fn lost_guardians(
    diff: &Diff,
    current: &Current,
    pupils: &BTreeSet<&str>,
    leaving: &BTreeSet<&str>,
) -> Option<Finding> {
    let stays = |child: &str| pupils.contains(child) && !leaving.contains(child);
    let is_edge = |record: &&Record| match &record.body {
        RecordBody::Guardianship(edge) => !record.left && stays(&edge.child),
        _ => false,
    };
    let total = current.values().filter(is_edge).count();
    let lost = diff
        .left
        .iter()
        .filter_map(|key| current.get(key))
        .filter(is_edge)
        .count();
    let part = share(lost, total);
    (part > LEAVING_SHARE_MAX).then(|| Finding::hold(Code::RosterGuardians).count(lost).share(part))
}

/// Pupils who are still here, had a home class and would have none.
fn unplaced(
    (before, after): (&Homes<'_>, &Homes<'_>),
    pupils: &BTreeSet<&str>,
    leaving: &BTreeSet<&str>,
) -> Option<Finding> {
    let lost = before
        .keys()
        .filter(|child| pupils.contains(*child) && !leaving.contains(*child));
    let lost = lost.filter(|child| !after.contains_key(*child)).count();
    let part = share(lost, pupils.len());
    (part > LEAVING_SHARE_MAX).then(|| Finding::hold(Code::RosterUnplaced).count(lost).share(part))
}
