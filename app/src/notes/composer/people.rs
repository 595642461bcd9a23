//! Whom a note can be about and to whom it can go, as far as this phone knows.

use crate::people::{Face, face, own_children};
use domain::{ChildId, PersonId, Right};
use replica::View;

/// The children a family member may write about; a teacher comes from the class list with one chosen.
pub fn writable_children(view: &View, chosen: Option<ChildId>) -> Vec<Face> {
    let me = view.identity.person;
    let own = own_children(view).into_iter();
    let mut faces: Vec<Face> = own
        .filter(|card| card.standing(me).guardian.has(Right::Reply))
        .map(|card| face(view, card.id))
        .collect();
    let taught = chosen.filter(|child| faces.iter().all(|face| face.child != *child));
    let taught = taught.filter(|child| view.child(*child).is_some_and(|card| card.may_reply(me)));
    faces.extend(taught.map(|child| face(view, child)));
    faces
}

#[derive(Clone, Debug, PartialEq)]
pub struct Addressee {
    /// `None` is the class teacher.
    pub person: Option<PersonId>,
    pub name: String,
    pub subjects: String,
}

/// The class teacher first; nobody to choose for those who write as teachers.
pub fn addressees(view: &View, child: ChildId) -> Vec<Addressee> {
    let Some(card) = view.child(child) else {
        return Vec::new();
    };
    if card.standing(view.identity.person).teaches {
        return Vec::new();
    }
    let class_teacher = card.class_teacher().map(|staff| Addressee {
        person: None,
        name: staff.name.clone(),
        subjects: String::new(),
    });
    let others = card
        .staff
        .iter()
        .filter(|staff| !staff.class_teacher)
        .map(|staff| Addressee {
            person: Some(staff.person),
            name: staff.name.clone(),
            subjects: staff.subjects.join("、"),
        });
    class_teacher.into_iter().chain(others).collect()
}

/// Whether nobody in the family could read it on a phone yet.
pub fn family_has_no_account(view: &View, child: ChildId) -> bool {
    let me = view.identity.person;
    view.child(child).is_some_and(|card| {
        card.standing(me).teaches && !card.guardians.iter().any(|guardian| guardian.has_account)
    })
}
