//! Bringing the cards on devices up to date after the roster or a right changed.

use crate::{
    rows::{self, put_row},
    tx::{Stored, Tx},
};
use domain::{ChildId, ClassId, Instant, PersonId, Row};

/// A child's card alone.
pub async fn refresh_child(tx: &mut dyn Tx, child: ChildId, now: Instant) -> Stored<()> {
    match tx.child_card(child, now.day()).await? {
        Some(card) => put_row(tx, &Row::Child(card), now).await,
        None => rows::leave_staff(tx, child, now).await,
    }
}

/// A class list alone.
pub async fn refresh_class(tx: &mut dyn Tx, class: ClassId, now: Instant) -> Stored<()> {
    match tx.class_card(class, now.day()).await? {
        Some(card) => put_row(tx, &Row::Class(card), now).await,
        None => Ok(()),
    }
}

/// A person's own account, and the threads in the own scope.
pub async fn refresh_person(tx: &mut dyn Tx, person: PersonId, now: Instant) -> Stored<()> {
    if let Some(me) = tx.me(person, now.day()).await? {
        put_row(tx, &Row::Me(me), now).await?;
    }
    rows::reconcile_person(tx, person, now).await
}

/// Everything that one child's ties show up on: its card, its classes' lists, the accounts around it.
pub async fn refresh_around(tx: &mut dyn Tx, child: ChildId, now: Instant) -> Stored<()> {
    refresh_child(tx, child, now).await?;
    let mut people = tx.guardians_of_child(child).await?;
    for class in tx.classes_of_child(child).await? {
        refresh_class(tx, class, now).await?;
        people.extend(tx.staff_of_class(class).await?);
    }
    for person in people {
        refresh_person(tx, person, now).await?;
    }
    Ok(())
}
