//! Writing a notice: to whom, what, how families answer, and what stands against it, all of it without network.

mod address;
mod check;
mod draft;
mod fields;
mod form;
mod guard;
mod limit;
mod look;
mod questions;
mod slots;
mod templates;
#[cfg(test)]
mod tests;
mod texts;

pub use check::findings;
#[cfg(test)]
pub use draft::blank;
pub use draft::{NEW_NOTICE, stored};
pub use form::NoticeComposer;
pub use guard::guard_list;
