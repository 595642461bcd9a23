//! The outbox page: first what needs its writer, then what waits, then what has arrived.

use super::{
    item::{discarded_view, item_view},
    select::{Outbox, select},
};
use crate::{
    components::{Empty, ScreenTitle, draw},
    live::use_live,
    shell::use_now_day,
    words::{Words, use_words},
};
use domain::Day;
use leptos::prelude::*;
use replica::{Item, View};

#[component]
pub fn OutboxScreen() -> impl IntoView {
    let live = use_live();
    let words = use_words();
    let today = use_now_day();
    let view = live.view;
    let outbox = Memo::new(move |_| {
        let view = view.read();
        view.as_deref()
            .map(|view| select(view, view.now))
            .unwrap_or_default()
    });
    let inside = draw(move || {
        let outbox = outbox.read();
        let view = view.get()?;
        Some(sections(words, &view, &outbox, today.get()))
    });
    view! {
        <ScreenTitle title=words.outbox.title.to_owned() sub=words.outbox.sub.to_owned() back="/app/account"/>
        <div class="column">{inside}</div>
    }
    .into_any()
}

fn sections(words: &'static Words, view: &View, outbox: &Outbox, today: Day) -> AnyView {
    let sheet = |item: &Item| item_view(words, view, item, today);
    let gone = outbox
        .discarded
        .iter()
        .map(|item| discarded_view(words, item))
        .collect();
    let empty = outbox
        .is_settled()
        .then(|| view! { <Empty title=words.outbox.empty_title text=words.outbox.empty_text/> });
    view! {
        {empty}
        {sheets(gone)}
        {section(words.outbox.needs_you, outbox.needs_you.iter().map(sheet).collect())}
        {section(words.outbox.waiting, outbox.waiting.iter().map(sheet).collect())}
        {delivered(words, outbox.delivered.iter().map(sheet).collect())}
    }
    .into_any()
}

fn section(title: fn(usize) -> String, rows: Vec<AnyView>) -> Option<AnyView> {
    let count = rows.len();
    (count > 0).then(|| view! { <section><h2>{title(count)}</h2>{sheets(rows)}</section> }.into_any())
}

fn delivered(words: &'static Words, rows: Vec<AnyView>) -> Option<AnyView> {
    let count = rows.len();
    (count > 0).then(|| {
        view! {
            <details class="more">
                <summary>{(words.outbox.delivered)(count)}</summary>
                {sheets(rows)}
            </details>
        }
        .into_any()
    })
}

fn sheets(rows: Vec<AnyView>) -> Option<AnyView> {
    (!rows.is_empty()).then(|| view! { <ul class="sheets">{rows}</ul> }.into_any())
}
