//! The card of what both sides settled on, with what it was before.

use super::model::{Bubble, Thread};
use crate::{
    components::{Glyph, icon},
    words::Words,
};
use domain::{Day, notes::Agreement};
use leptos::prelude::*;

pub fn agreement_card(words: &'static Words, thread: &Thread, today: Day) -> Option<AnyView> {
    let agreed = thread.card.note.agreed.as_ref()?;
    let earlier = earlier(words, &thread.agreements(), today);
    Some(
        view! {
            <section class="agreement" aria-labelledby="agreement-title">
                <h2 id="agreement-title">{icon(Glyph::Bookmark)} {words.notes.agreement}</h2>
                <p class="agreement-text">{agreed.text.clone()}</p>
                {agreement_facts(words, agreed, today)}
                {earlier}
            </section>
        }
        .into_any(),
    )
}

/// Who does it, and when to look again.
pub fn agreement_facts(words: &'static Words, agreed: &Agreement, today: Day) -> AnyView {
    let review = match agreed.review_on {
        Some(day) => words.date(day, today),
        None => words.notes.no_review.to_owned(),
    };
    view! {
        <dl class="facts">
            <div><dt>{words.notes.owner}</dt><dd>{words.notes.owner_word(agreed.owner)}</dd></div>
            <div><dt>{words.notes.review_on}</dt><dd>{review}</dd></div>
        </dl>
    }
    .into_any()
}

/// Every revision but the last, newest first.
fn earlier(words: &'static Words, written: &[Bubble], today: Day) -> Option<AnyView> {
    let (_, earlier) = written.split_last()?;
    if earlier.is_empty() {
        return None;
    }
    let rows = earlier.iter().rev().map(|bubble| {
        let line = bubble.who.clone() + " · " + &words.moment(bubble.at, today);
        view! { <li><p>{bubble.text.clone()}</p><p class="item-meta">{line}</p></li> }.into_any()
    });
    Some(
        view! {
            <details class="more">
                <summary>{(words.notes.history)(earlier.len())}</summary>
                <ol class="revisions">{rows.collect::<Vec<_>>()}</ol>
            </details>
        }
        .into_any(),
    )
}
