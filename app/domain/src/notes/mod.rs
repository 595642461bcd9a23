//! The two-way note about one child (联系单): opened from either side, answered, agreed on, closed,
//! reopened; seen by every guardian with `read` and by the class teacher.

mod action;
mod decide;
mod row;
#[cfg(test)]
mod tests;

pub use action::{Action, Verb};
pub use decide::{decide, needs, side_of};
pub use row::{Agreement, Author, EntryKind, Note, NoteEntry, Owner, Side, State, Topic};
