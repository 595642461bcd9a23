//! Correcting a notice: a new edition beside the old one, on the version that was on screen.

mod change;

use super::{
    composer::{findings, guard_list, stored},
    parts::{check_field, line_field, notice_of, one_text},
    register::page,
    send::{edited, sending},
};
use crate::{
    components::{Button, ButtonKind, Kept, TextField, draw, kept},
    live::{Lang, use_live},
    notes::Saving,
    shell::notice_path,
    words::use_words,
};
use change::{Change, Fault, fault_of, key};
pub use change::{Handed, append_to};
use domain::{
    Day, Json, NoticeId, limits,
    notices::{Edition, Notice},
};
use leptos::prelude::*;
use leptos_router::hooks::use_navigate;

#[component]
pub fn CorrectForm(id: NoticeId, edit: Option<u64>) -> impl IntoView {
    let live = use_live();
    let words = use_words();
    let view = live.view;
    let notice = kept(move || notice_of(view.read().as_deref()?, id));
    let is_here = kept(move || notice.with(Option::is_some));
    let inside = draw(move || match is_here.get() {
        true => form(id, edit, notice),
        false => view! { <p class="quiet">{words.register.not_here}</p> }.into_any(),
    });
    page(id, notice, words.author.correct_title, inside)
}

fn form(id: NoticeId, edit: Option<u64>, notice: Kept<Option<Notice>>) -> AnyView {
    let live = use_live();
    let words = use_words();
    let author = &words.author;
    let mended = edited(&live, edit)
        .filter(|(of, _)| *of == id)
        .and_then(|(_, verb)| Change::of(verb));
    let replaces = edit.filter(|_| mended.is_some());
    let key = replaces.map_or_else(|| key(id), |order| format!("edit:{order}"));
    let handed = use_context::<Handed>().and_then(|handed| handed.take(id));
    let begun = handed
        .or_else(|| stored(&live, &key))
        .and_then(Change::of)
        .or(mended);
    let fresh = notice.with_untracked(|notice| notice.as_ref().map(Change::begin));
    let change = RwSignal::new(begun.or(fresh).unwrap_or_default());
    let write = {
        let (live, key) = (live.clone(), key.clone());
        Callback::new(move |next: Change| {
            live.save_draft(&key, Json::of(&next.verb()).text().to_owned());
            change.set(next);
        })
    };
    let names = kept(move || {
        let view = live.view.read();
        let notice = notice.read();
        let pair = view.as_deref().zip(Option::as_ref(&notice));
        let audience = pair.map(|(view, notice)| view.audience(&notice.address));
        audience
            .map(|audience| (audience.names, audience.is_admin))
            .unwrap_or_default()
    });
    let found = kept(move || {
        let change = change.read();
        findings(&[&change.texts[0], &change.texts[1]], &names.read().0)
    });
    let version = kept(move || notice.with(|notice| notice.as_ref().map_or(0, Notice::version)));
    let stale = kept(move || change.with(|change| change.base) != version.get());
    let saving = Saving::new();
    let problem = RwSignal::new(None::<&'static str>);
    let go = use_navigate();
    let sender = use_live();
    let save = Callback::new(move |()| {
        let next = change.get_untracked();
        let same =
            notice.with_untracked(|notice| notice.as_ref().is_some_and(|notice| !next.changes(notice)));
        let reason = next.despite.as_deref().unwrap_or("").trim().is_empty();
        let guarded = !found.read_untracked().is_empty() && (!names.read_untracked().1 || reason);
        problem.set(match () {
            () if stale.get_untracked() => Some(author.newer_ok),
            () if same => Some(author.unchanged),
            () if guarded => Some(author.send_not_yet),
            () => next
                .texts
                .iter()
                .flatten()
                .find_map(fault_of)
                .map(|fault| match fault {
                    Fault::Title => author.need_title,
                    Fault::Body => author.need_body,
                    Fault::Long => author.too_long,
                }),
        });
        if problem.get_untracked().is_some() {
            return;
        }
        let sending = sending(&sender, id, next.verb(), Some(key.clone()), replaces);
        let go = go.clone();
        let done = move || go(&notice_path(id, None), Default::default());
        saving.start(&sender, sending, Box::new(done));
    });
    let newer = draw(move || stale.get().then(|| newer(notice, change, version, write)));
    let despite = draw(move || {
        (names.read().1 && !found.read().is_empty()).then(|| {
            let text =
                Signal::derive(move || change.with(|change| change.despite.clone().unwrap_or_default()));
            let set = Callback::new(move |text| {
                let mut next = change.get_untracked();
                next.despite = Some(text);
                write.run(next);
            });
            line_field("despite", "text", author.despite, author.despite_hint, text, set)
        })
    });
    view! {
        <div class="form">
            <p class="field-hint">{author.correct_hint}</p>
            {newer}
            {texts(change, write)}
            {due_field(change, write)}
            {material_field(change, write)}
            <div role="status">{draw(move || guard_list(words, &found.read()))}</div>
            {despite}
            <p class="problem" role="alert">{problem}</p>
            {saving.problem()}
            <div class="form-buttons">
                <Button label=author.correct_save kind=ButtonKind::Main on_press=save busy=saving.busy/>
            </div>
        </div>
    }
    .into_any()
}

/// Somebody corrected it meanwhile: what holds now stands beside what is being written.
fn newer(
    notice: Kept<Option<Notice>>,
    change: RwSignal<Change>,
    version: Kept<u32>,
    write: Callback<Change>,
) -> AnyView {
    let words = use_words();
    let author = &words.author;
    let current = draw(move || {
        let notice = notice.read();
        let edition: Option<&Edition> = Option::as_ref(&notice).map(|notice| &notice.edition);
        let texts = edition.map(|edition| [&edition.zh, &edition.en].into_iter().flatten().map(one_text));
        texts.map(Iterator::collect::<Vec<_>>)
    });
    let go_on = move |()| {
        let mut next = change.get_untracked();
        next.base = version.get_untracked();
        write.run(next);
    };
    view! {
        <div class="notice" role="status">
            <p>{move || (author.newer)(version.get())}</p>
            <div class="now-out">
                <p class="item-meta">{author.now_out}</p>
                {current}
            </div>
            <Button label=author.newer_ok on_press=go_on/>
        </div>
    }
    .into_any()
}

fn texts(change: RwSignal<Change>, write: Callback<Change>) -> AnyView {
    let words = use_words();
    let zh_first = words.lang == Lang::Zh;
    let order = if zh_first { [0, 1] } else { [1, 0] };
    let has = change.with_untracked(|change| change.texts.clone().map(|text| text.is_some()));
    // A language that it does not have is folded away, but can be added.
    let each = order.into_iter().map(|at| {
        let fields = language(change, write, at);
        if has[at] {
            return fields;
        }
        let add = [words.author.title[at], " …"].concat();
        view! { <details class="more"><summary>{add}</summary>{fields}</details> }.into_any()
    });
    each.collect::<Vec<_>>().into_any()
}

fn language(change: RwSignal<Change>, write: Callback<Change>, at: usize) -> AnyView {
    let words = use_words();
    let author = &words.author;
    let part = move |is_title: bool| {
        Signal::derive(move || {
            change.with(|change| {
                let text = change.texts[at].as_ref();
                let part = text.map(|text| if is_title { &text.title } else { &text.body });
                part.cloned().unwrap_or_default()
            })
        })
    };
    let set = move |is_title: bool| {
        Callback::new(move |typed: String| {
            let mut next = change.get_untracked();
            let text = next.texts[at].get_or_insert_default();
            *(if is_title { &mut text.title } else { &mut text.body }) = typed;
            write.run(next);
        })
    };
    let ids = [["title-zh", "body-zh"], ["title-en", "body-en"]][at];
    view! {
        {line_field(ids[0], "text", author.title[at], author.title_hint, part(true), set(true))}
        <TextField
            id=ids[1]
            label=author.body[at]
            hint=words.notes.text_hint
            chars_max=limits::NOTICE_TEXT_CHARS_MAX
            rows=8
            text=part(false)
            on_text=set(false)
        />
    }
    .into_any()
}

fn due_field(change: RwSignal<Change>, write: Callback<Change>) -> AnyView {
    let author = &use_words().author;
    let due = Signal::derive(move || {
        let due = change.with(|change| change.due);
        due.map(|day| day.to_string()).unwrap_or_default()
    });
    let set = Callback::new(move |typed: String| {
        let mut next = change.get_untracked();
        next.due = Day::parse(&typed);
        write.run(next);
    });
    line_field("due", "date", author.due, author.due_hint, due, set)
}

fn material_field(change: RwSignal<Change>, write: Callback<Change>) -> AnyView {
    let author = &use_words().author;
    let is_on = Signal::derive(move || change.with(|change| change.material));
    let set = Callback::new(move |is_on| {
        let mut next = change.get_untracked();
        next.material = is_on;
        write.run(next);
    });
    view! {
        <div class="field">
            {check_field(author.material, is_on, set)}
            <p class="field-hint">{author.material_hint}</p>
        </div>
    }
    .into_any()
}
