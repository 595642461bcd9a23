//! What was said: mine at the right, everybody else's at the left, each with its name, time and state.

use super::model::Bubble;
use crate::{
    components::{Glyph, icon},
    notes::mark::{Mark, mark_view},
    words::Words,
};
use domain::{Day, Instant, notes::EntryKind};
use leptos::prelude::*;

/// All bubbles, with a line before the first of each day.
pub fn bubbles(words: &'static Words, said: &[Bubble], seen_at: Option<Instant>, today: Day) -> AnyView {
    let mut day = None;
    let mut rows = Vec::with_capacity(said.len() + 4);
    for bubble in said {
        if day != Some(bubble.at.day()) {
            day = Some(bubble.at.day());
            rows.push(day_line(words.date(bubble.at.day(), today)));
        }
        let seen = seen_at.filter(|_| bubble.kind.is_none() && bubble.mine);
        rows.push(match bubble.kind {
            Some(EntryKind::Acknowledged) => event(words, bubble),
            _ => speech(words, bubble, seen, today),
        });
    }
    view! { <ol class="said">{rows}</ol> }.into_any()
}

fn day_line(date: String) -> AnyView {
    view! { <li class="said-day">{date}</li> }.into_any()
}

/// Something that happened without words of its own.
fn event(words: &'static Words, bubble: &Bubble) -> AnyView {
    view! {
        <li class="said-event">
            {icon(Glyph::Check)}
            <span>{(words.notes.acknowledged)(&bubble.who) + " · " + &bubble.at.clock()}</span>
            {unsettled(words, bubble)}
        </li>
    }
    .into_any()
}

fn speech(words: &'static Words, bubble: &Bubble, seen: Option<Instant>, today: Day) -> AnyView {
    let class = match (bubble.mine, bubble.kind) {
        (true, Some(EntryKind::Agreed)) => "bubble bubble-mine bubble-agreed",
        (false, Some(EntryKind::Agreed)) => "bubble bubble-agreed",
        (true, _) => "bubble bubble-mine",
        (false, _) => "bubble",
    };
    let said = match bubble.kind {
        Some(EntryKind::Agreed) => (words.notes.agreed_by)(&bubble.who),
        Some(EntryKind::Closed) => (words.notes.closed_by)(&bubble.who),
        Some(EntryKind::Reopened) => (words.notes.reopened_by)(&bubble.who),
        _ => bubble.who.clone(),
    };
    let state = match seen {
        Some(at) => {
            let seen = (words.notes.seen_at)(&words.when(at, today));
            Some(view! { <span class="bubble-seen">{icon(Glyph::Eye)} {seen}</span> }.into_any())
        }
        None => bubble.mark.map(|mark| mark_view(words, mark)),
    };
    view! {
        <li class=class>
            <p class="bubble-who">{said}</p>
            <p class="bubble-text">{bubble.text.clone()}</p>
            <p class="bubble-foot"><span>{bubble.at.clock()}</span> {state}</p>
        </li>
    }
    .into_any()
}

fn unsettled(words: &'static Words, bubble: &Bubble) -> Option<AnyView> {
    let mark = bubble.mark.filter(|mark| *mark != Mark::Delivered)?;
    Some(mark_view(words, mark))
}
