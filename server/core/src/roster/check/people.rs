//! People of a bundle: their schools, who is the same human as whom, numbers used twice, birth dates.

use super::{
    super::{
        bundle::{Bundle, Row, User},
        code::Code,
        finding::Finding,
        limits::SCHOOL_PUPILS_MAX,
        notes::Notes,
        record::{PersonRole, RecordKind},
        spec::File,
    },
    references::{Ids, Reference},
};
use domain::Day;
use std::collections::{BTreeMap, HashMap, HashSet};

pub(super) fn settle(bundle: &mut Bundle, ids: &mut Ids, today: Day, notes: &mut Notes) {
    hold_shared_registrations(&mut bundle.users, ids, notes);
    ids.settle(File::Users, &mut bundle.users, notes, |user| {
        let orgs = user.body.person.orgs.iter_mut();
        orgs.map(|org| Reference::row("orgSourcedIds", RecordKind::Org, org))
            .collect()
    });
    ids.settle(File::Users, &mut bundle.users, notes, |user| {
        vec![Reference::alone(
            "metadata.samePersonAs",
            RecordKind::Person,
            &mut user.body.person.same_person_as,
        )]
    });
    drop_pupils_said_to_be_adults(&mut bundle.users, notes);
    hold_large_schools(&bundle.users, notes);
    hold_births_to_come(bundle, ids, today, notes);
    // A row of demographics has no id of its own: it is the person's.
    ids.settle(File::Demographics, &mut bundle.demographics, notes, |row| {
        vec![Reference::row("sourcedId", RecordKind::Person, &mut row.id)]
    });
}

/// Two pupils cannot have one 学籍号; which of them is right only the school knows.
fn hold_shared_registrations(users: &mut Vec<Row<User>>, ids: &mut Ids, notes: &mut Notes) {
    let mut seen: HashMap<String, u32> = HashMap::new();
    users.retain(|user| {
        let Some(number) = user.body.person.registration() else {
            return true;
        };
        let Some(first) = seen.get(number) else {
            seen.insert(number.to_owned(), user.row);
            return true;
        };
        let at = Finding::hold(Code::IdNumberRepeated)
            .at(File::Users.name(), user.row)
            .column("userIds");
        notes.push(at.other_row(*first).quarantine(&user.id));
        ids.wait(RecordKind::Person, &user.id);
        false
    });
}

/// One human may be teacher and parent; a child is nobody else.
fn drop_pupils_said_to_be_adults(users: &mut [Row<User>], notes: &mut Notes) {
    let pupils = users
        .iter()
        .filter(|user| user.body.person.role == PersonRole::Student);
    let pupils: HashSet<String> = pupils.map(|user| user.id.clone()).collect();
    for user in users {
        let same = &mut user.body.person.same_person_as;
        if same.is_empty() || (!pupils.contains(same) && !pupils.contains(&user.id)) {
            continue;
        }
        let at = Finding::hold(Code::AgentWrongRole).at(File::Users.name(), user.row);
        notes.push(at.column("metadata.samePersonAs").value(same));
        same.clear();
    }
}

fn hold_large_schools(users: &[Row<User>], notes: &mut Notes) {
    let mut pupils: BTreeMap<&str, usize> = BTreeMap::new();
    for user in users
        .iter()
        .filter(|user| user.body.person.role == PersonRole::Student)
    {
        for org in &user.body.person.orgs {
            *pupils.entry(org).or_default() += 1;
        }
    }
    for (school, count) in pupils.into_iter().filter(|(_, count)| *count > SCHOOL_PUPILS_MAX) {
        let finding = Finding::hold(Code::SchoolTooLarge).in_file(File::Users.name());
        notes.push(finding.column("orgSourcedIds").value(school).count(count));
    }
}

fn hold_births_to_come(bundle: &mut Bundle, ids: &mut Ids, today: Day, notes: &mut Notes) {
    bundle.demographics.retain(|row| {
        let Some(born) = row.body.born.filter(|born| *born > today) else {
            return true;
        };
        let at = Finding::hold(Code::DateFuture)
            .at(File::Demographics.name(), row.row)
            .column("birthDate");
        notes.push(at.value(&born.to_string()).quarantine(&row.id));
        ids.wait(RecordKind::Demographics, &row.id);
        false
    });
}
