//! A notice as a row of a list.

use super::{
    card::NoticeCard,
    state::{State, state_word},
};
use crate::{
    components::{Glyph, ItemLink, Tile, Tone, tag},
    notes::mark_view,
    shell::notice_path,
    words::Words,
};
use domain::{Day, notices::Kind};
use leptos::prelude::*;

pub fn notice_row(
    words: &'static Words,
    card: &NoticeCard,
    today: Day,
    current: bool,
    act: Option<(&'static str, bool)>,
) -> AnyView {
    let tile = view! { <Tile face=&card.face/> }.into_any();
    let href = notice_path(card.id, card.child);
    let title = card.title.clone();
    let whose = card.face.name.clone() + " ";
    let lines = notice_lines(words, card, today);
    match act {
        Some(act) => {
            view! { <ItemLink tile=tile href=href title=title whose=whose lines=lines act=act/> }.into_any()
        }
        None => view! {
            <ItemLink tile=tile href=href title=title whose=whose current=current lines=lines/>
        }
        .into_any(),
    }
}

/// Who tells whom, when, and how it stands.
fn notice_lines(words: &'static Words, card: &NoticeCard, today: Day) -> AnyView {
    let said = [card.to.as_str(), " · ", &card.author].concat();
    view! {
        <p class="item-text">
            <span class="item-said">{said}</span>
            <span class="item-when">{words.when(card.at, today)}</span>
        </p>
        <p class="item-meta">{tags(words, card, today)}</p>
    }
    .into_any()
}

fn tags(words: &'static Words, card: &NoticeCard, today: Day) -> Vec<AnyView> {
    let notices = &words.notices;
    let mut tags = vec![match card.kind {
        Kind::Emergency => tag(Tone::Sun, Some(Glyph::Info), notices.kind(card.kind)),
        kind => tag(Tone::Topic, None, notices.kind(kind)),
    }];
    let mut add = |is_so: bool, tone, word: &dyn Fn() -> String| {
        if is_so {
            tags.push(tag(tone, None, word()));
        }
    };
    add(card.is_drill, Tone::Sun, &|| notices.drill.to_owned());
    add(card.all_clear_at.is_some(), Tone::Jade, &|| notices.all_clear.to_owned());
    if card.state == State::Scheduled {
        add(true, Tone::Quiet, &|| (notices.scheduled)(&words.moment(card.at, today)));
    }
    let owes = card.owes();
    if let Some(due) = card.due.filter(|_| owes) {
        add(true, Tone::Sun, &|| due_words(words, due, today));
    }
    add(owes && card.is_reminded, Tone::Sun, &|| notices.reminded.to_owned());
    if let Some(slot) = &card.slot {
        add(true, Tone::Jade, &|| slot.clone());
    }
    add(card.is_corrected && card.state != State::Withdrawn, Tone::Quiet, &|| {
        notices.corrected.to_owned()
    });
    if let Some((tone, glyph, word)) = state_word(words, card.state, card.has_form) {
        tags.insert(1, tag(tone, glyph, word));
    }
    tags.extend(card.mark.map(|mark| mark_view(words, mark)));
    tags
}

/// By when, without blame for what is late.
pub fn due_words(words: &Words, due: Day, today: Day) -> String {
    match today.0 - due.0 {
        0 => words.notices.due_today.to_owned(),
        late if late > 0 => (words.notices.was_due)(&words.date(due, today)),
        _ => (words.notices.due)(&words.date(due, today)),
    }
}
