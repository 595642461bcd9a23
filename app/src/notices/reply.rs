//! A private answer to a notice: a note about the child, to its author or the class teacher. Nobody answers all.

use super::model::Page;
use crate::{live::Lang, shell::NewNote, words::Words};
use domain::{NoticeId, PersonId, Right, Row, notices::Notice};
use leptos::prelude::*;
use replica::View;

/// One way for each child that I may write about.
pub fn reply_links(words: &'static Words, page: &Page) -> Vec<AnyView> {
    let may = |page: &Page, home: &super::model::Home| home.card.standing(page.me).guardian.has(Right::Reply);
    let homes: Vec<_> = page.homes.iter().filter(|home| may(page, home)).collect();
    let several = homes.len() > 1;
    let each = homes.into_iter().map(|home| {
        let href = NewNote {
            child: Some(home.card.id),
            about: Some(page.notice.id),
            ..NewNote::default()
        }
        .path();
        let of = several.then(|| [" · ", &home.face.name].concat());
        view! {
            <p class="reply-link"><a class="btn btn-quiet" href=href>{words.notices.reply} {of}</a></p>
        }
        .into_any()
    });
    each.collect()
}

/// 关于通知：秋季体检.
pub fn about_words(words: &Words, view: &View, notice: NoticeId) -> String {
    match notice_in(view, notice) {
        Some(notice) => (words.notices.about_notice)(title(words, notice)),
        None => words.notices.about_some.to_owned(),
    }
}

pub fn title<'a>(words: &Words, notice: &'a Notice) -> &'a str {
    &notice.edition.text(words.lang == Lang::Zh).title
}

pub fn author_of(view: &View, notice: NoticeId) -> Option<PersonId> {
    Some(notice_in(view, notice)?.author.person)
}

pub fn notice_in(view: &View, notice: NoticeId) -> Option<&Notice> {
    match view.get("notice", notice.0)?.row {
        Row::Notice(notice) => Some(notice),
        _ => None,
    }
}
