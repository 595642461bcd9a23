//! A child's name, letter and colour, as this person calls the child.

use domain::{ChildId, people::ChildCard};
use replica::View;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Face {
    pub child: ChildId,
    /// The given name at home, the full name at school.
    pub name: String,
    pub letter: String,
    /// One of four colours.
    pub hue: u8,
    pub class_name: String,
}

pub fn face(view: &View, child: ChildId) -> Face {
    face_among(view, &own_children(view), child)
}

/// For many at once: `own` is [`own_children`], asked for only one time.
pub fn face_among(view: &View, own: &[&ChildCard], child: ChildId) -> Face {
    let at = own.iter().position(|card| card.id == child);
    let card = view.child(child);
    let name = card.map_or("", |card| match at {
        Some(_) if !card.given_name.is_empty() => &card.given_name,
        _ => &card.name,
    });
    Face {
        child,
        name: name.to_owned(),
        letter: name.chars().next_back().map(String::from).unwrap_or_default(),
        hue: at.map_or_else(|| child.0.as_bytes()[15], |at| u8::try_from(at).unwrap_or(0)) % 4,
        class_name: card.map(|card| card.class_name.clone()).unwrap_or_default(),
    }
}

/// The children this person answers for, in a steady order.
pub fn own_children(view: &View) -> Vec<&ChildCard> {
    let me = view.identity.person;
    let mine = |card: &&ChildCard| card.guardians.iter().any(|guardian| guardian.person == me);
    view.children().filter(mine).collect()
}

pub fn own_faces(view: &View) -> Vec<Face> {
    let own = own_children(view);
    own.iter().map(|card| face_among(view, &own, card.id)).collect()
}
