//! One item: what was written, how far it has come, why not further, and what can be done.

use super::{
    about::{child_of, face_of},
    text::{file_of, kind_of, text_of, whole_text},
    why::why_of,
};
use crate::{
    components::{Button, Tile, Undo},
    live::use_live,
    notes::{about_line, action_of, agreement_facts, mark_of, mark_view},
    shell::{note_path, notice_path},
    words::Words,
};
use domain::{
    Action, Day, NoticeId, Row,
    notes::{Agreement, Verb},
    notices,
};
use leptos::prelude::*;
use replica::{Item, ItemState, View};

pub fn item_view(words: &'static Words, view: &View, item: &Item, today: Day) -> AnyView {
    let action = &item.command.action;
    let face = face_of(view, item);
    let name = match (child_of(item), face.name.is_empty()) {
        (Some(_), true) => words.outbox.someone.to_owned(),
        _ => face.name.clone(),
    };
    let head = format!("item-{}", item.order);
    let parts = [name, kind_of(words, action)];
    let title = parts
        .into_iter()
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join(" · ");
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
            {about_line(notice_of(item))}
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
            <p class="sheet-text">{text_of(words, &item.command.action)}</p>
            <Undo done=done undo=words.outbox.undo on_undo=move |()| live.undo_discard(order)/>
        </li>
    }
    .into_any()
}

fn why(words: &'static Words, item: &Item) -> Option<AnyView> {
    let class = if item.needs_you() {
        "sheet-why"
    } else {
        "sheet-note"
    };
    let why = why_of(words, item)?;
    Some(view! { <p class=class>{why}</p> }.into_any())
}

/// The text; in a conflict mine beside what holds now.
fn texts(words: &'static Words, view: &View, item: &Item, today: Day) -> AnyView {
    let mine = whole_text(words, view, &item.command.action);
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
    match view.get("note", action_of(item)?.note.0)?.row {
        Row::Note(note) => note.agreed.clone(),
        _ => None,
    }
}

fn buttons(words: &'static Words, view: &View, item: &Item, today: Day, head: String) -> AnyView {
    let live = use_live();
    let order = item.order;
    let file = file_of(words, view, item, today);
    let text = whole_text(words, view, &item.command.action);
    let refused = matches!(item.state, ItemState::Refused { .. });
    let may_discard = item.needs_you() || item.state == ItemState::Saved;
    let act = |label: &'static str, what: Callback<()>| {
        view! { <Button label=label on_press=what described_by=head.clone()/> }.into_any()
    };
    let edit = item.needs_you().then(|| edit_path(item)).flatten().map(|href| {
        let id = head.clone();
        let label = if child_of(item).is_some() && notice_of(item).is_some() {
            words.notices.open
        } else {
            words.outbox.edit
        };
        view! { <a class="btn btn-quiet" href=href aria-describedby=id>{label}</a> }.into_any()
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

/// The notice that an item is about; one that was never published is nowhere to be seen.
fn notice_of(item: &Item) -> Option<NoticeId> {
    match &item.command.action {
        Action::Notices(action) if !matches!(action.verb, notices::Verb::Publish(_)) => Some(action.notice),
        _ => None,
    }
}

fn edit_path(item: &Item) -> Option<String> {
    let edit = ["edit=", &item.order.to_string()].concat();
    match &item.command.action {
        Action::Notes(action) => match action.verb {
            Verb::Acknowledge { .. } | Verb::See => None,
            Verb::Open { .. } => Some(["/app/notes/new?", &edit].concat()),
            _ => Some([&note_path(action.note), "?", &edit].concat()),
        },
        Action::Notices(action) => notice_edit_path(action, &edit),
    }
}

/// Where all that was written can be mended; what carries no text is sent again or dropped here.
fn notice_edit_path(action: &notices::Action, edit: &str) -> Option<String> {
    use notices::Verb;
    let notice = notice_path(action.notice, None);
    match &action.verb {
        Verb::Publish(_) => Some(["/app/notices/new?", edit].concat()),
        Verb::Correct { .. } => Some([&notice, "/correct?", edit].concat()),
        Verb::Confirm { child, .. } | Verb::Sign { child, .. } | Verb::Decline { child, .. } => {
            Some([&notice_path(action.notice, Some(*child)), "&", edit].concat())
        }
        _ => None,
    }
}
