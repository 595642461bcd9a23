//! What the author did with a notice and has not been delivered: its state, and while it has not left the phone,
//! the way to take it back.

use crate::{
    components::{Button, ButtonKind, Undo, draw, kept},
    live::use_live,
    notes::{Mark, mark_of, mark_view},
    notices::author::send::about,
    outbox::kind_of,
    words::use_words,
};
use domain::{NoticeId, notices::Verb};
use leptos::prelude::*;
use replica::{Item, ItemState};

pub fn waiting(id: NoticeId) -> AnyView {
    let live = use_live();
    let view = live.view;
    let items = kept(move || {
        let view = view.read();
        let written = view.as_deref().map(|view| {
            let changes = about(view, id).filter(|(item, verb)| {
                verb.child().is_none()
                    && !matches!(verb, Verb::Publish(_))
                    && !matches!(item.state, ItemState::Accepted { .. })
            });
            let marked = changes.map(|(item, _)| (item.clone(), mark_of(view, item)));
            marked.collect::<Vec<_>>()
        });
        written.unwrap_or_default()
    });
    draw(move || items.read().iter().map(line).collect::<Vec<_>>())
}

fn line((item, mark): &(Item, Option<Mark>)) -> AnyView {
    let live = use_live();
    let words = use_words();
    let order = item.order;
    let kind = kind_of(words, &item.command.action);
    let side = match item.state {
        ItemState::Discarded { .. } => {
            let undo = move |()| live.undo_discard(order);
            view! { <Undo done=words.outbox.discarded undo=words.outbox.undo on_undo=undo/> }.into_any()
        }
        ItemState::Saved => {
            let discard = move |()| live.discard(order);
            view! { <Button label=words.outbox.discard kind=ButtonKind::Plain on_press=discard/> }.into_any()
        }
        _ => view! { <a href="/app/outbox">{words.notes.to_outbox}</a> }.into_any(),
    };
    let mark = mark.map(|mark| mark_view(words, mark));
    view! { <div class="item-meta waiting-line"><span>{kind}</span> {mark} {side}</div> }.into_any()
}
