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

/// What an item does with a note, if it is about one.
pub fn action_of(item: &Item) -> Option<&notes::Action> {
    match &item.command.action {
        Action::Notes(action) => Some(action),
        Action::Notices(_) => None,
    }
}

/// Whether an item is about this note.
pub fn is_about(item: &Item, note: NoteId) -> bool {
    action_of(item).is_some_and(|action| action.note == note)
}

/// `None` for what its writer took back.
pub fn mark_of(view: &View, item: &Item) -> Option<Mark> {
    match item.state {
        ItemState::Sending if view.is_sending => Some(Mark::Sending),
        // Sent before and not answered: it is safe here and goes up again, like what was never sent.
        ItemState::Saved | ItemState::Sending => Some(Mark::Saved),
        ItemState::Accepted { .. } => Some(Mark::Delivered),
        ItemState::Refused { .. } | ItemState::Conflict { .. } => Some(Mark::NeedsYou),
        ItemState::Discarded { .. } => None,
    }
}

/// What of each note still has to settle; the gravest of its items speaks for it.
pub fn marks(view: &View) -> Marks {
    let marked = written(view).filter_map(|item| Some((action_of(item)?.note, mark_of(view, item)?)));
    Marks(marked.filter(|(_, mark)| *mark != Mark::Delivered).collect())
}

/// Few at a time, so a list will do.
pub struct Marks(Vec<(NoteId, Mark)>);

impl Marks {
    pub fn of(&self, note: NoteId) -> Option<Mark> {
        let of_note = self.0.iter().filter(|(of, _)| *of == note);
        of_note.map(|(_, mark)| *mark).max()
    }
}

/// The mark of one entry, or of the note itself; what the outbox does not know has long been delivered.
pub fn mark_of_entry(view: &View, note: NoteId, entry: Option<EntryId>) -> Mark {
    let mut items = written(view).filter(|item| {
        action_of(item).is_some_and(|action| action.note == note && action.verb.entry() == entry)
    });
    items
        .find_map(|item| mark_of(view, item))
        .unwrap_or(Mark::Delivered)
}

/// Everything somebody wrote, without what happened by itself.
pub fn written(view: &View) -> impl Iterator<Item = &Item> {
    view.outbox.iter().filter(|item| !item.command.action.is_quiet())
}

/// How many of them wait to be delivered.
pub fn waiting_count(view: &View) -> usize {
    written(view).filter(|item| item.is_unsent()).count()
}

/// Those, and what needs its writer.
pub fn unsettled_count(view: &View) -> usize {
    written(view)
        .filter(|item| item.is_unsent() || item.needs_you())
        .count()
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
