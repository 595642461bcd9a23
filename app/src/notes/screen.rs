//! The notes screen: a list, and beside or over it one thread or the composer.

use super::{
    composer::Composer,
    list::{NoteList, WriteLink},
    thread::ThreadPane,
};
use crate::{
    components::{ScreenTitle, draw},
    shell::{AccountLink, Detail, MessageTabs, use_freshness},
    words::use_words,
};
use leptos::prelude::*;

#[component]
pub fn NotesScreen(#[prop(into)] detail: Signal<Detail>) -> impl IntoView {
    let words = use_words();
    let alone = Memo::new(move |_| detail.read() == Detail::None);
    let current = Signal::derive(move || match *detail.read() {
        Detail::Thread { note, .. } => Some(note),
        _ => None,
    });
    let class = Signal::derive(move || {
        if alone.get() {
            "panes panes-list"
        } else {
            "panes panes-detail"
        }
    });
    view! {
        <div class=class>
            <section class="pane-list" aria-label=words.notes.title>
                {draw(move || list_head(alone.get()))}
                <MessageTabs notices=false/>
                <NoteList current=current/>
                <WriteLink/>
            </section>
            <div class="pane-detail">{draw(move || detail_view(detail.get()))}</div>
        </div>
    }
    .into_any()
}

/// Beside a thread, the thread's own title is the page's heading.
fn list_head(alone: bool) -> AnyView {
    let words = use_words();
    if alone {
        let title = words.notes.title.to_owned();
        return view! {
            <ScreenTitle
                title=title
                sub=use_freshness()
                aside=view! { <AccountLink/> }.into_any()
            />
        }
        .into_any();
    }
    view! {
        <div class="top">
            <div class="top-words">
                <h2 class="pane-title">{words.notes.title}</h2>
                <p class="top-sub">{use_freshness()}</p>
            </div>
        </div>
    }
    .into_any()
}

fn detail_view(detail: Detail) -> AnyView {
    let words = use_words();
    match detail {
        Detail::None => view! { <p class="pane-empty">{words.notes.choose}</p> }.into_any(),
        Detail::New(start) => view! { <Composer start=start/> }.into_any(),
        Detail::Thread { note, edit } => view! { <ThreadPane id=note edit=edit/> }.into_any(),
    }
}
