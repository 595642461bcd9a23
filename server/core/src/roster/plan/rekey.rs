//! People who come back under a new id: recognised and matched, so that nobody leaves or arrives twice
//! and every receipt, mark and club place stays theirs.

use super::{
    super::{
        code::Code,
        finding::Finding,
        limits::CHANGED_IDS_SHARE_MAX,
        notes::Notes,
        record::{Enrolment, EnrolmentRole, Person, PersonRole, Record, RecordBody, RecordKey, RecordKind},
    },
    Checked,
    homes::{Homes, homes},
};
use domain::Day;
use std::collections::{BTreeMap, HashMap};

/// New id to stored id.
type Renames = BTreeMap<String, String>;
type Current = BTreeMap<RecordKey, Record>;

/// Gives people, and the enrolments that only got a new id, the keys under which they are stored.
pub(super) fn settle(checked: &mut Checked, current: &Current, today: Day, notes: &mut Notes) {
    if current.is_empty() {
        return;
    }
    rename(checked, &approved_before(checked, current));
    let mut untold = checked.untold(current);
    let mut found = Renames::new();
    for group in [Group::Students, Group::Family, Group::Staff] {
        found.extend(matched(group, checked, &untold, current, today, notes));
    }
    if !found.is_empty() {
        rename(checked, &found);
        untold = checked.untold(current);
    }
    match_enrolments(checked, &untold, current);
}

/// Kinds of people who can be compared with each other.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Group {
    Students,
    Family,
    Staff,
}

impl Group {
    pub fn of(role: PersonRole) -> Group {
        match role {
            PersonRole::Student => Group::Students,
            role if role.is_family() => Group::Family,
            _ => Group::Staff,
        }
    }
}

/// Ids that two people have already matched to a stored person.
fn approved_before(checked: &Checked, current: &Current) -> Renames {
    let known = current.values().filter_map(|record| match &record.body {
        RecordBody::Person(person) => Some((&record.key, &person.also_known_as)),
        _ => None,
    });
    let pairs = known.flat_map(|(key, ids)| ids.iter().map(move |id| (id, key)));
    // If the old id is in the file as well, the two are two rows, and no rename may merge them.
    let sound =
        pairs.filter(|(id, key)| !checked.tells(key) && checked.tells(&RecordKey::new(key.kind, *id)));
    sound
        .map(|(id, key)| (id.clone(), key.sourced_id.clone()))
        .collect()
}

fn matched(
    group: Group,
    checked: &Checked,
    untold: &[&Record],
    current: &Current,
    today: Day,
    notes: &mut Notes,
) -> Renames {
    let people = |record: &'_ Record| match &record.body {
        RecordBody::Person(person) => Group::of(person.role) == group && !record.left && person.enabled,
        _ => false,
    };
    let gone: Vec<&Record> = untold.iter().copied().filter(|record| people(record)).collect();
    if gone.is_empty() {
        return Renames::new();
    }
    let total = current.values().filter(|record| people(record)).count();
    let arrived = checked.records.iter().map(|(record, _)| record);
    let arrived: Vec<&Record> = arrived
        .filter(|record| people(record) && !current.contains_key(&record.key))
        .collect();
    if arrived.is_empty() {
        return Renames::new();
    }
    let stored = Signs::new(current.values(), today);
    let incoming = Signs::new(checked.records.iter().map(|(record, _)| record), today);
    let mut found = Renames::new();
    for kind in [Sign::Registration, Sign::NameBirthClass, Sign::NamePhone] {
        let left = |record: &&&Record| !found.values().any(|id| *id == record.key.sourced_id);
        let old = unique(gone.iter().filter(left).copied(), |record| {
            stored.of(kind, group, record)
        });
        let left = |record: &&&Record| !found.contains_key(&record.key.sourced_id);
        let new = unique(arrived.iter().filter(left).copied(), |record| {
            incoming.of(kind, group, record)
        });
        let pairs = new
            .into_iter()
            .filter_map(|(sign, new)| Some((new?, (*old.get(&sign)?)?)));
        let pairs: Vec<(String, String)> = pairs.map(|(new, old)| (new.to_owned(), old.to_owned())).collect();
        found.extend(pairs);
    }
    told(group, found, total, notes)
}

/// A pupil's new id always needs a second look; a few adults with new ids are just that.
fn told(group: Group, found: Renames, total: usize, notes: &mut Notes) -> Renames {
    let share = super::thresholds::share(found.len(), total);
    if found.is_empty() || (group != Group::Students && share <= CHANGED_IDS_SHARE_MAX) {
        return Renames::new();
    }
    let mut finding = Finding::hold(Code::RosterRekeyed).share(share);
    finding.more.matched = Some(found.len());
    notes.push(finding);
    found
}

/// By what a person is recognised.
#[derive(Clone, Copy)]
enum Sign {
    Registration,
    NameBirthClass,
    NamePhone,
}

