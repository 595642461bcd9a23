//! The outbox: what waits to be delivered, and what needs its writer.

mod item;
mod screen;
mod select;
#[cfg(test)]
mod tests;
mod text;

pub use screen::OutboxScreen;
pub use text::text_of;
