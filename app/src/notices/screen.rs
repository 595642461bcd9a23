//! The notices screen: a list, and beside or over it one notice, or what its author does with it.

use super::{
    author::{CorrectForm, Handed, NEW_NOTICE, NoticeComposer, Register, Slips},
    list::NoticeList,
    pane::NoticePane,
};
use crate::{
    components::{Glyph, ScreenTitle, draw, icon},
    live::use_live,
    shell::{AccountLink, MessageTabs, NoticeDetail, use_freshness},
    words::use_words,
};
use domain::{Json, notices::Verb};
use leptos::prelude::*;

#[component]
pub fn NoticesScreen(#[prop(into)] detail: Signal<NoticeDetail>) -> impl IntoView {
    let words = use_words();
    provide_context(Handed::new());
    let alone = Memo::new(move |_| detail.get() == NoticeDetail::None);
    let current = Signal::derive(move || match detail.get() {
        NoticeDetail::Notice { id, child, .. } => Some((id, child)),
        NoticeDetail::Register(id) | NoticeDetail::Slips(id) | NoticeDetail::Correct { id, .. } => {
            Some((id, None))
        }
        NoticeDetail::None | NoticeDetail::New { .. } => None,
    });
    let class = Signal::derive(move || {
        if alone.get() {
            "panes panes-list"
        } else {
            "panes panes-detail"
        }
    });
    view! {
        <div class=class>
            <section class="pane-list" aria-label=words.notices.title>
                {draw(move || list_head(alone.get()))}
                <MessageTabs notices=true/>
                {draw(begun_link)}
                <NoticeList current=current/>
                {draw(write_link)}
            </section>
            <div class="pane-detail">{draw(move || detail_view(detail.get()))}</div>
        </div>
    }
    .into_any()
}

/// Beside a notice, the notice's own title is the page's heading.
fn list_head(alone: bool) -> AnyView {
    let title = use_words().notices.title;
    if alone {
        let aside = view! { <AccountLink/> }.into_any();
        return view! { <ScreenTitle title=title.to_owned() sub=use_freshness() aside=aside/> }.into_any();
    }
    view! {
        <div class="top">
            <div class="top-words">
                <h2 class="pane-title">{title}</h2>
                <p class="top-sub">{use_freshness()}</p>
            </div>
        </div>
    }
    .into_any()
}

/// Staff write notices; families answer them.
fn write_link() -> Option<AnyView> {
    let view = use_live().view.get()?;
    let words = use_words();
    view.me()?.is_staff().then(|| {
        view! {
            <a class="write" href="/app/notices/new">
                {icon(Glyph::Pencil)} <span>{words.notices.write}</span>
            </a>
        }
        .into_any()
    })
}

/// What was begun and not sent stands on top, so that nobody thinks it lost.
fn begun_link() -> Option<AnyView> {
    let words = use_words();
    let view = use_live().view.get()?;
    let text = view.drafts.get(NEW_NOTICE)?.clone();
    let begun = Json::parse(text).and_then(|json| json.read::<Verb>());
    let title = match begun {
        Some(Verb::Publish(draft)) => draft.zh.or(draft.en).map(|text| text.title).unwrap_or_default(),
        _ => String::new(),
    };
    let text = (words.author.go_on)(&title);
    Some(
        view! {
            <div class="begun-links">
                <a class="begun" href="/app/notices/new">{icon(Glyph::Pencil)} <span>{text}</span></a>
            </div>
        }
        .into_any(),
    )
}

fn detail_view(detail: NoticeDetail) -> AnyView {
    let words = use_words();
    match detail {
        NoticeDetail::Notice { id, child, edit } => {
            view! { <NoticePane id=id first=child edit=edit/> }.into_any()
        }
        NoticeDetail::New { edit } => view! { <NoticeComposer edit=edit/> }.into_any(),
        NoticeDetail::Correct { id, edit } => view! { <CorrectForm id=id edit=edit/> }.into_any(),
        NoticeDetail::Register(id) => view! { <Register id=id/> }.into_any(),
        NoticeDetail::Slips(id) => view! { <Slips id=id/> }.into_any(),
        NoticeDetail::None => view! { <p class="pane-empty">{words.notices.choose}</p> }.into_any(),
    }
}
