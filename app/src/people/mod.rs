//! People as a screen shows them to the person who holds the phone.

mod face;
mod part;

pub use face::{Face, face, face_among, own_children, own_faces};
pub use part::{Part, part, who};
