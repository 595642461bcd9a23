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

/// How it stands, in words; the kind stands there only where nothing is asked.
fn tags(words: &'static Words, card: &NoticeCard, today: Day) -> Vec<AnyView> {
    let notices = &words.notices;
    let owes = card.owes();
    let kind = notices.kind(card.kind);
    let is_current = card.state != State::Withdrawn;
    let due = card.due.filter(|_| owes).map(|day| due_words(words, day, today));
    let staff_due = card.due.filter(|_| card.child.is_none() && is_current);
    let staff_due = staff_due.map(|day| [notices.due_day, " ", &words.date(day, today)].concat());
    let scheduled =
        (card.state == State::Scheduled).then(|| (notices.scheduled)(&words.moment(card.at, today)));
    let said = |is_so: bool, word: &str| is_so.then(|| word.to_owned());
    let mut tags = Vec::new();
    if card.kind == Kind::Emergency {
        tags.push(tag(Tone::Sun, Some(Glyph::Info), kind));
    } else if !owes {
        tags.push(tag(Tone::Topic, None, kind));
    }
    if let Some((tone, glyph, word)) = state_word(words, card.state, card.has_form) {
        tags.push(tag(tone, glyph, word));
    }
    let others = [
        (Tone::Sun, said(card.is_drill, notices.drill)),
        (Tone::Jade, said(card.all_clear_at.is_some(), notices.all_clear)),
        (Tone::Quiet, scheduled),
        (Tone::Sun, due),
        (Tone::Quiet, staff_due),
        (Tone::Quiet, said(owes && card.is_half, notices.half)),
        (Tone::Sun, said(owes && card.is_reminded, notices.reminded)),
        (Tone::Jade, card.slot.clone()),
        (
            Tone::Quiet,
            said(card.is_corrected && is_current, notices.corrected),
        ),
    ];
    for (tone, word) in others {
        tags.extend(word.map(|word| tag(tone, None, word)));
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
