//! What a person has narrowed the screens to; kept while they move between screens.

use crate::{live::use_live, words::use_words};
use domain::ChildId;
use leptos::prelude::*;

#[derive(Clone, Copy)]
pub struct Looks {
    /// `None` is all children.
    pub child: RwSignal<Option<ChildId>>,
    /// Whether the list shows closed notes.
    pub closed: RwSignal<bool>,
}

impl Looks {
    pub fn new() -> Looks {
        Looks {
            child: RwSignal::new(None),
            closed: RwSignal::new(false),
        }
    }
}

/// The last letter of one's name: the way to the account, and to everything that is not daily.
#[component]
pub fn AccountLink() -> impl IntoView {
    let live = use_live();
    let words = use_words();
    let name = Memo::new(move |_| {
        live.view
            .read()
            .as_ref()
            .map(|view| view.identity.name.clone())
            .unwrap_or_default()
    });
    let letter = Signal::derive(move || name.read().chars().next_back().map(String::from));
    let label = Signal::derive(move || (words.shell.account)(&name.read()));
    view! {
        <a class="me" href="/app/account" aria-label=label>
            <span aria-hidden="true">{letter}</span>
        </a>
    }
    .into_any()
}
