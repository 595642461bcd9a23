//! The outbox: what waits to be delivered, and what needs its writer.

mod about;
mod item;
mod screen;
mod select;
#[cfg(test)]
mod tests;
mod text;
mod why;

pub use about::{child_of, face_of};
pub use screen::OutboxScreen;
pub use text::{kind_of, text_of};
pub use why::why_of;
