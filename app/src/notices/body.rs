//! What a notice says: whom it is for, from whom and when, the text in either language, what became of it.

use super::model::Page;
use crate::{
    components::{Glyph, Tone, icon, tag},
    live::Lang,
    notes::mark_view,
    words::Words,
};
use domain::{
    Day, Instant,
    notices::{Notice, Text},
};
use leptos::prelude::*;

/// What overrides the text, then the facts.
pub fn head(words: &'static Words, page: &Page, today: Day) -> AnyView {
    let notice = &page.notice;
    view! {
        {emergency(words, notice, today)}
        {withdrawn(words, notice, today)}
        {facts(words, page, today)}
    }
    .into_any()
}

fn emergency(words: &'static Words, notice: &Notice, today: Day) -> Option<AnyView> {
    let emergency = notice.emergency.as_ref()?;
    let word = if emergency.test {
        words.notices.emergency_drill
    } else {
        words.notices.emergency
    };
    let drill = emergency
        .test
        .then(|| view! { <p>{words.notices.drill_text}</p> }.into_any());
    let all_clear = emergency.all_clear.as_ref().map(|clear| {
        let when = words.moment(clear.at, today);
        view! {
            <section class="banner banner-clear">
                <h2>{icon(Glyph::Check)} {words.notices.all_clear}</h2>
                <p class="notice-text">{clear.text.clone()}</p>
                <p class="item-meta">{when}</p>
            </section>
        }
        .into_any()
    });
    Some(
        view! {
            {all_clear}
            <section class="banner"><h2>{icon(Glyph::Info)} {word}</h2>{drill}</section>
        }
        .into_any(),
    )
}

fn withdrawn(words: &'static Words, notice: &Notice, today: Day) -> Option<AnyView> {
    let withdrawn = notice.withdrawn.as_ref()?;
    let who = (words.common.teacher)(&withdrawn.by.name);
    let line = (words.notices.withdrawn_by)(&who, &words.moment(withdrawn.at, today));
    Some(
        view! {
            <section class="banner banner-quiet">
                <h2>{words.notices.withdrawn}</h2>
                <p class="notice-text">{withdrawn.reason.clone()}</p>
                <p class="item-meta">{line}</p>
            </section>
        }
        .into_any(),
    )
}

fn facts(words: &'static Words, page: &Page, today: Day) -> AnyView {
    let notice = &page.notice;
    let names: Vec<&str> = page.homes.iter().map(|home| home.face.name.as_str()).collect();
    let sent = if page.is_scheduled {
        (words.notices.scheduled)(&full(words, notice.visible_from, today))
    } else {
        full(words, notice.visible_from, today)
    };
    let due = notice.due.filter(|_| notice.withdrawn.is_none());
    let due = due.map(|day| words.date(day, today)).unwrap_or_default();
    let rows = [
        (words.notices.about, names.join(words.notices.comma)),
        (words.notices.from, (words.common.teacher)(&notice.author.name)),
        (words.notices.at, sent),
        (words.notices.due_day, due),
    ];
    let rows = rows.into_iter().filter(|(_, value)| !value.is_empty());
    let rows = rows.map(|(name, value)| view! { <div><dt>{name}</dt><dd>{value}</dd></div> }.into_any());
    view! {
        <dl class="facts notice-facts">{rows.collect::<Vec<_>>()}</dl>
        {page.mark.map(|mark| view! { <p class="item-meta notice-facts">{mark_view(words, mark)}</p> }.into_any())}
    }
    .into_any()
}

/// Day and clock, also for today: a notice is read days later.
fn full(words: &Words, at: Instant, today: Day) -> String {
    words.date(at.day(), today) + " " + &at.clock()
}

/// The text in one language, the other one tap away.
pub fn body(words: &'static Words, page: &Page, chinese: RwSignal<bool>) -> AnyView {
    let notice = &page.notice;
    if notice.withdrawn.is_some() {
        return ().into_any();
    }
    let edition = &notice.edition;
    let has_both = edition.zh.is_some() && edition.en.is_some();
    let is_chinese = (chinese.get() || edition.en.is_none()) && edition.zh.is_some();
    let Text { body, .. } = edition.text(is_chinese).clone();
    let lang = if is_chinese { Lang::Zh } else { Lang::En };
    let other = has_both.then(|| {
        let label = if is_chinese {
            "Read in English"
        } else {
            "看中文"
        };
        let other = if is_chinese { Lang::En } else { Lang::Zh };
        view! {
            <button
                type="button"
                class="btn btn-plain"
                lang=other.tag()
                on:click=move |_| chinese.set(!is_chinese)
            >
                {label}
            </button>
        }
        .into_any()
    });
    let corrected = (notice.version() > 1).then(|| {
        let word = [
            words.notices.corrected,
            " · ",
            &(words.notices.version)(notice.version()),
        ]
        .concat();
        view! { <p class="item-meta">{tag(Tone::Sun, None, word)}</p> }.into_any()
    });
    view! {
        <article class="notice-body" lang=lang.tag()>
            {corrected}
            <p class="notice-text">{body}</p>
        </article>
        {other}
    }
    .into_any()
}
