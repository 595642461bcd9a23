//! One child's place under a notice: what is asked, what the household did, and the one thing to do next.

use super::{
    answer::AnswerForm,
    done::{guardian, marks_list},
    model::{Home, Page, Stage},
    row::due_words,
    state::{State, done_by, state_word},
};
use crate::{
    components::{Button, ButtonKind, Tile, Tone, draw, tag},
    live::use_live,
    notes::mark_view,
    outbox::why_of,
    shell::use_now_day,
    words::{Words, use_words},
};
use domain::{
    ChildId, Day,
    notices::{Ask, DoneKind, Household, may_answer, required},
    people::GuardianCard,
};
use leptos::prelude::*;

#[component]
pub fn HomePlace(model: Memo<Option<Page>>, child: ChildId) -> impl IntoView {
    let words = use_words();
    let today = use_now_day();
    let stage = Memo::new(move |before: Option<&Option<Stage>>| {
        let model = model.read();
        let page = model.as_ref()?;
        Some(kept_open(before.copied().flatten(), page, page.home(child)?))
    });
    // An answer that was not accepted opens its form by itself.
    let is_stuck = Memo::new(move |_| {
        let model = model.read();
        let home = model.as_ref().and_then(|page| page.home(child));
        home.is_some_and(|home| home.stuck.is_some())
    });
    let is_open = RwSignal::new(false);
    let form = move || {
        let done = Callback::new(move |()| is_open.set(false));
        view! { <AnswerForm model=model child=child done=done/> }.into_any()
    };
    let head = draw(move || {
        let model = model.read();
        let page = model.as_ref()?;
        Some(heading(words, page, page.home(child)?, today.get()))
    });
    let done = draw(move || {
        let model = model.read();
        let page = model.as_ref()?;
        marks_list(words, page, page.home(child)?, today.get())
    });
    let next = draw(move || match stage.get()? {
        Stage::Ask => Some(form()),
        Stage::Change if is_open.get() || is_stuck.get() => Some(form()),
        Stage::Change => {
            let open = Callback::new(move |()| is_open.set(true));
            Some(view! { <Button label=words.notices.change_answer on_press=open/> }.into_any())
        }
        Stage::Nothing => None,
    });
    let id = ["home-", &child.to_string()].concat();
    view! {
        <section class="actions home" aria-labelledby=id>
            {head}
            {done}
            {next}
        </section>
    }
    .into_any()
}

/// A form that somebody fills in stays when the other guardian answers meanwhile; what they said stands above it.
fn kept_open(before: Option<Stage>, page: &Page, home: &Home) -> Stage {
    let version = page.notice.material_version();
    let receipt = home.receipt.as_ref();
    let is_mine = receipt.is_some_and(|receipt| done_by(receipt, version, page.me).is_some());
    match (before, home.stage) {
        (Some(Stage::Ask), Stage::Change) if !is_mine => Stage::Ask,
        (_, stage) => stage,
    }
}

fn heading(words: &'static Words, page: &Page, home: &Home, today: Day) -> AnyView {
    let notice = &page.notice;
    let owes = matches!(home.state, State::Owe(_));
    let state = state_word(words, home.state, notice.form.is_some());
    let state = state.map(|(tone, glyph, word)| tag(tone, glyph, word));
    let due = notice.due.filter(|_| owes);
    let due = due.map(|day| tag(Tone::Sun, None, due_words(words, day, today)));
    let id = ["home-", &home.card.id.to_string()].concat();
    let lines = [again(words, page, home), rule(words, page, home)];
    let lines: Vec<AnyView> = lines
        .into_iter()
        .flatten()
        .map(|line| view! { <p class="home-line">{line}</p> }.into_any())
        .collect();
    view! {
        <div class="home-head">
            <Tile face=&home.face/>
            <h2 id=id>{(words.notices.answer_of)(&home.face.name)}</h2>
        </div>
        <p class="item-meta" role="status">{state} {due} {home.mark.map(|mark| mark_view(words, mark))}</p>
        {lines}
        {stuck(words, home)}
    }
    .into_any()
}

/// An answer to an old text does not hold any more.
fn again(words: &'static Words, page: &Page, home: &Home) -> Option<String> {
    if !matches!(home.state, State::Owe(_)) {
        return None;
    }
    let done = home.receipt.as_ref()?.done(1);
    let (mark, done) = done.iter().rev().find(|(mark, _)| mark.guardian == page.me)?;
    Some(match done.kind {
        DoneKind::Signed => (words.notices.ask_again_signed)(mark.version),
        _ => (words.notices.ask_again)(mark.version),
    })
}

/// Who of the household is asked.
fn rule(words: &'static Words, page: &Page, home: &Home) -> Option<String> {
    let notice = &page.notice;
    let names = |of: Vec<&GuardianCard>| {
        let names: Vec<String> = of
            .into_iter()
            .map(|card| guardian(words, page, home, card.person, &card.name))
            .collect();
        names.join(words.notices.comma)
    };
    let able = || {
        let able = home.card.guardians.iter();
        able.filter(|card| may_answer(notice, &home.card, card.person))
            .collect::<Vec<_>>()
    };
    match (home.state, notice.household) {
        (State::Others, _) if able().is_empty() => Some(words.notices.nobody_may.to_owned()),
        (State::Others, _) if asks_signer(page) => Some((words.notices.who_may_sign)(&names(able()))),
        (State::Others, _) => Some((words.notices.who_may_reply)(&names(able()))),
        (State::Owe(_) | State::Half, Household::EachGuardian) => Some((words.notices.each_guardian)(
            &names(required(notice, &home.card)),
        )),
        (State::Owe(_), _) if home.card.guardians.len() > 1 => Some(words.notices.any_one.to_owned()),
        _ => None,
    }
}

fn asks_signer(page: &Page) -> bool {
    page.notice.ask == Ask::Sign || page.notice.household == Household::SignerOnly
}

/// Why an answer was not accepted; below it the form, with all that was written.
fn stuck(words: &'static Words, home: &Home) -> Option<AnyView> {
    let item = home.stuck.as_ref()?;
    let live = use_live();
    let order = item.order;
    let drop = Callback::new(move |()| live.discard(order));
    Some(
        view! {
            <div class="banner home-stuck">
                <p><b>{words.notices.stuck}</b></p>
                <p>{why_of(words, item)}</p>
                <Button label=words.notices.drop_mine kind=ButtonKind::Plain on_press=drop/>
            </div>
        }
        .into_any(),
    )
}
