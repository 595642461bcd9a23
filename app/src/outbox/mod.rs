//! The outbox: what waits to be delivered, and what needs its writer.

mod item;
mod screen;
mod select;
mod text;

pub use screen::OutboxScreen;
pub use text::text_of;
