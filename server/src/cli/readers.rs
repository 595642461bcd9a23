//! Who gets a slip: the guardians of a class, one person, or everybody who works at a school.

use super::store::person;
use anyhow::{Context, Result, anyhow};
use domain::{ChildId, ClassId, Instant, PersonId, Right, people::Role};
use office::{
    Tx,
    roster::{ClassKind, Record, RecordBody},
    tx::Stored,
};
use std::collections::BTreeSet;

/// Somebody to make a slip for.
pub struct Reader {
    pub person: PersonId,
    pub title: String,
    pub name: String,
    pub place: String,
}

/// Every guardian of a class once, by seat of the first child.
pub async fn guardians(tx: &mut dyn Tx, wanted: &str, now: Instant) -> Stored<Result<Vec<Reader>>> {
    let class = match find_class(tx, wanted).await? {
        Ok(class) => class,
        Err(error) => return Ok(Err(error)),
    };
    let (mut readers, mut seen) = (Vec::new(), BTreeSet::new());
    for pupil in tx.pupils(class, now.day()).await? {
        let Some(card) = tx.child_card(pupil.child, now.day()).await? else {
            continue;
        };
        for guardian in card
            .guardians
            .iter()
            .filter(|guardian| guardian.rights.has(Right::Read))
        {
            if seen.insert(guardian.person) {
                let relation = if guardian.relation.is_empty() {
                    "监护人"
                } else {
                    &guardian.relation
                };
                readers.push(Reader {
                    person: guardian.person,
                    title: format!("{}的{relation}", card.name),
                    name: guardian.name.clone(),
                    place: format!("{} {}", card.school_name, card.class_name),
                });
            }
        }
    }
    Ok(Ok(readers))
}

/// A home class by its id or its name, which must then be the only one of that name.
async fn find_class(tx: &mut dyn Tx, wanted: &str) -> Stored<Result<ClassId>> {
    let records = tx.records().await?;
    let is_home =
        |record: &&Record| matches!(&record.body, RecordBody::Class(class) if class.kind == ClassKind::Home);
    let homes: Vec<&Record> = records.values().filter(is_home).collect();
    let named = |record: &&&Record| matches!(&record.body, RecordBody::Class(class) if class.title == wanted);
    let by_id = homes.iter().find(|record| record.key.sourced_id == wanted);
    let by_name: Vec<&&Record> = homes.iter().filter(named).collect();
    let found = match (by_id, by_name.as_slice()) {
        (Some(record), _) => record.key.clone(),
        (None, [record]) => record.key.clone(),
        (None, []) => return Ok(Err(anyhow!("no class is called {wanted}"))),
        (None, several) => {
            let ids: Vec<&str> = several
                .iter()
                .map(|record| record.key.sourced_id.as_str())
                .collect();
            return Ok(Err(anyhow!(
                "several classes are called {wanted}; name one by its id: {}",
                ids.join(", ")
            )));
        }
    };
    let id = tx.record_id(&found).await?;
    Ok(id
        .map(ClassId)
        .with_context(|| format!("the class {wanted} has no id here")))
}

pub async fn one(tx: &mut dyn Tx, sourced_id: &str, now: Instant) -> Stored<Option<Reader>> {
    let Some(person) = person(tx, sourced_id).await? else {
        return Ok(None);
    };
    let Some(me) = tx.me(person, now.day()).await? else {
        return Ok(None);
    };
    let place = me
        .memberships
        .first()
        .map(|one| format!("{} {}", one.school_name, one.class_name));
    let mut title = me.name.clone();
    if let Some(child) = me
        .memberships
        .iter()
        .filter(|one| one.role == Role::Guardian)
        .find_map(|one| one.child)
    {
        title = as_guardian(tx, child, person, now).await?.unwrap_or(title);
    }
    Ok(Some(Reader {
        person,
        title,
        name: me.name,
        place: place.unwrap_or_default(),
    }))
}

async fn as_guardian(
    tx: &mut dyn Tx,
    child: ChildId,
    person: PersonId,
    now: Instant,
) -> Stored<Option<String>> {
    let Some(card) = tx.child_card(child, now.day()).await? else {
        return Ok(None);
    };
    let guardian = card.guardians.iter().find(|guardian| guardian.person == person);
    Ok(guardian.map(|guardian| format!("{}的{}", card.name, guardian.relation)))
}

pub async fn staff(tx: &mut dyn Tx, now: Instant) -> Stored<Vec<Reader>> {
    let works = |record: &&Record| match &record.body {
        RecordBody::Person(person) => person.role.is_staff() && person.enabled && !record.left,
        _ => false,
    };
    let (mut readers, mut seen) = (Vec::new(), BTreeSet::new());
    for record in tx.records().await?.values().filter(works) {
        // One human may stand in two rows.
        if let Some(reader) = one(tx, &record.key.sourced_id, now).await?
            && seen.insert(reader.person)
        {
            readers.push(Reader {
                title: reader.name.clone(),
                ..reader
            });
        }
    }
    Ok(readers)
}