/// What is needed to recognise people of one roster.
struct Signs<'a> {
    homes: Homes<'a>,
    births: HashMap<&'a str, Day>,
}

impl<'a> Signs<'a> {
    fn new(records: impl Iterator<Item = &'a Record> + Clone, today: Day) -> Signs<'a> {
        let births = records.clone().filter_map(|record| match &record.body {
            RecordBody::Demographics(body) => body.born.map(|born| (record.key.sourced_id.as_str(), born)),
            _ => None,
        });
        Signs {
            births: births.collect(),
            homes: homes(records, today),
        }
    }

    fn of(&self, sign: Sign, group: Group, record: &Record) -> Option<String> {
        let RecordBody::Person(person) = &record.body else {
            return None;
        };
        let id = record.key.sourced_id.as_str();
        match (sign, group) {
            (Sign::Registration, Group::Students) => person.registration().map(str::to_owned),
            (Sign::NameBirthClass, Group::Students) => {
                let (born, (class, _)) = (self.births.get(id)?, self.homes.get(id)?);
                Some(format!("{}\n{born}\n{class}", person.shown_name()))
            }
            (Sign::NamePhone, Group::Family | Group::Staff) => name_and_phone(person),
            _ => None,
        }
    }
}

fn name_and_phone(person: &Person) -> Option<String> {
    (!person.phone.is_empty()).then(|| format!("{}\n{}", person.shown_name(), person.phone))
}

/// Ids by sign; a sign that two have recognises nobody.
fn unique<'a>(
    records: impl Iterator<Item = &'a Record>,
    sign: impl Fn(&Record) -> Option<String>,
) -> BTreeMap<String, Option<&'a str>> {
    let mut found: BTreeMap<String, Option<&str>> = BTreeMap::new();
    for record in records {
        let Some(sign) = sign(record) else { continue };
        let id = Some(record.key.sourced_id.as_str());
        found.entry(sign).and_modify(|known| *known = None).or_insert(id);
    }
    found
}

/// Writes the stored ids in place of the new ones, wherever they stand.
fn rename(checked: &mut Checked, renames: &Renames) {
    if renames.is_empty() {
        return;
    }
    let person = |id: &mut String| {
        if let Some(stored) = renames.get(id) {
            *id = stored.clone();
        }
    };
    for (record, _) in &mut checked.records {
        let alias = record.key.sourced_id.clone();
        match &mut record.body {
            RecordBody::Person(body) => {
                person(&mut record.key.sourced_id);
                person(&mut body.same_person_as);
                body.also_known_as
                    .extend((alias != record.key.sourced_id).then_some(alias));
            }
            RecordBody::Demographics(_) => person(&mut record.key.sourced_id),
            RecordBody::Enrolment(body) => person(&mut body.person),
            RecordBody::Guardianship(body) => {
                person(&mut body.child);
                person(&mut body.guardian);
                record.key = RecordKey::guardianship(&body.child, &body.guardian);
            }
            _ => {}
        }
    }
    let waiting = std::mem::take(&mut checked.waiting).into_iter().map(|mut key| {
        match (key.kind, key.sourced_id.clone().split_once('|')) {
            (RecordKind::Person | RecordKind::Demographics, _) => person(&mut key.sourced_id),
            (RecordKind::Guardianship, Some((child, guardian))) => {
                let (mut child, mut guardian) = (child.to_owned(), guardian.to_owned());
                person(&mut child);
                person(&mut guardian);
                key = RecordKey::guardianship(&child, &guardian);
            }
            _ => {}
        }
        key
    });
    checked.waiting = waiting.collect();
    checked.records.sort_by(|(a, _), (b, _)| a.key.cmp(&b.key));
}

/// Some exports number their enrolments anew each time. One that says the same of the same person is the
/// same enrolment.
fn match_enrolments(checked: &mut Checked, untold: &[&Record], current: &Current) {
    type Content<'a> = (&'a str, &'a str, EnrolmentRole, Option<Day>);
    fn content(body: &Enrolment) -> Content<'_> {
        (&body.class, &body.person, body.role, body.begin)
    }
    let mut gone: HashMap<Content<'_>, Option<&RecordKey>> = HashMap::new();
    for record in untold {
        if let RecordBody::Enrolment(body) = &record.body {
            gone.entry(content(body))
                .and_modify(|known| *known = None)
                .or_insert(Some(&record.key));
        }
    }
    if gone.is_empty() {
        return;
    }
    for (record, _) in &mut checked.records {
        let RecordBody::Enrolment(body) = &record.body else {
            continue;
        };
        if current.contains_key(&record.key) {
            continue;
        }
        // Taken out once used: a second row with the same content stays a row of its own.
        if let Some(Some(key)) = gone.remove(&content(body)) {
            record.key = key.clone();
        }
    }
    checked.records.sort_by(|(a, _), (b, _)| a.key.cmp(&b.key));
}
