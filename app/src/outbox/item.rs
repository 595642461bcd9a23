//! One item: what was written, how far it has come, why not further, and what can be done.

use super::text::{file_of, kind_of, text_of};
use crate::{
    components::{Button, Tile, Undo},
    live::use_live,
    notes::{action_of, agreement_facts, mark_of, mark_view},
    people::face,
    shell::{NewNote, note_path},
    words::Words,
};
use domain::{
    Day, Row,
    notes::{Agreement, Verb},
};
use leptos::prelude::*;
use replica::{Item, ItemState, View};

pub fn item_view(words: &'static Words, view: &View, item: &Item, today: Day) -> AnyView {
    let action = action_of(item);
    let face = face(view, action.child);
    let name = if face.name.is_empty() {
        words.outbox.someone.to_owned()
    } else {
        face.name.clone()
    };
    let head = format!("item-{}", item.order);
    let title = [&name, " · ", &kind_of(words, action)].concat();
    let when = (words.outbox.saved_at)(&words.moment(item.saved_at, today));
    view! {
        <li class="sheet">
            <div class="sheet-head">
                <Tile face=&face/>
                <div class="sheet-words">
                    <h3 id=head.clone()>{title}</h3>
                    <p class="item-meta">{mark_of(view, item).map(|mark| mark_view(words, mark))} {when}</p>
                </div>
            </div>
            {why(words, item)}
            {texts(words, view, item, today)}
            {buttons(words, view, item, today, head)}
        </li>
    }
    .into_any()
}

pub fn discarded_view(words: &'static Words, item: &Item) -> AnyView {
    let live = use_live();
    let order = item.order;
    let done = words.outbox.discarded;
    view! {
        <li class="sheet sheet-gone">
            <p class="sheet-text">{text_of(words, action_of(item))}</p>
            <Undo done=done undo=words.outbox.undo on_undo=move |()| live.undo_discard(order)/>
        </li>
    }
    .into_any()
}

fn why(words: &'static Words, item: &Item) -> Option<AnyView> {
    let (class, why) = match item.state {
        ItemState::Refused { reason, .. } => ("sheet-why", words.refusals.of(reason)),
        ItemState::Conflict { .. } => ("sheet-why", words.refusals.conflict),
        ItemState::Sending => ("sheet-note", words.outbox.sending_note),
        _ => return None,
    };
    Some(view! { <p class=class>{why}</p> }.into_any())
}

/// The text; in a conflict mine beside what holds now.
fn texts(words: &'static Words, view: &View, item: &Item, today: Day) -> AnyView {
    let mine = text_of(words, action_of(item));
    let current = matches!(item.state, ItemState::Conflict { .. })
        .then(|| current(view, item))
        .flatten();
    let Some(current) = current else {
        return view! { <p class="sheet-text">{mine}</p> }.into_any();
    };
    view! {
        <dl class="versions">
            <div><dt>{words.outbox.mine}</dt><dd class="sheet-text">{mine}</dd></div>
            <div>
                <dt>{words.outbox.current}</dt>
                <dd>
                    <p class="sheet-text">{current.text.clone()}</p>
                    {agreement_facts(words, &current, today)}
                </dd>
            </div>
        </dl>
    }
    .into_any()
}

fn current(view: &View, item: &Item) -> Option<Agreement> {
    match view.get("note", action_of(item).note.0)?.row {
        Row::Note(note) => note.agreed.clone(),
        _ => None,
    }
}

fn buttons(words: &'static Words, view: &View, item: &Item, today: Day, head: String) -> AnyView {
    let live = use_live();
    let order = item.order;
    let file = file_of(words, view, item, today);
    let text = text_of(words, action_of(item));
    let refused = matches!(item.state, ItemState::Refused { .. });
    let may_discard = item.needs_you() || item.state == ItemState::Saved;
    let act = |label: &'static str, what: Callback<()>| {
        view! { <Button label=label on_press=what described_by=head.clone()/> }.into_any()
    };
    let edit = item.needs_you().then(|| edit_path(item)).flatten().map(|href| {
        let id = head.clone();
        view! { <a class="btn btn-quiet" href=href aria-describedby=id>{words.outbox.edit}</a> }.into_any()
    });
    let (resender, copier, discarder) = (live.clone(), live.clone(), live.clone());
    let resend = refused.then(|| {
        act(
            words.outbox.resend,
            Callback::new(move |()| resender.resend(order)),
        )
    });
    let copy = act(
        words.outbox.copy,
        Callback::new(move |()| copier.copy(text.clone())),
    );
    let export = act(
        words.outbox.export,
        Callback::new(move |()| live.export(words.outbox.file_name.to_owned(), file.clone())),
    );
    let discard = may_discard.then(|| {
        act(
            words.outbox.discard,
            Callback::new(move |()| discarder.discard(order)),
        )
    });
    view! { <div class="sheet-buttons">{edit} {resend} {copy} {export} {discard}</div> }.into_any()
}

fn edit_path(item: &Item) -> Option<String> {
    let action = action_of(item);
    match action.verb {
        Verb::Acknowledge { .. } | Verb::See => None,
        Verb::Open { .. } => Some(
            NewNote {
                edit: Some(item.order),
                ..NewNote::default()
            }
            .path(),
        ),
        _ => Some(note_path(action.note) + "?edit=" + &item.order.to_string()),
    }
}
