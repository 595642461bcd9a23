//! The class lists of a teacher: tap a child to write to the family.

mod screen;

pub use screen::ClassListScreen;
