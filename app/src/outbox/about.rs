//! Which child an item is about, if it is about one.

use crate::people::{Face, face};
use domain::{Action, ChildId};
use replica::{Item, View};

pub fn child_of(item: &Item) -> Option<ChildId> {
    match &item.command.action {
        Action::Notes(action) => Some(action.child),
        Action::Notices(action) => action.verb.child(),
    }
}

/// An empty face where it is about no single child.
pub fn face_of(view: &View, item: &Item) -> Face {
    face(view, child_of(item).unwrap_or(ChildId(uuid::Uuid::nil())))
}
