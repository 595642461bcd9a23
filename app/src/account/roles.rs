//! Roles and children of the person who is signed in.

use crate::{
    components::draw,
    live::use_live,
    words::{Words, use_words},
};
use domain::people::{Membership, Role};
use leptos::prelude::*;
use replica::View;

#[component]
pub fn Roles() -> impl IntoView {
    let live = use_live();
    let words = use_words();
    let rows = draw(move || {
        let view = live.view.read();
        let view = view.as_deref()?;
        let rows = view.me()?.memberships.iter().map(|membership| {
            let (what, place) = line(words, view, membership);
            view! { <li><span>{what}</span> <span class="item-meta">{place}</span></li> }.into_any()
        });
        Some(view! { <ul class="list list-plain">{rows.collect::<Vec<_>>()}</ul> }.into_any())
    });
    view! { <section><h2>{words.account.roles}</h2>{rows}</section> }.into_any()
}

fn line(words: &Words, view: &View, membership: &Membership) -> (String, String) {
    let role = words.account.role(membership.role);
    let child = membership.child.and_then(|child| view.child(child));
    let what = match (membership.role, child) {
        (Role::Guardian, Some(child)) => (words.account.guardian_of)(&child.name),
        _ if membership.subject.is_empty() => role.to_owned(),
        _ => [role, " · ", &membership.subject].concat(),
    };
    let class = match child {
        Some(child) => &child.class_name,
        None => &membership.class_name,
    };
    let place = match (membership.school_name.is_empty(), class.is_empty()) {
        (false, false) => [&membership.school_name, " · ", class].concat(),
        (true, _) => class.clone(),
        (_, true) => membership.school_name.clone(),
    };
    (what, place)
}
