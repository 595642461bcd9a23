//! What is being written, as the command it will become; kept on the phone with every change.

use crate::live::Live;
use domain::{
    Json, SchoolId,
    notices::{Address, Ask, Draft, Form, Household, Kind, Level, QuestionKind, Text, Verb},
};
use leptos::prelude::*;

/// One notice at a time is being written on a phone.
pub const NEW_NOTICE: &str = "notice:new";

#[derive(Clone, Copy)]
pub struct Pen {
    pub draft: RwSignal<Draft>,
    kept: StoredValue<(Live, String)>,
}

/// The fields that hold text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    ZhTitle,
    ZhBody,
    EnTitle,
    EnBody,
    Reason,
    Despite,
}

impl Pen {
    pub fn open(live: &Live, key: String, start: Draft) -> Pen {
        let draft = match stored(live, &key) {
            Some(Verb::Publish(draft)) => *draft,
            _ => start,
        };
        Pen {
            draft: RwSignal::new(draft),
            kept: StoredValue::new((live.clone(), key)),
        }
    }

    pub fn key(self) -> String {
        self.kept.with_value(|(_, key)| key.clone())
    }

    pub fn change(self, change: impl FnOnce(&mut Draft)) {
        self.draft.update(change);
        self.keep();
    }

    /// Nothing written is nothing to keep.
    fn keep(self) {
        let draft = self.draft.get_untracked();
        let text = if is_blank(&draft) {
            String::new()
        } else {
            Json::of(&Verb::Publish(Box::new(draft))).text().to_owned()
        };
        self.kept.with_value(|(live, key)| live.save_draft(key, text));
    }

    pub fn text(self, field: Field) -> Signal<String> {
        Signal::derive(move || self.draft.with(|draft| text_of(draft, field).to_owned()))
    }

    pub fn writer(self, field: Field) -> Callback<String> {
        Callback::new(move |text| self.change(|draft| *slot(draft, field) = text))
    }
}

fn text_of(draft: &Draft, field: Field) -> &str {
    match field {
        Field::ZhTitle => draft.zh.as_ref().map_or("", |text| &text.title),
        Field::ZhBody => draft.zh.as_ref().map_or("", |text| &text.body),
        Field::EnTitle => draft.en.as_ref().map_or("", |text| &text.title),
        Field::EnBody => draft.en.as_ref().map_or("", |text| &text.body),
        Field::Reason => &draft.reason,
        Field::Despite => draft.despite.as_deref().unwrap_or(""),
    }
}

fn slot(draft: &mut Draft, field: Field) -> &mut String {
    match field {
        Field::ZhTitle => &mut draft.zh.get_or_insert_default().title,
        Field::ZhBody => &mut draft.zh.get_or_insert_default().body,
        Field::EnTitle => &mut draft.en.get_or_insert_default().title,
        Field::EnBody => &mut draft.en.get_or_insert_default().body,
        Field::Reason => &mut draft.reason,
        Field::Despite => draft.despite.get_or_insert_default(),
    }
}

pub fn stored(live: &Live, key: &str) -> Option<Verb> {
    let text = live
        .view
        .with_untracked(|view| view.as_ref()?.drafts.get(key).cloned())?;
    Json::parse(text)?.read()
}

/// What a new notice begins with: to be read by one of the family, as most are.
pub fn blank(address: Option<Address>) -> Draft {
    Draft {
        // Where nobody can be written to, nothing is sent.
        address: address.unwrap_or(Address {
            school: SchoolId(uuid::Uuid::nil()),
            level: Level::Class,
            classes: Vec::new(),
        }),
        kind: Kind::Info,
        ask: Ask::Read,
        household: Household::AnyOne,
        zh: None,
        en: None,
        form: None,
        not_before: None,
        due: None,
        reason: String::new(),
        test: false,
        over_limit: false,
        despite: None,
    }
}

/// Whether nobody has written anything yet.
pub fn is_blank(draft: &Draft) -> bool {
    let empty = |text: &Option<Text>| {
        text.as_ref()
            .is_none_or(|text| text.title.trim().is_empty() && text.body.trim().is_empty())
    };
    empty(&draft.zh) && empty(&draft.en) && draft.form.is_none() && draft.reason.is_empty()
}

/// As it is sent: without empty languages and lines, and with nothing that its kind does not have.
pub fn finished(draft: &Draft, over_limit: bool, despite: bool) -> Draft {
    let written = |text: &Option<Text>| {
        text.clone()
            .filter(|text| !text.title.trim().is_empty() || !text.body.trim().is_empty())
    };
    let is_emergency = draft.kind == Kind::Emergency;
    Draft {
        zh: written(&draft.zh),
        en: written(&draft.en),
        form: draft.form.as_ref().map(tidy),
        reason: if is_emergency {
            draft.reason.clone()
        } else {
            String::new()
        },
        test: is_emergency && draft.test,
        not_before: draft.not_before.filter(|_| !is_emergency),
        over_limit,
        despite: draft.despite.clone().filter(|_| despite),
        ..draft.clone()
    }
}

fn tidy(form: &Form) -> Form {
    let mut form = form.clone();
    for question in &mut form.questions {
        match &mut question.kind {
            QuestionKind::Choice(options) => options.retain(|option| !option.trim().is_empty()),
            QuestionKind::Slots(slots) => slots.retain(|slot| !slot.label.trim().is_empty()),
            QuestionKind::Text => {}
        }
    }
    form
}
