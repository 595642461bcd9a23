//! The first screen after sign-in: what needs me today, over all children.

use super::{
    rows::{duty_row, reading_row},
    select::{Today, select},
};
use crate::{
    components::{ChildChips, Empty, ScreenTitle, draw, items},
    live::use_live,
    notes::WriteLink,
    people::own_faces,
    shell::{AccountLink, Looks, use_freshness, use_now_day},
    words::use_words,
};
use leptos::prelude::*;

#[component]
pub fn TodayScreen() -> impl IntoView {
    let live = use_live();
    let words = use_words();
    let looks = expect_context::<Looks>();
    let today = use_now_day();
    let view = live.view;
    let faces = Memo::new(move |_| view.read().as_deref().map(own_faces).unwrap_or_default());
    let chosen = Memo::new(move |_| {
        let view = view.read();
        view.as_deref()
            .map(|view| select(words, view, looks.child.get(), today.get()))
            .unwrap_or_default()
    });
    let inside = draw(move || {
        chosen.track();
        let view = view.get()?;
        Some(lists(&view, &chosen.read(), today))
    });
    view! {
        <ScreenTitle
            title=words.today.title.to_owned()
            sub=use_freshness()
            aside=view! { <AccountLink/> }.into_any()
        />
        <div class="column column-wide">
            <ChildChips children_of=faces chosen=looks.child/>
            {inside}
            <p class="quiet">{words.today.quiet}</p>
            <WriteLink quiet=true/>
        </div>
    }
    .into_any()
}

fn lists(view: &replica::View, chosen: &Today, today: Memo<domain::Day>) -> AnyView {
    let words = use_words();
    let today = today.get();
    let duties: Vec<AnyView> = chosen
        .duties
        .iter()
        .enumerate()
        .map(|(at, duty)| duty_row(words, view, duty, today, at == 0))
        .collect();
    let reading: Vec<AnyView> = chosen
        .reading
        .iter()
        .map(|news| reading_row(words, view, news, today))
        .collect();
    let count = duties.len();
    let first = match count {
        0 => view! { <Empty title=words.today.done_title text=words.today.done_text/> }.into_any(),
        _ => view! {
            <section>
                <h2>{(words.today.duties)(count)}</h2>
                {items(duties)}
            </section>
        }
        .into_any(),
    };
    let second = (!reading.is_empty()).then(|| {
        view! {
            <section>
                <h2>{words.today.reading}</h2>
                {items(reading)}
            </section>
        }
        .into_any()
    });
    view! { <div class="today-lists">{first} {second}</div> }.into_any()
}
