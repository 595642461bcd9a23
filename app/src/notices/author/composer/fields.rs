//! The choices of the composer: to whom, what kind, how families answer, when it arrives.

use super::{
    address::{To, audience_line},
    check::arrival,
    draft::{Field, Pen},
    form::Desk,
};
use crate::{
    components::{Choice, Choices, draw, kept},
    live::use_live,
    notices::author::parts::{check_field, hint, line_field, select_field},
    shell::use_now_day,
    words::use_words,
};
use domain::{
    Day, Instant,
    notices::{Ask, Household, Kind},
};
use leptos::prelude::*;

const KINDS: [Kind; 3] = [Kind::Info, Kind::Action, Kind::Emergency];
const ASKS: [Ask; 4] = [Ask::None, Ask::Read, Ask::Confirm, Ask::Sign];
const HOUSEHOLDS: [Household; 3] = [Household::AnyOne, Household::EachGuardian, Household::SignerOnly];
const MINUTE_MS: i64 = 60_000;
/// A time of day that families expect, until somebody says otherwise.
const FIRST_MIN: i64 = 7 * 60 + 30;

pub fn to_field(desk: Desk, to: Vec<To>) -> AnyView {
    let words = use_words();
    let pen = desk.pen;
    let labels = to.iter().map(|to| to.label.clone()).collect();
    let places = to.clone();
    let at = move || {
        pen.draft
            .with(|draft| places.iter().position(|to| to.address == draft.address))
    };
    let choose = Callback::new(move |at: usize| {
        if let Some(to) = to.get(at) {
            pen.change(|draft| draft.address = to.address.clone());
        }
    });
    let line = Signal::derive(move || audience_line(words, &desk.audience.read()));
    view! {
        {select_field("to", words.author.to_whom, labels, Signal::derive(at), choose)}
        <p class="reaches" role="status">{line}</p>
    }
    .into_any()
}

pub fn kind_fields(desk: Desk) -> AnyView {
    let words = use_words();
    let author = &words.author;
    let pen = desk.pen;
    let kind = kept(move || pen.draft.with(|draft| draft.kind as usize));
    let is_admin = kept(move || desk.audience.with(|audience| audience.is_admin));
    let kinds = draw(move || {
        // Nobody else is offered what only administrators may do.
        let count = if is_admin.get() || kind.get_untracked() == 2 {
            3
        } else {
            2
        };
        let options = words
            .notices
            .kinds
            .iter()
            .take(count)
            .map(|word| Choice::new(*word));
        view! {
            <Choices
                legend=author.kind
                name="kind"
                options=options.collect()
                chosen=Signal::derive(move || Some(kind.get()))
                on_choose=move |at: usize| pen.change(|draft| draft.kind = KINDS[at % 3])
            />
        }
        .into_any()
    });
    let emergency = draw(move || {
        (kind.get() == 2).then(|| {
            let drill = Signal::derive(move || pen.draft.with(|draft| draft.test));
            let set_drill = Callback::new(move |is_on| pen.change(|draft| draft.test = is_on));
            let (text, write) = (pen.text(Field::Reason), pen.writer(Field::Reason));
            view! {
                {line_field("reason", "text", author.reason, author.reason_hint, text, write)}
                {check_field(author.drill, drill, set_drill)}
            }
            .into_any()
        })
    });
    let what = hint(Signal::derive(move || author.kind_hints[kind.get() % 3]));
    view! { {kinds} {what} {emergency} }.into_any()
}

