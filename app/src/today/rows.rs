//! The rows of Today: a duty with its invitation, and something to read.

use super::select::{Duty, seen_by_others};
use crate::{
    components::{ItemLink, Tile, Tone, tag},
    notes::{Mark, NoteCard, action_of, first_line, mark_view, note_lines, state_word},
    outbox::text_of,
    people::Face,
    shell::note_path,
    words::Words,
};
use domain::Day;
use leptos::prelude::*;
use replica::{Item, View};

pub fn duty_row(words: &'static Words, view: &View, duty: &Duty, today: Day, first: bool) -> AnyView {
    match duty {
        Duty::Unsettled(item, face) => unsettled_row(words, item, face, first),
        Duty::Answer(card) => answer_row(words, view, card, today, first),
        Duty::Review(card, day) => review_row(words, view, card, (*day, today), first),
    }
}

pub fn reading_row(words: &'static Words, view: &View, card: &NoteCard, today: Day) -> AnyView {
    let state = match (card.mark, seen_by_others(card)) {
        (Some(mark), _) => mark_view(words, mark),
        (None, Some(at)) => tag(
            Tone::Jade,
            None,
            (words.today.seen_by_them)(&words.when(at, today)),
        ),
        (None, None) => {
            let (tone, word) = state_word(words, card);
            tag(tone, None, word)
        }
    };
    card_row(words, view, card, today, state, None)
}

fn answer_row(words: &'static Words, view: &View, card: &NoteCard, today: Day, first: bool) -> AnyView {
    let due = match card.note.answer_by {
        Some(day) if day < today => (words.today.answer_was_due)(&words.date(day, today)),
        Some(day) => (words.today.answer_by)(&words.date(day, today)),
        None => words.today.waits.to_owned(),
    };
    let state = tag(Tone::Sun, None, due);
    card_row(words, view, card, today, state, Some((words.today.reply, first)))
}

fn review_row(
    words: &'static Words,
    view: &View,
    card: &NoteCard,
    (day, today): (Day, Day),
    first: bool,
) -> AnyView {
    let due = if day == today {
        words.today.review_today.to_owned()
    } else {
        (words.today.review_since)(&words.date(day, today))
    };
    card_row(
        words,
        view,
        card,
        today,
        tag(Tone::Sun, None, due),
        Some((words.today.look, first)),
    )
}

fn card_row(
    words: &'static Words,
    view: &View,
    card: &NoteCard,
    today: Day,
    state: AnyView,
    act: Option<(&'static str, bool)>,
) -> AnyView {
    let lines = note_lines(words, view, card, today, state);
    let tile = view! { <Tile face=&card.face/> }.into_any();
    let title = first_line(&card.note.text).to_owned();
    let (href, whose) = (note_path(card.note.id), card.face.name.clone() + " ");
    match act {
        Some(act) => {
            view! { <ItemLink tile=tile href=href title=title whose=whose lines=lines act=act/> }.into_any()
        }
        None => view! { <ItemLink tile=tile href=href title=title whose=whose lines=lines/> }.into_any(),
    }
}

fn unsettled_row(words: &'static Words, item: &Item, face: &Face, first: bool) -> AnyView {
    let text = text_of(words, action_of(item));
    let lines = view! {
        <p class="item-text">{words.today.unsent_kept}</p>
        <p class="item-meta">{mark_view(words, Mark::NeedsYou)}</p>
    };
    view! {
        <ItemLink
            tile=view! { <Tile face=face/> }.into_any()
            href="/app/outbox".to_owned()
            title=first_line(&text).to_owned()
            whose=face.name.clone() + " "
            lines=lines.into_any()
            act=(words.today.handle, first)
        />
    }
    .into_any()
}
