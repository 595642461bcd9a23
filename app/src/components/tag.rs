//! A word in a soft colour; the word says it, the colour only helps.

use super::icon::{Glyph, icon};
use leptos::prelude::*;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    Quiet,
    /// What a thing is about; the elder view leaves it out.
    Topic,
    Jade,
    Sun,
}

pub fn tag(tone: Tone, glyph: Option<Glyph>, word: impl Into<String>) -> AnyView {
    let class = match tone {
        Tone::Quiet => "tag",
        Tone::Topic => "tag tag-topic",
        Tone::Jade => "tag tag-jade",
        Tone::Sun => "tag tag-sun",
    };
    view! { <span class=class>{glyph.map(icon)} {word.into()}</span> }.into_any()
}
