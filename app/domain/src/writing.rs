//! What every writing feature does with a text and its author.

use crate::{
    decide::{Context, Refusal},
    notes::Author,
};

/// Who acts, as they are called today.
pub fn author(context: &Context) -> Author {
    Author {
        person: context.actor.person,
        name: context.actor.name.clone(),
    }
}

/// The text without surrounding space; length counts characters, not bytes, as a writer does.
pub fn written(text: &str, chars_max: usize) -> Result<String, Refusal> {
    let text = text.trim();
    match text.chars().count() {
        0 => Err(Refusal::Empty),
        chars if chars > chars_max => Err(Refusal::TooLong),
        _ => Ok(text.to_owned()),
    }
}
