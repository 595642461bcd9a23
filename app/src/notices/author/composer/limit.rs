//! The daily limit of a class: a soft stop, with the way to add to what is out today already.

use super::{check::opens, draft::is_blank, form::Desk};
use crate::{
    components::{draw, kept},
    live::use_live,
    notices::author::{
        correct::{Handed, append_to},
        parts::title_of,
    },
    shell::notice_path,
    words::use_words,
};
use domain::{
    Day, Row,
    notices::{Draft, Notice},
};
use leptos::prelude::*;
use leptos_router::hooks::use_navigate;
use replica::View;

pub fn limit(desk: Desk) -> AnyView {
    let live = use_live();
    let words = use_words();
    let busy = kept(move || desk.stops.with(|stops| stops.busy));
    let (view, now) = (live.view, live.now);
    let day = kept(move || desk.pen.draft.with(|draft| opens(draft, now.get()).day()));
    let go = use_navigate();
    let handed = use_context::<Handed>();
    draw(move || {
        let busy = busy.get()?;
        let view = view.get()?;
        let draft = desk.pen.draft.get_untracked();
        let links = own_of_day(&view, &draft, day.get()).into_iter().map(|notice| {
            let label = (words.author.append)(title_of(words, notice));
            let (live, go, notice) = (live.clone(), go.clone(), notice.clone());
            let press = move |_| {
                let more = desk.pen.draft.get_untracked();
                if let (Some(handed), false) = (handed, is_blank(&more)) {
                    append_to(&live, handed, &notice, &more);
                    live.save_draft(&desk.pen.key(), String::new());
                }
                go(&(notice_path(notice.id, None) + "/correct"), Default::default());
            };
            view! { <button type="button" class="btn btn-quiet" on:click=press>{label}</button> }.into_any()
        });
        let links: Vec<AnyView> = links.collect();
        Some(
            view! {
                <div class="notice" role="status">
                    <p>{(words.author.limit)(busy)}</p>
                    <div class="limit-links">{links}</div>
                </div>
            }
            .into_any(),
        )
    })
}

/// One's own notices to the same families on that day. A form cannot be added to another notice.
pub fn own_of_day<'a>(view: &'a View, draft: &Draft, day: Day) -> Vec<&'a Notice> {
    let me = view.identity.person;
    let notices = view.all("notice").filter_map(|shown| match shown.row {
        Row::Notice(notice) => Some(notice),
        _ => None,
    });
    let fits = |notice: &&Notice| {
        notice.author.person == me
            && notice.address == draft.address
            && notice.visible_from.day() == day
            && notice.withdrawn.is_none()
            && !notice.is_emergency()
            && draft.form.is_none()
    };
    notices.filter(fits).collect()
}