/// How families answer, how many of them, and by when.
pub fn answer_fields(pen: Pen) -> AnyView {
    let words = use_words();
    let author = &words.author;
    let today = use_now_day();
    let ask = kept(move || pen.draft.with(|draft| draft.ask as usize));
    let household = kept(move || pen.draft.with(|draft| draft.household as usize));
    let has_form = kept(move || pen.draft.with(|draft| draft.form.is_some()));
    let asks = draw(move || {
        // Questions want an answer, so reading alone is not offered then.
        let from = if has_form.get() { 2 } else { 0 };
        let options = author.asks.iter().skip(from).map(|word| Choice::new(*word));
        view! {
            <Choices
                legend=author.ask
                name="ask"
                options=options.collect()
                chosen=Signal::derive(move || ask.get().checked_sub(from))
                on_choose=move |at: usize| pen.change(|draft| draft.ask = ASKS[(at + from) % 4])
            />
        }
        .into_any()
    });
    let households = draw(move || {
        (ask.get() >= Ask::Confirm as usize).then(|| {
            view! {
                <Choices
                    legend=author.household
                    name="household"
                    options=author.households.map(Choice::new).to_vec()
                    chosen=Signal::derive(move || Some(household.get()))
                    on_choose=move |at: usize| pen.change(|draft| draft.household = HOUSEHOLDS[at % 3])
                />
                {hint(Signal::derive(move || author.household_hints[household.get() % 3]))}
            }
            .into_any()
        })
    });
    let due = Signal::derive(move || {
        pen.draft
            .with(|draft| draft.due.map(|day| day.to_string()).unwrap_or_default())
    });
    let set_due = Callback::new(move |text: String| pen.change(|draft| draft.due = Day::parse(&text)));
    let due_word = Signal::derive(move || {
        let due = pen.draft.with(|draft| draft.due);
        due.map(|day| words.date(day, today.get()))
    });
    view! {
        {asks}
        {hint(Signal::derive(move || author.ask_hints[ask.get() % 4]))}
        {households}
        {line_field("due", "date", author.due, author.due_hint, due, set_due)}
        <p class="field-hint">{due_word}</p>
    }
    .into_any()
}

/// At once or at a time, and in words when that is.
pub fn when_fields(pen: Pen) -> AnyView {
    let live = use_live();
    let words = use_words();
    let author = &words.author;
    let now = live.now;
    let status = live.status;
    let later = kept(move || pen.draft.with(|draft| draft.not_before.is_some()));
    let is_emergency = kept(move || pen.draft.with(|draft| draft.kind == Kind::Emergency));
    let choose = move |at: usize| {
        let first = now
            .get_untracked()
            .day()
            .plus_days(1)
            .start()
            .plus_ms(FIRST_MIN * MINUTE_MS);
        pen.change(|draft| draft.not_before = (at == 1).then_some(first));
    };
    let wish = move || pen.draft.with(|draft| draft.not_before.unwrap_or_default());
    let set = move |day: Day, minutes: i64| {
        pen.change(|draft| draft.not_before = Some(day.start().plus_ms(minutes * MINUTE_MS)));
    };
    let day = Signal::derive(move || wish().day().to_string());
    let time = Signal::derive(move || wish().clock());
    let set_day = Callback::new(move |text: String| {
        if let Some(day) = Day::parse(&text) {
            set(day, minutes_of(wish()));
        }
    });
    let set_time = Callback::new(move |text: String| {
        if let Some(minutes) = minutes(&text) {
            set(wish().day(), minutes);
        }
    });
    let at = draw(move || {
        later.get().then(|| {
            view! {
                <div class="field-pair">
                    {line_field("when-day", "date", author.day, "", day, set_day)}
                    {line_field("when-time", "time", author.time, "", time, set_time)}
                </div>
            }
            .into_any()
        })
    });
    let line = Signal::derive(move || {
        let online = status.with(|status| status.online != Some(false));
        pen.draft.with(|draft| arrival(words, draft, now.get(), online))
    });
    let choice = draw(move || {
        (!is_emergency.get()).then(|| {
            view! {
                <Choices
                    legend=author.when
                    name="when"
                    options=author.whens.map(Choice::new).to_vec()
                    chosen=Signal::derive(move || Some(usize::from(later.get())))
                    on_choose=choose
                />
            }
            .into_any()
        })
    });
    view! { {choice} {at} <p class="arrival" role="status">{line}</p> }.into_any()
}

/// Minutes since midnight, of a moment.
fn minutes_of(at: Instant) -> i64 {
    let (hour, minute) = at.hour_minute();
    i64::from(hour * 60 + minute)
}

/// Minutes since midnight, of `07:30` as an input writes it.
pub fn minutes(clock: &str) -> Option<i64> {
    let (hour, minute) = clock.split_once(':')?;
    let (hour, minute): (u32, u32) = (hour.parse().ok()?, minute.get(..2)?.parse().ok()?);
    (hour < 24 && minute < 60).then(|| i64::from(hour * 60 + minute))
}
