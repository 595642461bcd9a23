//! The notice that a note answers, said on the note, with the way back to it.

use crate::{live::use_live, notices::about_words, shell::notice_path, words::use_words};
use domain::NoticeId;
use leptos::prelude::*;

pub fn about_line(about: Option<NoticeId>) -> Option<AnyView> {
    let about = about?;
    let words = use_words();
    let text = use_live()
        .view
        .with(|view| Some(about_words(words, view.as_deref()?, about)))?;
    Some(view! { <p class="note-about"><a href=notice_path(about, None)>{text}</a></p> }.into_any())
}
