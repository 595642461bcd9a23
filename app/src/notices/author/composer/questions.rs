//! The form builder: choices, free answers, and appointments made from a start, a step and a count.

use super::{draft::Pen, fields::minutes, slots::make_slots};
use crate::{
    components::{Button, ButtonKind, TextField, draw, kept},
    live::use_live,
    notices::author::parts::line_field,
    words::use_words,
};
use domain::{
    Day, limits,
    notices::{Ask, Draft, Form, Question, QuestionKind, Slot},
};
use leptos::prelude::*;

pub fn questions(pen: Pen) -> AnyView {
    let words = use_words();
    let author = &words.author;
    // Drawn again when a question comes or goes, not while one is written.
    let shape = kept(move || {
        pen.draft.with(|draft| {
            let questions = draft.form.iter().flat_map(|form| &form.questions);
            questions
                .map(|question| Sort::of(&question.kind))
                .collect::<Vec<_>>()
        })
    });
    let each = draw(move || {
        let shape = shape.get();
        let each = shape
            .iter()
            .enumerate()
            .map(|(at, sort)| question(pen, at, *sort));
        each.collect::<Vec<_>>()
    });
    let add = move |sort: Sort| {
        Callback::new(move |()| pen.change(|draft| add_question(draft, sort.kind(), String::new())))
    };
    let buttons = draw(move || {
        let shape = shape.read();
        let room = shape.len() < limits::QUESTIONS_MAX;
        let slots = room && !shape.contains(&Sort::Slots);
        view! {
            <div class="action-row">
                {room.then(|| view! { <Button label=author.add_choice on_press=add(Sort::Choice)/> }.into_any())}
                {room.then(|| view! { <Button label=author.add_text on_press=add(Sort::Text)/> }.into_any())}
                {slots.then(|| view! { <Button label=author.add_slots on_press=add(Sort::Slots)/> }.into_any())}
            </div>
        }
        .into_any()
    });
    view! {
        <fieldset class="questions">
            <legend>{author.questions}</legend>
            <p class="field-hint">{author.questions_hint}</p>
            {each}
            {buttons}
        </fieldset>
    }
    .into_any()
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Sort {
    Choice,
    Text,
    Slots,
}

impl Sort {
    fn of(kind: &QuestionKind) -> Sort {
        match kind {
            QuestionKind::Choice(_) => Sort::Choice,
            QuestionKind::Text => Sort::Text,
            QuestionKind::Slots(_) => Sort::Slots,
        }
    }

    fn kind(self) -> QuestionKind {
        match self {
            Sort::Choice => QuestionKind::Choice(Vec::new()),
            Sort::Text => QuestionKind::Text,
            Sort::Slots => QuestionKind::Slots(Vec::new()),
        }
    }
}

/// Whoever asks a question wants an answer, so reading alone is no longer enough.
pub fn add_question(draft: &mut Draft, kind: QuestionKind, label: String) {
    let form = draft.form.get_or_insert(Form {
        questions: Vec::new(),
    });
    form.questions.push(Question { label, kind });
    draft.ask = draft.ask.max(Ask::Confirm);
}

fn remove_question(draft: &mut Draft, at: usize) {
    if let Some(form) = &mut draft.form
        && at < form.questions.len()
    {
        form.questions.remove(at);
    }
    draft.form.take_if(|form| form.questions.is_empty());
}

/// The options of a question, one on each line, as they are typed.
pub fn lines_of(question: &Question) -> String {
    match &question.kind {
        QuestionKind::Choice(options) => options.join("\n"),
        QuestionKind::Slots(slots) => {
            let labels: Vec<&str> = slots.iter().map(|slot| slot.label.as_str()).collect();
            labels.join("\n")
        }
        QuestionKind::Text => String::new(),
    }
}

pub fn set_lines(question: &mut Question, text: &str, places: u16) {
    let lines = text.split('\n').filter(|_| !text.is_empty()).map(str::to_owned);
    match &mut question.kind {
        QuestionKind::Choice(options) => *options = lines.collect(),
        QuestionKind::Slots(slots) => *slots = lines.map(|label| Slot { label, places }).collect(),
        QuestionKind::Text => {}
    }
}

fn question(pen: Pen, at: usize, sort: Sort) -> AnyView {
    let words = use_words();
    let author = &words.author;
    let read = move |read: fn(&Question) -> String| {
        Signal::derive(move || {
            pen.draft.with(|draft| {
                let question = draft.form.as_ref().and_then(|form| form.questions.get(at));
                question.map(read).unwrap_or_default()
            })
        })
    };
    let places = RwSignal::new(first_places(pen, at));
    let set_label = Callback::new(move |text: String| change(pen, at, |question| question.label = text));
    let set_text = Callback::new(move |text: String| {
        change(pen, at, |question| {
            set_lines(question, &text, places.get_untracked())
        });
    });
    let lines = read(lines_of);
    let id = ["question-", &at.to_string()].concat();
    let (label, hint, rows, chars_max) = match sort {
        Sort::Slots => (
            author.slots,
            author.slots_hint,
            6,
            limits::SLOTS_MAX * limits::LABEL_CHARS_MAX,
        ),
        _ => (
            author.options,
            author.options_hint,
            3,
            limits::OPTIONS_MAX * limits::LABEL_CHARS_MAX,
        ),
    };
    let options = (sort != Sort::Text).then(|| {
        let id = id.clone() + "-lines";
        view! {
            <TextField id=id label=label hint=hint chars_max=chars_max rows=rows text=lines on_text=set_text/>
        }
        .into_any()
    });
    let note =
        (sort == Sort::Text).then(|| view! { <p class="field-hint">{author.text_note}</p> }.into_any());
    let maker = (sort == Sort::Slots).then(|| maker(pen, at, places));
    let remove = move |()| pen.change(|draft| remove_question(draft, at));
    let name = (author.question)(at + 1);
    let group = name.clone();
    view! {
        <div class="question" role="group" aria-label=group>
            <div class="question-head">
                <b id=id.clone() + "-name">{name}</b>
                <Button
                    label=author.remove
                    kind=ButtonKind::Plain
                    on_press=remove
                    described_by=id.clone() + "-name"
                />
            </div>
            {line_field(&(id + "-label"), "text", author.label, "", read(|question| question.label.clone()), set_label)}
            {maker}
            {options}
            {note}
        </div>
    }
    .into_any()
}

fn change(pen: Pen, at: usize, change: impl FnOnce(&mut Question)) {
    pen.change(|draft| {
        if let Some(question) = draft.form.as_mut().and_then(|form| form.questions.get_mut(at)) {
            change(question);
        }
    });
}

fn first_places(pen: Pen, at: usize) -> u16 {
    pen.draft.with_untracked(|draft| {
        let question = draft.form.as_ref().and_then(|form| form.questions.get(at));
        match question.map(|question| &question.kind) {
            Some(QuestionKind::Slots(slots)) => slots.first().map_or(1, |slot| slot.places),
            _ => 1,
        }
    })
}

/// Times in a row, added to those that are there: two evenings are made one after the other.
fn maker(pen: Pen, at: usize, places: RwSignal<u16>) -> AnyView {
    let live = use_live();
    let words = use_words();
    let author = &words.author;
    let tomorrow = live.now.get_untracked().day().plus_days(1).to_string();
    let day = RwSignal::new(tomorrow);
    let start = RwSignal::new("18:00".to_owned());
    let step = RwSignal::new("10".to_owned());
    let count = RwSignal::new("12".to_owned());
    let into = |text: RwSignal<String>| Callback::new(move |typed| text.set(typed));
    let set_places = Callback::new(move |typed: String| {
        places.set(typed.parse().unwrap_or(1).max(1));
        change(pen, at, |question| {
            set_lines(question, &lines_of(question), places.get_untracked())
        });
    });
    let make = move |()| {
        let first = (Day::parse(&day.get_untracked()), minutes(&start.get_untracked()));
        let (Some(day), Some(start)) = first else { return };
        let number = |text: RwSignal<String>| text.get_untracked().parse::<u16>().unwrap_or(0);
        let made = make_slots(
            author.slot,
            day,
            start,
            i64::from(number(step)),
            usize::from(number(count)),
        );
        change(pen, at, |question| {
            let mut lines = lines_of(question);
            for line in made {
                let gap = if lines.is_empty() { "" } else { "\n" };
                lines = [&lines, gap, &line].concat();
            }
            set_lines(question, &lines, places.get_untracked());
        });
    };
    let shown = Signal::derive(move || places.get().to_string());
    let field = |id: &str, kind, label, text: RwSignal<String>| {
        line_field(id, kind, label, "", text.into(), into(text))
    };
    view! {
        <div class="field-pair">
            {field("slot-day", "date", author.day, day)}
            {field("slot-start", "time", author.maker_start, start)}
            {field("slot-step", "number", author.maker_minutes, step)}
            {field("slot-count", "number", author.maker_count, count)}
            {line_field("slot-places", "number", author.places, "", shown, set_places)}
        </div>
        <Button label=author.maker_make on_press=make/>
    }
    .into_any()
}
