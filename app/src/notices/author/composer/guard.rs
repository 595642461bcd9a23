//! The guard at work: which words belong to one child, and why they should not go to all.

use super::{draft::Field, form::Desk};
use crate::{
    components::{draw, kept},
    notices::author::parts::line_field,
    words::{Words, use_words},
};
use domain::notices::Finding;
use leptos::prelude::*;

pub fn guard(desk: Desk) -> AnyView {
    let words = use_words();
    let found = kept(move || desk.stops.with(|stops| stops.findings.clone()));
    let may_pass = kept(move || {
        desk.stops
            .with(|stops| stops.is_admin && !stops.findings.is_empty())
    });
    let despite = draw(move || {
        may_pass.get().then(|| {
            let (text, write) = (desk.pen.text(Field::Despite), desk.pen.writer(Field::Despite));
            let author = &words.author;
            line_field(
                "despite",
                "text",
                author.despite,
                author.despite_hint,
                text,
                write,
            )
        })
    });
    view! { <div role="status">{draw(move || guard_list(words, &found.read()))}</div> {despite} }.into_any()
}

pub fn guard_list(words: &'static Words, found: &[Finding]) -> Option<AnyView> {
    let each = found.iter().map(|finding| {
        let why = words.author.finding(finding.kind);
        view! { <li><b>{finding.words.clone()}</b> {words.common.colon} {why}</li> }.into_any()
    });
    let each: Vec<AnyView> = each.collect();
    (!each.is_empty()).then(|| {
        view! {
            <div class="problem">
                <p>{words.author.guarded}</p>
                <ul class="plain-list">{each}</ul>
            </div>
        }
        .into_any()
    })
}
