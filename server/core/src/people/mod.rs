//! People at the office: who is who's guardian, who teaches which class, and the cards that devices get.

mod cards;
mod import;
mod ties;
mod tx;

pub use cards::{Concerned, refresh_around, refresh_child, refresh_class, refresh_person};
pub use import::{Applied, apply};
pub use tx::{ChildTie, ClassRow, Enrolment, Guardianship, PeopleTx, PersonRow, PupilTie, RoleRow, Teaching};
