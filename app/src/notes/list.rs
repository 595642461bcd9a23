//! The list of notes: one child or all, open or closed, fifty at a time.

use super::{
    card::NoteCard,
    cards,
    draft::begun,
    row::{first_line, note_row},
};
use crate::{
    components::{Button, ChildChips, Choice, Choices, Empty, Glyph, draw, icon, items},
    live::use_live,
    people::own_faces,
    shell::{Looks, NewNote, use_now_day},
    words::use_words,
};
use domain::{ChildId, NoteId, notes::State};
use leptos::prelude::*;

/// Rows drawn at once; a thumb does not get further before it asks for more.
const ROWS: usize = 50;

#[component]
pub fn NoteList(#[prop(into)] current: Signal<Option<NoteId>>) -> impl IntoView {
    let live = use_live();
    let words = use_words();
    let looks = expect_context::<Looks>();
    let today = use_now_day();
    let shown = RwSignal::new(ROWS);
    let view = live.view;
    let all = Memo::new(move |_| {
        let view = view.read();
        let cards = view.as_deref().map(cards).unwrap_or_default();
        chosen(cards, looks.child.get(), looks.closed.get())
    });
    let faces = Memo::new(move |_| view.read().as_deref().map(own_faces).unwrap_or_default());
    let begun = Memo::new(move |_| view.read().as_deref().map(begun).unwrap_or_default());
    let rows = draw(move || {
        let view = view.get()?;
        let all = all.read();
        let shown_now = all.iter().take(shown.get());
        let rows: Vec<AnyView> = shown_now
            .map(|card| {
                note_row(
                    words,
                    &view,
                    card,
                    today.get(),
                    current.get() == Some(card.note.id),
                )
            })
            .collect();
        Some(if rows.is_empty() {
            empty(looks.closed.get())
        } else {
            items(rows)
        })
    });
    let more = draw(move || (all.read().len() > shown.get()).then(|| more_button(shown)));
    view! {
        <div class="list-tools">
            <ChildChips children_of=faces chosen=looks.child/>
            <OpenOrClosed closed=looks.closed/>
        </div>
        {draw(move || begun_links(&begun.read()))}
        {rows}
        {more}
    }
    .into_any()
}

/// The way to the composer: within the thumb's reach over the list, a quiet button at the end of Today,
/// which asks for nothing but what needs one.
#[component]
pub fn WriteLink(#[prop(optional)] quiet: bool) -> impl IntoView {
    let words = use_words();
    let looks = expect_context::<Looks>();
    let live = use_live();
    let href = Signal::derive(move || {
        let child = looks.child.get();
        let teaches = live
            .view
            .read()
            .as_deref()
            .and_then(|view| Some(view.me()?.is_staff()));
        match teaches {
            Some(true) if child.is_none() => "/app/class".to_owned(),
            _ => NewNote {
                child,
                ..NewNote::default()
            }
            .path(),
        }
    });
    let class = if quiet {
        "btn btn-quiet write-quiet"
    } else {
        "write"
    };
    view! {
        <a class=class href=href>{icon(Glyph::Pencil)} <span>{words.notes.write}</span></a>
    }
    .into_any()
}

#[component]
fn OpenOrClosed(closed: RwSignal<bool>) -> impl IntoView {
    let words = use_words();
    view! {
        <Choices
            legend=words.notes.filter_label
            name="note-filter"
            options=vec![Choice::new(words.notes.open), Choice::new(words.notes.closed)]
            chosen=Signal::derive(move || Some(usize::from(closed.get())))
            on_choose=move |at| closed.set(at == 1)
        />
    }
    .into_any()
}

/// What was begun and not sent stands on top, so that nobody thinks it lost.
fn begun_links(begun: &[(NewNote, String)]) -> Option<AnyView> {
    let words = use_words();
    let links = begun.iter().map(|(new, text)| {
        let href = new.path();
        let text = (words.notes.go_on)(first_line(text));
        view! { <a class="begun" href=href>{icon(Glyph::Pencil)} <span>{text}</span></a> }.into_any()
    });
    let links: Vec<AnyView> = links.collect();
    (!links.is_empty()).then(|| view! { <div class="begun-links">{links}</div> }.into_any())
}

fn more_button(shown: RwSignal<usize>) -> AnyView {
    let words = use_words();
    view! { <Button label=words.common.more on_press=move |()| shown.update(|shown| *shown += ROWS)/> }
        .into_any()
}

fn empty(closed: bool) -> AnyView {
    let words = use_words();
    let title = if closed {
        words.notes.empty_closed
    } else {
        words.notes.empty_open
    };
    view! { <Empty title=title text=words.notes.empty_text/> }.into_any()
}

fn chosen(cards: Vec<NoteCard>, child: Option<ChildId>, closed: bool) -> Vec<NoteCard> {
    let of_child = |card: &NoteCard| child.is_none_or(|child| card.note.child == child);
    let of_state = |card: &NoteCard| (card.note.state == State::Closed) == closed;
    cards
        .into_iter()
        .filter(|card| of_child(card) && of_state(card))
        .collect()
}
