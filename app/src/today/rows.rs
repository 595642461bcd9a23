//! The rows of Today: a duty with its invitation, and something to read.

use super::select::{Duty, News, seen_by_others};
use crate::{
    components::{ItemLink, Tile, Tone, tag},
    notes::{Mark, NoteCard, first_line, mark_view, note_lines, state_word},
    notices::{self, NoticeCard, act_word, due_words, notice_row},
    outbox::text_of,
    people::Face,
    shell::{note_path, notice_path},
    words::Words,
};
use domain::Day;
use leptos::prelude::*;
use replica::{Item, View};

pub fn duty_row(words: &'static Words, view: &View, duty: &Duty, today: Day, first: bool) -> AnyView {
    match duty {
        Duty::Unsettled(item, face) => unsettled_row(words, view, item, face, first),
        Duty::Answer(card) => answer_row(words, view, card, today, first),
        Duty::Review(card, day) => review_row(words, view, card, (*day, today), first),
        Duty::Notice(card) => notice_row(words, card, today, false, Some((act_word(words, card), first))),
        Duty::Missing(card, count) => missing_row(words, card, *count, today, first),
    }
}

pub fn reading_row(words: &'static Words, view: &View, news: &News, today: Day) -> AnyView {
    let card = match news {
        News::Note(card) => card,
        News::Notice(card) => return notice_row(words, card, today, false, None),
    };
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

/// A notice of mine: how many families have not answered, and the way to the register.
fn missing_row(words: &'static Words, card: &NoticeCard, count: usize, today: Day, first: bool) -> AnyView {
    let due = card.due.map(|day| due_words(words, day, today));
    let lines = view! {
        <p class="item-text">{card.to.clone()}</p>
        <p class="item-meta">
            {tag(Tone::Sun, None, (words.notices.still_missing)(count))}
            {due.map(|due| tag(Tone::Quiet, None, due))}
        </p>
    };
    view! {
        <ItemLink
            tile=view! { <Tile face=&card.face/> }.into_any()
            href=notice_path(card.id, None) + "/register"
            title=card.title.clone()
            whose=card.face.name.clone() + " "
            lines=lines.into_any()
            act=(words.notices.to_register, first)
        />
    }
    .into_any()
}

fn unsettled_row(words: &'static Words, view: &View, item: &Item, face: &Face, first: bool) -> AnyView {
    let about = notices::action_of(item).and_then(|action| notices::notice_in(view, action.notice));
    let text = match about {
        Some(notice) => notices::title(words, notice).to_owned(),
        None => text_of(words, &item.command.action),
    };
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
