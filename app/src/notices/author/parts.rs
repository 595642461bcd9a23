//! What the author's screens share: fields with one line, and a notice in short.

use crate::{live::Lang, words::Words};
use domain::{
    NoticeId, Row,
    notices::{Notice, Text},
};
use leptos::prelude::*;
use replica::View;

pub fn notice_of(view: &View, id: NoticeId) -> Option<Notice> {
    match view.get("notice", id.0)?.row {
        Row::Notice(notice) => Some(notice.clone()),
        _ => None,
    }
}

pub fn title_of<'a>(words: &Words, notice: &'a Notice) -> &'a str {
    &notice.edition.text(words.lang == Lang::Zh).title
}

/// Every language of the current text, as on paper.
pub fn text_view(words: &Words, notice: &Notice) -> AnyView {
    let (zh, en) = (&notice.edition.zh, &notice.edition.en);
    let texts = if words.lang == Lang::Zh {
        [zh, en]
    } else {
        [en, zh]
    };
    let each = texts.into_iter().flatten().map(one_text);
    view! { <div class="paper-text">{each.collect::<Vec<_>>()}</div> }.into_any()
}

pub fn one_text(text: &Text) -> AnyView {
    view! {
        <h2>{text.title.clone()}</h2>
        <p class="bubble-text">{text.body.clone()}</p>
    }
    .into_any()
}

/// One line to fill in; `kind` is that of an `input`.
pub fn line_field(
    id: &str,
    kind: &'static str,
    label: &'static str,
    hint: &'static str,
    text: Signal<String>,
    on_text: Callback<String>,
) -> AnyView {
    let hint_id = id.to_owned() + "-hint";
    let hint =
        (!hint.is_empty()).then(|| view! { <p class="field-hint" id=hint_id.clone()>{hint}</p> }.into_any());
    let described_by = hint.is_some().then(|| hint_id.clone());
    view! {
        <div class="field">
            <label for=id.to_owned()>{label}</label>
            <input
                id=id.to_owned()
                type=kind
                aria-describedby=described_by
                prop:value=text
                on:input=move |event| on_text.run(event_target_value(&event))
            />
            {hint}
        </div>
    }
    .into_any()
}

pub fn check_field(label: &'static str, is_on: Signal<bool>, on_change: Callback<bool>) -> AnyView {
    view! {
        <label class="check">
            <input
                type="checkbox"
                prop:checked=is_on
                on:change=move |event| on_change.run(event_target_checked(&event))
            />
            <span>{label}</span>
        </label>
    }
    .into_any()
}

/// One of many; a single one is only told.
pub fn select_field(
    id: &'static str,
    label: &'static str,
    options: Vec<String>,
    chosen: Signal<Option<usize>>,
    on_choose: Callback<usize>,
) -> AnyView {
    if let [only] = options.as_slice() {
        return view! { <p class="field"><b>{label}</b> " " {only.clone()}</p> }.into_any();
    }
    let each = options.into_iter().enumerate().map(|(at, option)| {
        let selected = Signal::derive(move || chosen.get() == Some(at));
        view! { <option value=at.to_string() prop:selected=selected>{option}</option> }.into_any()
    });
    view! {
        <div class="field">
            <label for=id>{label}</label>
            <select
                id=id
                on:change=move |event| {
                    if let Ok(at) = event_target_value(&event).parse() {
                        on_choose.run(at);
                    }
                }
            >
                {each.collect::<Vec<_>>()}
            </select>
        </div>
    }
    .into_any()
}

/// What a choice means, under it.
pub fn hint(text: Signal<&'static str>) -> AnyView {
    view! { <p class="field-hint" aria-live="polite">{text}</p> }.into_any()
}
