//! Writing a note: about whom, about what, to whom, and the text, which is kept with every letter.

mod fields;
mod form;
mod people;

pub use form::Composer;
