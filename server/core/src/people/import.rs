//! A roster's records become people and ties, and the cards on devices follow; all in the caller's one
//! transaction.

use super::{
    cards::Concerned,
    tx::{PersonRow, RoleRow},
};
use crate::{
    roster::{Class, ClassKind, Org, Person, PersonRole, Record, RecordBody, RecordKey, RecordKind},
    tx::{Ids, Stored, Tx},
};
use domain::{ChildId, ClassId, Instant, PersonId, SchoolId, people::Role};
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

/// How many records were written, and whom that concerned.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Applied {
    pub records: usize,
    pub children: usize,
    pub classes: usize,
}

/// Applies what a plan wrote. A record marked `left` changes nothing else: a missing row is a question, not
/// the end of anybody's rights.
pub async fn apply(tx: &mut dyn Tx, writes: &[Record], ids: &mut dyn Ids, now: Instant) -> Stored<Applied> {
    let mut import = Import::default();
    let mut before = BTreeMap::new();
    for record in writes {
        before.extend(
            tx.record(&record.key)
                .await?
                .map(|old| (record.key.clone(), old.body)),
        );
        let id = import.id(tx, record, ids).await?;
        tx.set_record(record, id).await?;
    }
    // All old ties first: one record may take over what another one gives up.
    for record in writes.iter().filter(|record| !record.left) {
        if let Some(old) = before.get(&record.key).filter(|old| **old != record.body) {
            import.retract(tx, old).await?;
        }
    }
    for record in writes.iter().filter(|record| !record.left) {
        import.project(tx, record, before.get(&record.key)).await?;
    }
    import.one_home_class(tx).await?;
    import.refresh(tx, now).await?;
    Ok(Applied {
        records: writes.len(),
        children: import.children.len(),
        classes: import.classes.len(),
    })
}

#[derive(Default)]
pub(super) struct Import {
    /// Ids of this run, so that a first import does not ask the store for each.
    ids: BTreeMap<RecordKey, Uuid>,
    /// Subject groups and the home class whose pupils they have.
    homes: BTreeMap<String, (Class, Option<String>)>,
    pub(super) children: BTreeSet<ChildId>,
    pub(super) classes: BTreeSet<ClassId>,
    people: BTreeSet<PersonId>,
    /// Teachers whose tie was taken back, whether or not another one replaces it.
    pub(super) leaving: BTreeSet<PersonId>,
    /// The home class that this run put a child in.
    pub(super) placed: BTreeMap<ChildId, ClassId>,
}

impl Import {
    async fn id(&mut self, tx: &mut dyn Tx, record: &Record, ids: &mut dyn Ids) -> Stored<Uuid> {
        if let Some(id) = self.find(tx, &record.key).await? {
            return Ok(id);
        }
        let id = match &record.body {
            RecordBody::Person(person) if !person.same_person_as.is_empty() => {
                let same = RecordKey::new(RecordKind::Person, person.same_person_as.clone());
                // The other row may come later in the same file; it then finds this id the same way.
                match self.find(tx, &same).await? {
                    Some(id) => id,
                    None => *self.ids.entry(same).or_insert_with(|| ids.next()),
                }
            }
            _ => ids.next(),
        };
        self.ids.insert(record.key.clone(), id);
        Ok(id)
    }

    async fn find(&mut self, tx: &mut dyn Tx, key: &RecordKey) -> Stored<Option<Uuid>> {
        if let Some(id) = self.ids.get(key) {
            return Ok(Some(*id));
        }
        let id = tx.record_id(key).await?;
        self.ids.extend(id.map(|id| (key.clone(), id)));
        Ok(id)
    }

    pub(super) async fn find_one(
        &mut self,
        tx: &mut dyn Tx,
        kind: RecordKind,
        sourced_id: &str,
    ) -> Stored<Option<Uuid>> {
        self.find(tx, &RecordKey::new(kind, sourced_id)).await
    }

