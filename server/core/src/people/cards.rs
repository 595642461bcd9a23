//! Bringing the cards on devices up to date after the roster or a right changed.

use crate::{
    notices,
    rows::{self, put_row},
    tx::{Stored, Tx},
};
use domain::{ChildId, ClassId, Instant, PersonId, Row};
use std::collections::BTreeSet;

/// A child's card alone.
pub async fn refresh_child(tx: &mut dyn Tx, child: ChildId, now: Instant) -> Stored<()> {
    match tx.child_card(child, now.day()).await? {
        Some(card) => put_row(tx, &Row::Child(card), now).await,
        None => rows::leave_staff(tx, child, now).await,
    }
}

/// A class list, and what is counted of its children's cards: the size that notices to it are previewed with, and how
/// far those of its grade and school came. Cards first, then their class.
pub async fn refresh_class(tx: &mut dyn Tx, class: ClassId, now: Instant) -> Stored<()> {
    if let Some(card) = tx.class_card(class, now.day()).await? {
        put_row(tx, &Row::Class(card), now).await?;
    }
    if let Some(row) = tx.class_row(class).await? {
        let size = notices::size(tx, &row).await?;
        put_row(tx, &Row::ClassSize(size), now).await?;
        notices::recount_class(tx, &row, now).await?;
    }
    Ok(())
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
    let mut concerned = Concerned::default();
    concerned.around(tx, child).await?;
    concerned.refresh(tx, now).await
}

/// Whose cards a change concerns. Each is brought up to date once, however many ties turned.
#[derive(Default)]
pub struct Concerned {
    pub children: BTreeSet<ChildId>,
    pub classes: BTreeSet<ClassId>,
    pub people: BTreeSet<PersonId>,
}

impl Concerned {
    /// A child whose ties changed: its classes' lists, and the accounts around it.
    pub async fn around(&mut self, tx: &mut dyn Tx, child: ChildId) -> Stored<()> {
        self.card(tx, child).await?;
        self.people.extend(tx.guardians_of_child(child).await?);
        for class in tx.classes_of_child(child).await? {
            self.people.extend(tx.staff_of_class(class).await?);
        }
        Ok(())
    }

    /// A child whose card says something else of its guardians: its classes count it.
    pub async fn card(&mut self, tx: &mut dyn Tx, child: ChildId) -> Stored<()> {
        self.children.insert(child);
        self.classes.extend(tx.classes_of_child(child).await?);
        Ok(())
    }

    /// A teacher who came or went: with the class come its cards, and its pupils'.
    pub async fn teacher(&mut self, tx: &mut dyn Tx, teacher: PersonId, now: Instant) -> Stored<()> {
        self.people.insert(teacher);
        for class in tx.classes_of_teacher(teacher).await? {
            self.classes.insert(class);
            let pupils = tx.pupils(class, now.day()).await?;
            self.children.extend(pupils.into_iter().map(|pupil| pupil.child));
        }
        Ok(())
    }

    /// Children first: their classes count by their cards.
    pub async fn refresh(&self, tx: &mut dyn Tx, now: Instant) -> Stored<()> {
        for child in &self.children {
            refresh_child(tx, *child, now).await?;
        }
        for class in &self.classes {
            refresh_class(tx, *class, now).await?;
        }
        for person in &self.people {
            refresh_person(tx, *person, now).await?;
        }
        Ok(())
    }
}
