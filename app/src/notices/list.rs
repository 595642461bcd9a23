//! The list of notices: one child or all, fifty at a time.

use super::{
    card::{NoticeCard, cards},
    row::notice_row,
};
use crate::{
    components::{Button, ChildChips, Empty, draw, items},
    live::use_live,
    people::own_faces,
    shell::{Looks, use_now_day},
    words::use_words,
};
use domain::{ChildId, NoticeId};
use leptos::prelude::*;

/// Rows drawn at once; a thumb does not get further before it asks for more.
const ROWS: usize = 50;

/// The notice beside the list, and for which child it was opened.
pub type Current = Option<(NoticeId, Option<ChildId>)>;

#[component]
pub fn NoticeList(#[prop(into)] current: Signal<Current>) -> impl IntoView {
    let live = use_live();
    let words = use_words();
    let looks = expect_context::<Looks>();
    let today = use_now_day();
    let shown = RwSignal::new(ROWS);
    let view = live.view;
    let all = Memo::new(move |_| {
        let view = view.read();
        let cards = view
            .as_deref()
            .map(|view| cards(words, view, today.get()))
            .unwrap_or_default();
        of_child(cards, looks.child.get())
    });
    let faces = Memo::new(move |_| view.read().as_deref().map(own_faces).unwrap_or_default());
    let rows = draw(move || {
        let all = all.read();
        let current = current.get();
        let is_current = |card: &NoticeCard| {
            current.is_some_and(|(id, child)| id == card.id && (child.is_none() || child == card.child))
        };
        let rows: Vec<AnyView> = all
            .iter()
            .take(shown.get())
            .map(|card| notice_row(words, card, today.get(), is_current(card), None))
            .collect();
        if rows.is_empty() {
            view! { <Empty title=words.notices.empty_title text=words.notices.empty_text/> }.into_any()
        } else {
            items(rows)
        }
    });
    let more = draw(move || {
        (all.read().len() > shown.get()).then(|| {
            let more = Callback::new(move |()| shown.update(|shown| *shown += ROWS));
            view! { <Button label=words.common.more on_press=more/> }.into_any()
        })
    });
    view! {
        <div class="list-tools"><ChildChips children_of=faces chosen=looks.child/></div>
        {rows}
        {more}
    }
    .into_any()
}

fn of_child(cards: Vec<NoticeCard>, child: Option<ChildId>) -> Vec<NoticeCard> {
    let of_child = |card: &NoticeCard| child.is_none() || card.child == child;
    cards.into_iter().filter(of_child).collect()
}
