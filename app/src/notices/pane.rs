//! The pane of one notice: its text, and a place for each child it is for.

use super::{
    author::AuthorTools,
    body::{body, head},
    changes::changes,
    household::HomePlace,
    marks::action_of,
    model::{Page, page},
    reply::reply_links,
    state::is_shown,
};
use crate::{
    components::{Empty, ScreenTitle, draw},
    live::{Lang, Live, use_live},
    shell::use_now_day,
    words::use_words,
};
use domain::{
    Action, ChildId, NoticeId,
    notices::{self, Ask, Verb},
};
use leptos::prelude::*;

#[component]
pub fn NoticePane(id: NoticeId, first: Option<ChildId>, edit: Option<u64>) -> impl IntoView {
    let live = use_live();
    let words = use_words();
    let today = use_now_day();
    let view = live.view;
    let model = Memo::new(move |_| page(view.read().as_deref()?, id, edit, today.get()));
    say_seen(&live, model);
    let chinese = RwSignal::new(words.lang == Lang::Zh);
    let title = Signal::derive(move || {
        model.read().as_ref().map_or_else(
            || words.notices.title.to_owned(),
            |page| page.notice.edition.text(chinese.get()).title.clone(),
        )
    });
    let sub = Signal::derive(move || {
        let model = model.read();
        let Some(notice) = model.as_ref().map(|page| &page.notice) else {
            return String::new();
        };
        [&notice.to, " · ", words.notices.kind(notice.kind)].concat()
    });
    let is_here = Memo::new(move |_| model.read().is_some());
    let children = Memo::new(move |_| {
        let model = model.read();
        let mut children = model.as_ref().map(Page::answering).unwrap_or_default();
        // The one it was opened for comes first; the others keep their order.
        if let Some(at) = children.iter().position(|child| Some(*child) == first) {
            children[..=at].rotate_right(1);
        }
        children
    });
    let facts = draw(move || Some(head(words, model.read().as_ref()?, today.get())));
    let text = draw(move || Some(body(words, model.read().as_ref()?, chinese)));
    let changed = changes(model, chinese);
    let places = draw(move || {
        let place = |child: &ChildId| view! { <HomePlace model=model child=*child/> }.into_any();
        children.read().iter().map(place).collect::<Vec<_>>()
    });
    let replies = draw(move || Some(reply_links(words, model.read().as_ref()?)));
    let missing = draw(move || (!is_here.get()).then(|| missing(id)));
    view! {
        <div class="thread notice-page">
            <ScreenTitle title=title sub=sub back="/app/notices"/>
            {facts}
            {text}
            {changed}
            <AuthorTools id=id/>
            {places}
            {replies}
            {missing}
        </div>
    }
    .into_any()
}

/// Says once for each child that the current text is on a guardian's screen.
fn say_seen(live: &Live, model: Memo<Option<Page>>) {
    let live = live.clone();
    Effect::new(move |said: Option<u32>| {
        let model = model.read();
        let Some(page) = model.as_ref() else {
            return said.unwrap_or(0);
        };
        let version = page.notice.version();
        let counts = page.notice.ask >= Ask::Read && page.notice.withdrawn.is_none() && !page.is_scheduled;
        if !counts || said == Some(version) {
            return version;
        }
        for home in &page.homes {
            if !is_shown(&page.notice, home.receipt.as_ref(), page.me) {
                let see = notices::Action {
                    notice: page.notice.id,
                    verb: Verb::See {
                        child: home.card.id,
                        version,
                    },
                };
                live.note_quietly(Action::Notices(see));
            }
        }
        version
    });
}

/// A notice that is not here: never accepted, or no longer to be seen.
fn missing(id: NoticeId) -> AnyView {
    let words = use_words();
    let refused = use_live().view.with(|view| {
        let of_notice = |item: &replica::Item| action_of(item).is_some_and(|action| action.notice == id);
        view.as_ref().is_some_and(|view| view.needs_you().any(of_notice))
    });
    let (text, href, link) = if refused {
        (
            words.notices.missing_refused,
            "/app/outbox",
            words.notes.to_outbox,
        )
    } else {
        (words.notes.missing_text, "/app/notices", words.notices.to_list)
    };
    view! {
        <Empty title=words.notices.missing_title text=text/>
        <p class="center"><a class="btn btn-quiet" href=href>{link}</a></p>
    }
    .into_any()
}
