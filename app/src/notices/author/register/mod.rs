//! Who a notice has reached: the register of a class with names, or counts for a grade or school.

mod contact;
mod counts;
mod csv;
mod lines;
mod paper;
mod screen;
mod table;
#[cfg(test)]
mod tests;

pub use lines::{Line, Reader, lines};
pub use screen::{Register, page};
