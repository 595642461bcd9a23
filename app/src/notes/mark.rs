//! How far something a person wrote has come: saved on this phone, sending, delivered, needs you.

use crate::{
    components::{Glyph, Tone, tag},
    words::Words,
};
use domain::{Action, EntryId, NoteId, notes};
use leptos::prelude::*;
use replica::{Item, ItemState, View};

/// In the order of how much a person should know of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Mark {
    Delivered,
    Sending,
    Saved,
    NeedsYou,
}

pub fn action_of(item: &Item) -> &notes::Action {
    match &item.command.action {
        Action::Notes(action) => action,
    }
}

/// `None` for what its writer took back.
pub fn mark_of(item: &Item) -> Option<Mark> {
    match item.state {
        ItemState::Saved => Some(Mark::Saved),
        ItemState::Sending => Some(Mark::Sending),
        ItemState::Accepted { .. } => Some(Mark::Delivered),
        ItemState::Refused { .. } | ItemState::Conflict { .. } => Some(Mark::NeedsYou),
        ItemState::Discarded { .. } => None,
    }
}

/// What of a whole note still has to settle, if anything.
pub fn mark_of_note(view: &View, note: NoteId) -> Option<Mark> {
    let items = written(view).filter(|item| action_of(item).note == note);
    items
        .filter_map(mark_of)
        .max()
        .filter(|mark| *mark != Mark::Delivered)
}

/// The mark of one entry, or of the note itself; what the outbox does not know has long been delivered.
pub fn mark_of_entry(view: &View, note: NoteId, entry: Option<EntryId>) -> Mark {
    let mut items = written(view).filter(|item| {
        let action = action_of(item);
        action.note == note && action.verb.entry() == entry
    });
    items.find_map(mark_of).unwrap_or(Mark::Delivered)
}

/// Everything somebody wrote, without what happened by itself.
pub fn written(view: &View) -> impl Iterator<Item = &Item> {
    view.outbox.iter().filter(|item| !item.command.action.is_quiet())
}

pub fn mark_view(words: &Words, mark: Mark) -> AnyView {
    let (tone, glyph, word) = match mark {
        Mark::Saved => (Tone::Sun, Glyph::Phone, words.common.saved),
        Mark::Sending => (Tone::Quiet, Glyph::Up, words.common.sending),
        Mark::Delivered => (Tone::Quiet, Glyph::Check, words.common.delivered),
        Mark::NeedsYou => (Tone::Sun, Glyph::Info, words.common.needs_you),
    };
    tag(tone, Some(glyph), word)
}
