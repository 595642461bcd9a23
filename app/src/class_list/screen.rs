//! Every pupil as a big cell for one thumb, with a word where a family waits for an answer.

use crate::{
    components::{Empty, ScreenTitle, Tone, draw, tag},
    live::use_live,
    notes::cards,
    notices::author::Coverage,
    shell::{AccountLink, NewNote, use_freshness},
    sorted::sorted_by,
    words::{Words, use_words},
};
use domain::{
    ChildId,
    people::{ClassCard, Pupil},
};
use leptos::prelude::*;

#[component]
pub fn ClassListScreen() -> impl IntoView {
    let live = use_live();
    let words = use_words();
    let view = live.view;
    let classes = Memo::new(move |_| {
        let view = view.read();
        view.as_deref()
            .map(|view| view.classes().cloned().collect::<Vec<_>>())
            .unwrap_or_default()
    });
    let waiting = Memo::new(move |_| view.read().as_deref().map(waiting).unwrap_or_default());
    let inside = draw(move || {
        let classes = classes.read();
        if classes.is_empty() {
            let (title, text) = (words.class_list.empty_title, words.class_list.empty_text);
            return view! { <Empty title=title text=text/> }.into_any();
        }
        let waiting = waiting.read();
        classes
            .iter()
            .map(|class| class_view(words, class, &waiting))
            .collect::<Vec<_>>()
            .into_any()
    });
    view! {
        <ScreenTitle
            title=words.class_list.title.to_owned()
            sub=use_freshness()
            aside=view! { <AccountLink/> }.into_any()
        />
        <div class="column column-wide">
            <p class="quiet quiet-left">{words.class_list.hint}</p>
            <Coverage/>
            {inside}
        </div>
    }
    .into_any()
}

fn class_view(words: &'static Words, class: &ClassCard, waiting: &[ChildId]) -> AnyView {
    let pupils = sorted_by(&class.pupils, |pupil| i64::from(pupil.seat));
    let cells: Vec<AnyView> = pupils
        .iter()
        .map(|pupil| cell(words, pupil, waiting.contains(&pupil.child)))
        .collect();
    view! {
        <section>
            <h2>{class.name.clone()} " · " {(words.class_list.pupils)(class.pupils.len())}</h2>
            <ul class="cells">{cells}</ul>
        </section>
    }
    .into_any()
}

fn cell(words: &'static Words, pupil: &Pupil, waits: bool) -> AnyView {
    let href = NewNote {
        child: Some(pupil.child),
        ..NewNote::default()
    }
    .path();
    let seat = if pupil.seat < 10 {
        "0".to_owned()
    } else {
        String::new()
    } + &pupil.seat.to_string();
    let waits = waits.then(|| tag(Tone::Sun, None, words.class_list.waits));
    view! {
        <li>
            <a class="cell" href=href>
                <b>{pupil.name.clone()}</b>
                <small aria-hidden="true">{seat}</small>
                {waits}
            </a>
        </li>
    }
    .into_any()
}

fn waiting(view: &replica::View) -> Vec<ChildId> {
    let waiting = cards(view).into_iter().filter(|card| card.waits_for_me());
    waiting.map(|card| card.note.child).collect()
}
