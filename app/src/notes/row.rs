//! A note as a row of a list.

use super::{card::NoteCard, mark::mark_view, state_word::state_word, topic};
use crate::{
    components::{Glyph, ItemLink, Tile, Tone, tag},
    notices::about_words,
    shell::note_path,
    words::Words,
};
use domain::Day;
use leptos::prelude::*;
use replica::View;

/// The row of the thread list.
pub fn note_row(words: &'static Words, view: &View, card: &NoteCard, today: Day, current: bool) -> AnyView {
    let (tone, word) = state_word(words, card);
    let state = match card.mark {
        Some(mark) => mark_view(words, mark),
        None if card.unfinished => tag(Tone::Sun, Some(Glyph::Pencil), words.notes.unfinished),
        None => tag(tone, None, word),
    };
    let lines = note_lines(words, view, card, today, state);
    view! {
        <ItemLink
            tile=view! { <Tile face=&card.face/> }.into_any()
            href=note_path(card.note.id)
            title=first_line(&card.note.text).to_owned()
            whose=card.face.name.clone() + " "
            current=current
            lines=lines
        />
    }
    .into_any()
}

/// What stands below a note's title: who wrote last, topic, when, and a state.
pub fn note_lines(
    words: &'static Words,
    view: &View,
    card: &NoteCard,
    today: Day,
    state: AnyView,
) -> AnyView {
    let topic = card.note.topic;
    let about = card.note.about.map(|notice| {
        let about = about_words(words, view, notice);
        view! { <p class="item-text"><span class="item-said">{about}</span></p> }.into_any()
    });
    view! {
        <p class="item-text">
            <span class="item-said">{card.latest_line(words, view)}</span>
            <span class="item-when">{words.when(card.note.last_at, today)}</span>
        </p>
        {about}
        <p class="item-meta">
            {tag(Tone::Topic, Some(topic::glyph(topic)), words.notes.topic_word(topic))} {state}
        </p>
    }
    .into_any()
}

pub fn first_line(text: &str) -> &str {
    text.lines().next().unwrap_or_default().trim_end()
}
