//! Ids that now name another person: the row waits, as rights must never pass on with an id.

use super::{
    super::{
        code::Code,
        finding::Finding,
        limits::CHANGED_IDS_SHARE_MAX,
        notes::Notes,
        record::{Person, Record, RecordBody, RecordKey, RecordKind},
        spec::File,
    },
    Checked, Touched,
    rekey::Group,
};
use domain::Day;
use std::collections::{BTreeMap, BTreeSet, HashMap};

#[derive(Default)]
pub(super) struct Reuse {
    pub keys: Vec<Touched>,
    /// So many that no single approval can settle it.
    pub wholesale: bool,
}

pub(super) fn hold(checked: &mut Checked, current: &BTreeMap<RecordKey, Record>, notes: &mut Notes) -> Reuse {
    let keys = others_under_known_ids(checked, current);
    if keys.is_empty() {
        return Reuse::default();
    }
    let people = current
        .keys()
        .filter(|key| key.kind == RecordKind::Person)
        .count();
    let share = super::thresholds::share(keys.len(), people);
    let wholesale = share > CHANGED_IDS_SHARE_MAX;
    if wholesale {
        notes.push(
            Finding::hold(Code::RosterIdsReused)
                .count(keys.len())
                .share(share),
        );
    }
    for Touched { key, row } in &keys {
        let at = Finding::hold(Code::IdReused)
            .at(File::Users.name(), *row)
            .column("sourcedId");
        notes.push(at.value(&key.sourced_id).quarantine(&key.sourced_id));
    }
    wait(checked, &keys);
    Reuse { keys, wholesale }
}

fn others_under_known_ids(checked: &Checked, current: &BTreeMap<RecordKey, Record>) -> Vec<Touched> {
    let incoming = births(checked.records.iter().map(|(record, _)| record));
    let stored = births(current.values());
    let another = |record: &Record| {
        let id = record.key.sourced_id.as_str();
        match (&record.body, current.get(&record.key).map(|known| &known.body)) {
            (RecordBody::Person(person), Some(RecordBody::Person(known))) => {
                let born = differs(incoming.get(id), stored.get(id));
                is_another(known, person, born)
            }
            _ => false,
        }
    };
    let found = checked.records.iter().filter(|(record, _)| another(record));
    found
        .map(|(record, row)| Touched {
            key: record.key.clone(),
            row: *row,
        })
        .collect()
}

/// A new name alone is a correction, a new number alone, too; both at once are somebody else.
fn is_another(known: &Person, person: &Person, born_differs: bool) -> bool {
    if Group::of(known.role) != Group::of(person.role) {
        return true;
    }
    if known.shown_name() == person.shown_name() {
        return false;
    }
    if Group::of(person.role) == Group::Students {
        return born_differs || differs(known.registration().as_ref(), person.registration().as_ref());
    }
    !known.phone.is_empty() && !person.phone.is_empty() && known.phone != person.phone
}

fn differs<T: PartialEq>(one: Option<&T>, other: Option<&T>) -> bool {
    one.zip(other).is_some_and(|(one, other)| one != other)
}

fn births<'a>(records: impl Iterator<Item = &'a Record>) -> HashMap<&'a str, Day> {
    let births = records.filter_map(|record| match &record.body {
        RecordBody::Demographics(body) => body.born.map(|born| (record.key.sourced_id.as_str(), born)),
        _ => None,
    });
    births.collect()
}

/// Takes these people out, with all that hangs on them.
fn wait(checked: &mut Checked, keys: &[Touched]) {
    let people: BTreeSet<&str> = keys
        .iter()
        .map(|touched| touched.key.sourced_id.as_str())
        .collect();
    let (records, waiting) = (&mut checked.records, &mut checked.waiting);
    records.retain(|(record, _)| {
        let waits = match &record.body {
            RecordBody::Person(_) | RecordBody::Demographics(_) => {
                people.contains(record.key.sourced_id.as_str())
            }
            RecordBody::Enrolment(body) => people.contains(body.person.as_str()),
            RecordBody::Guardianship(body) => {
                people.contains(body.child.as_str()) || people.contains(body.guardian.as_str())
            }
            _ => false,
        };
        if waits {
            waiting.insert(record.key.clone());
        }
        !waits
    });
}
