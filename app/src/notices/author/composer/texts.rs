//! Title and text, in the language of the screen first; the other one can be added.

use super::draft::{Field, Pen};
use crate::{components::TextField, live::Lang, notices::author::parts::line_field, words::use_words};
use domain::limits;
use leptos::prelude::*;

pub fn texts(pen: Pen) -> AnyView {
    let words = use_words();
    let zh_first = words.lang == Lang::Zh;
    let has_other = pen.draft.with_untracked(|draft| {
        if zh_first {
            draft.en.is_some()
        } else {
            draft.zh.is_some()
        }
    });
    view! {
        {language(pen, zh_first)}
        <details class="more" open=has_other>
            <summary>{words.author.add_other}</summary>
            {language(pen, !zh_first)}
        </details>
    }
    .into_any()
}

fn language(pen: Pen, is_zh: bool) -> AnyView {
    let words = use_words();
    let author = &words.author;
    let (at, ids, title, body) = if is_zh {
        (0, ["title-zh", "body-zh"], Field::ZhTitle, Field::ZhBody)
    } else {
        (1, ["title-en", "body-en"], Field::EnTitle, Field::EnBody)
    };
    view! {
        {line_field(ids[0], "text", author.title[at], author.title_hint, pen.text(title), pen.writer(title))}
        <TextField
            id=ids[1]
            label=author.body[at]
            hint=words.notes.text_hint
            chars_max=limits::NOTICE_TEXT_CHARS_MAX
            rows=6
            text=pen.text(body)
            on_text=pen.writer(body)
        />
    }
    .into_any()
}
