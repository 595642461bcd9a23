//! People as devices know them: oneself, a child with its guardians and teachers, a class list.

mod cards;
mod rights;

pub use cards::{ChildCard, ClassCard, ClassSize, GuardianCard, Me, Membership, Pupil, Role, StaffCard};
pub use rights::{Right, Rights, Standing};
