//! Where a note stands, in words for the person who reads them.

use super::card::NoteCard;
use crate::{components::Tone, words::Words};
use domain::notes::{Side, State};

pub fn state_word(words: &Words, card: &NoteCard) -> (Tone, &'static str) {
    let note = &card.note;
    if card.waits_for_me() {
        (Tone::Sun, words.notes.state_waits_you)
    } else if note.waits_for(Side::School) {
        (Tone::Quiet, words.notes.state_waits_school)
    } else if note.waits_for(Side::Home) {
        (Tone::Quiet, words.notes.state_waits_home)
    } else if note.state == State::Sent && note.from != card.part.side() {
        (Tone::Jade, words.notes.state_new)
    } else {
        (Tone::Quiet, words.notes.state_word(note.state))
    }
}
