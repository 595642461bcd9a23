//! Which home class each pupil is in on a day, and who has moved.

use super::{
    super::record::{ClassKind, EnrolmentRole, Record, RecordBody, RecordKey},
    Diff, Moved,
};
use domain::Day;
use std::collections::{BTreeMap, HashSet};

/// Of each pupil: the home class and the enrolment that says so.
pub(super) type Homes<'a> = BTreeMap<&'a str, (&'a str, &'a RecordKey)>;

pub(super) fn homes<'a>(records: impl Iterator<Item = &'a Record> + Clone, today: Day) -> Homes<'a> {
    let is_home = |record: &'a Record| match &record.body {
        RecordBody::Class(class) if class.kind == ClassKind::Home => Some(record.key.sourced_id.as_str()),
        _ => None,
    };
    let classes: HashSet<&str> = records.clone().filter_map(is_home).collect();
    let places = records
        .filter(|record| !record.left)
        .filter_map(|record| match &record.body {
            RecordBody::Enrolment(enrolment) => Some((enrolment, &record.key)),
            _ => None,
        });
    places
        .filter(|(enrolment, _)| enrolment.role == EnrolmentRole::Student && enrolment.covers(today))
        .filter(|(enrolment, _)| classes.contains(enrolment.class.as_str()))
        .map(|(enrolment, key)| (enrolment.person.as_str(), (enrolment.class.as_str(), key)))
        .collect()
}

pub(super) fn moved(before: &Homes<'_>, after: &Homes<'_>, diff: &Diff) -> Vec<Moved> {
    let pairs = before
        .iter()
        .filter_map(|(child, (from, _))| after.get(child).map(|to| (child, from, to)));
    let moved = pairs
        .filter(|(_, from, (to, _))| *from != to)
        .map(|(child, from, (to, key))| Moved {
            child: (*child).to_owned(),
            from: (*from).to_owned(),
            to: (*to).to_owned(),
            row: row_of(diff, key),
        });
    moved.collect()
}

fn row_of(diff: &Diff, key: &RecordKey) -> Option<u32> {
    let new = diff
        .new
        .iter()
        .find(|touched| touched.key == *key)
        .map(|touched| touched.row);
    new.or_else(|| {
        diff.changed
            .iter()
            .find(|changed| changed.key == *key)
            .map(|changed| changed.row)
    })
}
