//! What a correction changed, on request: removed and new parts, marked by words as well as by their look.

use super::{
    diff::{Piece, PieceKind, diff},
    model::Page,
};
use crate::{components::draw, words::use_words};
use domain::notices::Edition;
use leptos::prelude::*;

pub fn changes(model: Memo<Option<Page>>, chinese: RwSignal<bool>) -> AnyView {
    let words = use_words();
    let is_open = RwSignal::new(false);
    draw(move || {
        let model = model.read();
        let page = model.as_ref().filter(|page| page.notice.withdrawn.is_none())?;
        let before = seen_before(page)?;
        let expanded = if is_open.get() { "true" } else { "false" };
        let inside = is_open
            .get()
            .then(|| compared(before, &page.notice.edition, chinese.get()));
        Some(
            view! {
                <div class="changes">
                    <button
                        type="button"
                        class="btn btn-plain"
                        aria-expanded=expanded
                        on:click=move |_| is_open.update(|open| *open = !*open)
                    >
                        {words.notices.changes}
                    </button>
                    {inside}
                </div>
            }
            .into_any(),
        )
    })
}

/// The edition that I had on screen last before the current one, else the one before it.
pub fn seen_before(page: &Page) -> Option<&Edition> {
    let version = page.notice.version();
    let receipts = page.homes.iter().filter_map(|home| home.receipt.as_ref());
    let marks = receipts.flat_map(|receipt| &receipt.marks);
    let mine = marks.filter(|mark| mark.guardian == page.me && mark.version < version);
    let seen = mine
        .filter(|mark| mark.shown_at.is_some())
        .map(|mark| mark.version)
        .max();
    let of = |edition: &&Edition| Some(edition.version) == seen;
    page.notice.earlier.iter().find(of).or(page.notice.earlier.last())
}

fn compared(before: &Edition, after: &Edition, chinese: bool) -> AnyView {
    let words = use_words();
    let (old, new) = (before.text(chinese), after.text(chinese));
    let title = (old.title != new.title).then(|| diff(&old.title, &new.title));
    let body = (old.body != new.body).then(|| diff(&old.body, &new.body));
    let key = match (&title, &body) {
        (None, None) => words.notices.no_changes,
        _ => words.notices.changes_key,
    };
    let title = title.map(|title| view! { <p><b>{pieces(&title)}</b></p> }.into_any());
    let body = body.map(|body| view! { <p class="notice-text">{pieces(&body)}</p> }.into_any());
    view! {
        <div class="notice-body">
            <h2>{(words.notices.changes_between)(before.version, after.version)}</h2>
            <p class="home-line">{key}</p>
            {title}
            {body}
        </div>
    }
    .into_any()
}

fn pieces(pieces: &[Piece]) -> Vec<AnyView> {
    let words = &use_words().notices;
    let said = |word: &'static str| view! { <span class="visually-hidden">{word}</span> }.into_any();
    let each = pieces.iter().map(|piece| {
        let text = piece.text.clone();
        match piece.kind {
            PieceKind::Same => text.into_any(),
            PieceKind::Out => view! { <del>{said(words.taken_out)}{text}</del> }.into_any(),
            PieceKind::In => view! { <ins>{said(words.put_in)}{text}</ins> }.into_any(),
        }
    });
    each.collect()
}
