//! Rights, read afresh for every request: how a person stands to a child, which scopes a person may pull.

use crate::tx::{Stored, Tx};
use domain::{ChildId, Instant, PersonId, Right, Scope, ScopeKind, Standing, people::Role};
use std::collections::BTreeSet;

pub async fn standing(tx: &mut dyn Tx, person: PersonId, child: ChildId, now: Instant) -> Stored<Standing> {
    let today = now.day();
    let teaching = tx.teaching_of_child(person, child, today).await?;
    Ok(Standing {
        guardian: tx.guardian_rights(person, child, today).await?,
        class_teacher: teaching.iter().any(|teaching| teaching.class_teacher),
        teaches: !teaching.is_empty(),
    })
}

/// Every scope that a person may read today: the device holds exactly these.
pub async fn scopes(tx: &mut dyn Tx, person: PersonId, now: Instant) -> Stored<BTreeSet<Scope>> {
    let today = now.day();
    let mut scopes = BTreeSet::from([Scope::new(ScopeKind::Person, person.0)]);
    for child in tx.children_of(person, today).await? {
        if child.rights.has(Right::Read) {
            scopes.insert(Scope::new(ScopeKind::ChildFamily, child.child.0));
            scopes.insert(Scope::new(ScopeKind::ClassFamily, child.class.0));
            scopes.insert(Scope::new(ScopeKind::SchoolFamily, child.school.0));
        }
    }
    for teaching in tx.teaching_of(person, today).await? {
        scopes.insert(Scope::new(ScopeKind::ClassStaff, teaching.class.0));
        scopes.insert(Scope::new(ScopeKind::SchoolStaff, teaching.school.0));
        if teaching.class_teacher {
            let pupils = tx.pupils(teaching.class, today).await?;
            scopes.extend(
                pupils
                    .iter()
                    .map(|pupil| Scope::new(ScopeKind::ChildFamily, pupil.child.0)),
            );
        }
    }
    for role in tx.roles_of(person).await? {
        // Those who write to a grade or a school need to know what it has.
        if let (Role::GradeHead | Role::SchoolAdmin | Role::Coordinator, Some(school)) =
            (role.role, role.school)
        {
            scopes.insert(Scope::new(ScopeKind::SchoolStaff, school.0));
        }
    }
    Ok(scopes)
}
