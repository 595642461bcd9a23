//! The composer itself; also takes a notice that was not accepted, to be mended and sent again.

use super::{
    address::{To, addresses},
    check::{Fault, Stops},
    draft::{NEW_NOTICE, Pen, blank, finished},
    fields::{answer_fields, kind_fields, to_field, when_fields},
    guard::guard,
    limit::limit,
    look::look,
    questions::questions,
    templates::templates,
    texts::texts,
};
use crate::{
    components::{Button, ButtonKind, Empty, Kept, ScreenTitle, draw, kept},
    live::use_live,
    notes::Saving,
    notices::author::send::{edited, sending},
    shell::notice_path,
    words::use_words,
};
use domain::{
    NoticeId,
    notices::{Audience, Verb},
};
use leptos::prelude::*;
use leptos_router::hooks::use_navigate;

#[component]
pub fn NoticeComposer(edit: Option<u64>) -> impl IntoView {
    let live = use_live();
    let words = use_words();
    let to = live.view.with_untracked(|view| {
        view.as_ref()
            .map(|view| addresses(words, view))
            .unwrap_or_default()
    });
    let title = if edit.is_some() {
        words.author.edit_title
    } else {
        words.author.new_title
    };
    let inside = if to.is_empty() {
        view! { <Empty title=words.author.cannot_title text=words.author.cannot_text/> }.into_any()
    } else {
        form(edit, to)
    };
    view! {
        <div class="thread author">
            <ScreenTitle title=title.to_owned() sub=words.author.new_sub.to_owned() back="/app/notices"/>
            {inside}
        </div>
    }
    .into_any()
}

/// What all parts of the composer read.
#[derive(Clone, Copy)]
pub struct Desk {
    pub pen: Pen,
    pub audience: Kept<Audience>,
    pub stops: Kept<Stops>,
}

fn form(edit: Option<u64>, to: Vec<To>) -> AnyView {
    let live = use_live();
    let words = use_words();
    let mended = edited(&live, edit);
    let (id, start) = match mended {
        Some((id, Verb::Publish(draft))) => (Some(id), *draft),
        _ => (None, blank(to.first().map(|to| to.address.clone()))),
    };
    let replaces = edit.filter(|_| id.is_some());
    let key = replaces.map_or_else(|| NEW_NOTICE.to_owned(), |order| format!("edit:{order}"));
    let pen = Pen::open(&live, key, start);
    let desk = desk(pen);
    let saving = Saving::new();
    // Said once somebody has tried to send, and gone as soon as it is mended.
    let tried = RwSignal::new(false);
    let go = use_navigate();
    let now = live.now;
    let fault = kept(move || {
        let draft = pen.draft.read();
        let found = Fault::of(&draft, &desk.audience.read(), now.get());
        found.or(desk.stops.read().blocks(&draft).then_some(Fault::Guarded))
    });
    let save = Callback::new(move |()| {
        tried.set(true);
        if fault.get_untracked().is_some() {
            return;
        }
        let draft = pen.draft.get_untracked();
        let stops = desk.stops.read_untracked();
        let draft = finished(&draft, stops.busy.is_some(), !stops.findings.is_empty());
        let notice = id.unwrap_or_else(|| NoticeId(live.new_id()));
        let verb = Verb::Publish(Box::new(draft));
        let sending = sending(&live, notice, verb, Some(pen.key()), replaces);
        let go = go.clone();
        let done = move || go(&notice_path(notice, None), Default::default());
        saving.start(&live, sending, Box::new(done));
    });
    let button = kept(move || desk.stops.with(|stops| stops.button(words, &pen.draft.read())));
    let problem = Signal::derive(move || fault.get().filter(|_| tried.get()).map(|fault| fault.word(words)));
    view! {
        <div class="compose">
            <div class="form compose-fields">
                {templates(pen)}
                {to_field(desk, to)}
                {kind_fields(desk)}
                {texts(pen)}
                {guard(desk)}
                {answer_fields(pen)}
                {questions(pen)}
                {when_fields(pen)}
            </div>
            {look(desk)}
            <div class="form compose-send">
                {limit(desk)}
                <p class="problem" role="alert">{problem}</p>
                {saving.problem()}
                <div class="form-buttons">
                    {draw(move || {
                        view! {
                            <Button label=button.get() kind=ButtonKind::Main on_press=save busy=saving.busy/>
                        }
                        .into_any()
                    })}
                </div>
            </div>
        </div>
    }
    .into_any()
}

/// The audience follows the address and the view; what stops it, the text as well.
fn desk(pen: Pen) -> Desk {
    let live = use_live();
    let (view, now) = (live.view, live.now);
    let address = kept(move || pen.draft.with(|draft| draft.address.clone()));
    let audience = kept(move || {
        let view = view.read();
        let address = address.read();
        view.as_deref()
            .map(|view| view.audience(&address))
            .unwrap_or_default()
    });
    let stops = kept(move || Stops::of(&pen.draft.read(), &audience.read(), now.get()));
    Desk { pen, audience, stops }
}