    async fn project(&mut self, tx: &mut dyn Tx, record: &Record, before: Option<&RecordBody>) -> Stored<()> {
        let Some(id) = self.find(tx, &record.key).await? else {
            return Ok(());
        };
        match &record.body {
            RecordBody::Org(org) => self.org(tx, id, org).await,
            RecordBody::Class(class) => self.class(tx, id, record, class).await,
            RecordBody::Person(person) => self.person(tx, id, person).await,
            RecordBody::Enrolment(enrolment) => self.enrolment(tx, enrolment).await,
            RecordBody::Guardianship(edge) => {
                let before = match before {
                    Some(RecordBody::Guardianship(before)) => Some(before),
                    _ => None,
                };
                self.guardianship(tx, edge, before).await
            }
            // Kept in the roster; no device needs them yet.
            RecordBody::Term(_) | RecordBody::Course(_) | RecordBody::Demographics(_) => Ok(()),
        }
    }

    async fn org(&mut self, tx: &mut dyn Tx, id: Uuid, org: &Org) -> Stored<()> {
        if org.org_type == "school" {
            tx.set_school(SchoolId(id), &org.name).await
        } else {
            Ok(())
        }
    }

    async fn class(&mut self, tx: &mut dyn Tx, id: Uuid, record: &Record, class: &Class) -> Stored<()> {
        self.homes
            .insert(record.key.sourced_id.clone(), (class.clone(), home_of(class)));
        if class.kind != ClassKind::Home {
            return Ok(());
        }
        let Some(school) = self.find_one(tx, RecordKind::Org, &class.school).await? else {
            return Ok(());
        };
        self.classes.insert(ClassId(id));
        let grade = class.grades.first().copied().unwrap_or(0);
        tx.set_class(ClassId(id), SchoolId(school), &class.title, grade)
            .await
    }

    async fn person(&mut self, tx: &mut dyn Tx, id: Uuid, person: &Person) -> Stored<()> {
        let row = PersonRow {
            id: PersonId(id),
            name: person.shown_name(),
            given_name: person.given_name.clone(),
        };
        tx.set_person(&row).await?;
        self.people.insert(PersonId(id));
        if person.role == PersonRole::Student {
            self.children.insert(ChildId(id));
        }
        if person.role == PersonRole::Administrator {
            self.office_role(tx, id, person).await?;
        }
        Ok(())
    }

    /// An administrator of a school, or of the city where the org is no school. The roster says no more than
    /// that; finer roles are given by an administrator.
    async fn office_role(&mut self, tx: &mut dyn Tx, id: Uuid, person: &Person) -> Stored<()> {
        let org = person.orgs.first().cloned().unwrap_or_default();
        let key = RecordKey::new(RecordKind::Org, org);
        let record = tx.record(&key).await?;
        let is_school =
            matches!(record.map(|r| r.body), Some(RecordBody::Org(org)) if org.org_type == "school");
        let school = if is_school {
            self.find(tx, &key).await?.map(SchoolId)
        } else {
            None
        };
        let role = if is_school {
            Role::SchoolAdmin
        } else {
            Role::Bureau
        };
        tx.set_role(&RoleRow {
            person: PersonId(id),
            role,
            school,
        })
        .await
    }

    /// A class of the roster and the home class whose pupils it has.
    pub(super) async fn class_of(
        &mut self,
        tx: &mut dyn Tx,
        sourced_id: &str,
    ) -> Stored<Option<(Class, Option<String>)>> {
        if let Some(found) = self.homes.get(sourced_id) {
            return Ok(Some(found.clone()));
        }
        let key = RecordKey::new(RecordKind::Class, sourced_id);
        let Some(Record {
            body: RecordBody::Class(class),
            ..
        }) = tx.record(&key).await?
        else {
            return Ok(None);
        };
        let found = (class.clone(), home_of(&class));
        self.homes.insert(sourced_id.to_owned(), found.clone());
        Ok(Some(found))
    }

    async fn refresh(&self, tx: &mut dyn Tx, now: Instant) -> Stored<()> {
        let mut concerned = Concerned {
            children: self.children.clone(),
            classes: self.classes.clone(),
            people: &self.people | &self.leaving,
        };
        for child in &self.children {
            concerned.classes.extend(tx.classes_of_child(*child).await?);
        }
        for class in &concerned.classes {
            let pupils = tx.pupils(*class, now.day()).await?;
            concerned.children.extend(pupils.iter().map(|pupil| pupil.child));
            concerned.people.extend(tx.staff_of_class(*class).await?);
        }
        for child in &concerned.children {
            concerned.people.extend(tx.guardians_of_child(*child).await?);
        }
        concerned.refresh(tx, now).await
    }
}

fn home_of(class: &Class) -> Option<String> {
    Some(class.home_class.clone()).filter(|home| !home.is_empty())
}
