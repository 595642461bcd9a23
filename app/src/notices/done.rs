//! What the household did, as its receipt says: who, what, when, the answers, the signature as it was drawn.

use super::{
    filled::in_words,
    model::{Home, Page},
};
use crate::{components::signature, words::Words};
use domain::{
    Day, PersonId,
    notices::{Contact, Done, DoneKind, Mark},
};
use leptos::prelude::*;

pub fn marks_list(words: &'static Words, page: &Page, home: &Home, today: Day) -> Option<AnyView> {
    let receipt = home.receipt.as_ref()?;
    let done = receipt.done(1);
    // Answers are shared by the household: the last ones hold.
    let last = (page.notice.form.is_some() && done.len() > 1)
        .then(|| view! { <p class="home-line">{words.notices.last_holds}</p> }.into_any());
    let rows = done
        .iter()
        .map(|(mark, done)| row(words, page, home, (mark, done), today));
    let contacts = receipt
        .contacts
        .iter()
        .map(|contact| contact_row(words, contact, today));
    let rows: Vec<AnyView> = rows.chain(contacts).collect();
    (!rows.is_empty()).then(|| {
        view! {
            <h3 class="home-line">{words.notices.household}</h3>
            {last}
            <ul class="marks">{rows}</ul>
        }
        .into_any()
    })
}

fn row(words: &'static Words, page: &Page, home: &Home, (mark, done): (&Mark, &Done), today: Day) -> AnyView {
    let who = guardian(words, page, home, mark.guardian, &mark.name);
    let form = page.notice.form.as_ref();
    let did = match (done.kind, form) {
        (DoneKind::Confirmed, Some(_)) => (words.notices.filled_by)(&who),
        (kind, _) => words.notices.did(kind, &who),
    };
    let mut when = words.moment(done.written_at, today);
    if page.notice.version() > 1 {
        when = [when.as_str(), " · ", &(words.notices.in_version)(mark.version)].concat();
    }
    let given = form.map(|form| in_words(form, &done.answers)).unwrap_or_default();
    let given: Vec<AnyView> = given
        .into_iter()
        .map(|(asked, said)| view! { <div><dt>{asked}</dt><dd>{said}</dd></div> }.into_any())
        .collect();
    let given = (!given.is_empty()).then(|| view! { <dl class="facts">{given}</dl> }.into_any());
    let reason = (!done.reason.is_empty()).then(|| done.reason.clone());
    let reason = reason.map(|reason| view! { <p class="notice-text">{reason}</p> }.into_any());
    let drawn =
        (!done.strokes.is_empty()).then(|| signature(&done.strokes, (words.notices.signature_of)(&who)));
    view! {
        <li>
            <p>{did}</p>
            <p class="item-meta">{when}</p>
            {given}
            {reason}
            {drawn}
        </li>
    }
    .into_any()
}

fn contact_row(words: &'static Words, contact: &Contact, today: Day) -> AnyView {
    let who = (words.common.teacher)(&contact.by.name);
    let did = words.notices.contacted(contact.channel, &who);
    let text = (!contact.text.is_empty()).then(|| contact.text.clone());
    let text = text.map(|text| view! { <p class="notice-text">{text}</p> }.into_any());
    view! { <li><p>{did}</p><p class="item-meta">{words.moment(contact.at, today)}</p>{text}</li> }.into_any()
}

/// 我, 白玉兰（母亲）.
pub fn guardian(words: &Words, page: &Page, home: &Home, person: PersonId, name: &str) -> String {
    if person == page.me {
        return words.common.me.to_owned();
    }
    let card = home.card.guardians.iter().find(|card| card.person == person);
    match card.map_or("", |card| (words.common.relation)(&card.relation)) {
        "" => name.to_owned(),
        relation => (words.common.with_relation)(name, relation),
    }
}
