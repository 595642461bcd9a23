//! Before there is anything to show: grey rows, and counts as soon as there are some.

use crate::{
    components::Skeleton,
    live::{Phase, use_live},
    words::use_words,
};
use leptos::prelude::*;

/// What this phone has, as far as the frame needs to know.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Store {
    Opening,
    Empty,
    Filled,
}

pub fn use_store() -> Memo<Store> {
    let view = use_live().view;
    Memo::new(move |_| match view.read().as_ref() {
        None => Store::Opening,
        Some(view) if view.is_empty() => Store::Empty,
        Some(_) => Store::Filled,
    })
}

#[component]
pub fn Waiting(store: Store) -> impl IntoView {
    let live = use_live();
    let words = use_words();
    let status = live.status;
    let counts = Signal::derive(move || match status.read().phase {
        Phase::Pulling { done, left } if done + left > 0 => Some((words.shell.pulling)(done, done + left)),
        _ => None,
    });
    let text = Signal::derive(move || match (store, status.read().online) {
        (Store::Opening, _) => words.shell.opening,
        (_, Some(false)) => words.shell.first_offline,
        _ => words.shell.first_text,
    });
    let title = if store == Store::Opening {
        words.common.app
    } else {
        words.shell.first_title
    };
    view! {
        <div class="waiting">
            <h1>{title}</h1>
            <p class="quiet">{text}</p>
            <p class="waiting-counts" role="status">{counts}</p>
            <Skeleton/>
        </div>
    }
    .into_any()
}
