//! The author's side of notices: writing one, what is done with it later, and whom it has reached.

mod composer;
mod correct;
mod coverage;
mod parts;
mod register;
#[cfg(test)]
mod school;
mod send;
mod slips;
mod tools;

pub use composer::{NEW_NOTICE, NoticeComposer};
pub use correct::{CorrectForm, Handed};
pub use coverage::Coverage;
pub use register::{Reader, Register, lines};
pub use slips::Slips;
pub use tools::AuthorTools;
