//! The quiet line: how network, storage and version stand, each in words with what can be done.

use super::{
    state::{Line, lines},
    waiting::{Store, use_store},
};
use crate::{
    components::{Button, ButtonKind, Glyph, draw, icon},
    live::{Update, use_live},
    notes::waiting_count,
    words::{Words, use_words},
};
use leptos::prelude::*;

#[component]
pub fn StateLine() -> impl IntoView {
    let live = use_live();
    let words = use_words();
    let view = live.view;
    let status = live.status;
    let waiting = Memo::new(move |_| view.read().as_deref().map_or(0, waiting_count));
    let store = use_store();
    let shown = Memo::new(move |_| {
        let mut lines = lines(&status.read(), waiting.get());
        // The first fetching is told in large letters below.
        lines.retain(|line| store.get() == Store::Filled || !matches!(line, Line::Pulling { .. }));
        lines
    });
    let update = Callback::new(move |()| live.apply_update());
    let rows = draw(move || {
        shown
            .get()
            .into_iter()
            .map(|line| row(words, line, update))
            .collect::<Vec<_>>()
    });
    view! {
        <div class="state" role="status" aria-label=words.shell.state>{rows}</div>
    }
    .into_any()
}

fn row(words: &'static Words, line: Line, update: Callback<()>) -> AnyView {
    let (glyph, text) = text(words, line);
    let act = match line {
        Line::SignedOut => {
            let word = words.shell.sign_in_again;
            Some(view! { <a href="/sign-in" rel="external">{word}</a> }.into_any())
        }
        Line::Update(Update::Ready) | Line::UpdateRequired => {
            let button = view! {
                <Button label=words.shell.update kind=ButtonKind::Quiet on_press=update/>
            };
            Some(button.into_any())
        }
        Line::Offline { waiting } if waiting > 0 => {
            let word = (words.shell.waiting)(waiting);
            Some(view! { <a href="/app/outbox">{word}</a> }.into_any())
        }
        _ => None,
    };
    let class = match line {
        Line::Update(_) | Line::UpdateRequired => "state-line state-update",
        _ => "state-line",
    };
    view! { <p class=class>{icon(glyph)} <span>{text}</span> {act}</p> }.into_any()
}

fn text(words: &Words, line: Line) -> (Glyph, String) {
    let shell = &words.shell;
    match line {
        Line::SignedOut => (Glyph::Lock, shell.signed_out.to_owned()),
        Line::UpdateRequired => (Glyph::Refresh, shell.update_required.to_owned()),
        Line::StorageFull => (Glyph::Drawer, shell.storage_full.to_owned()),
        Line::MemoryOnly => (Glyph::Drawer, shell.memory_only.to_owned()),
        Line::Update(update) => {
            let text = match update {
                Update::Swapping => shell.update_swapping,
                Update::AtNextStart => shell.update_later,
                Update::Ready | Update::None => shell.update_ready,
            };
            (Glyph::Refresh, text.to_owned())
        }
        Line::Unreadable(count) => (Glyph::Drawer, (shell.unreadable)(count)),
        Line::Offline { .. } => (Glyph::CloudOff, shell.offline.to_owned()),
        Line::Pulling { done, total } => (Glyph::Refresh, (shell.pulling)(done, total)),
        Line::Pushing { left } => (Glyph::Up, (shell.pushing)(left)),
        Line::Demo => (Glyph::Flag, shell.demo.to_owned()),
    }
}
