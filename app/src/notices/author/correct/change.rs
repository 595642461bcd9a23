//! A correction while it is written: its texts, the version it is for, and what is handed to it.

use crate::{live::Live, notices::author::composer::stored};
use domain::{
    Day, Json, NoticeId, limits,
    notices::{Draft, Notice, Text, Verb},
};
use leptos::prelude::*;

/// What is being written, and on which version.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Change {
    pub base: u32,
    /// Chinese, English.
    pub texts: [Option<Text>; 2],
    pub due: Option<Day>,
    pub material: bool,
    pub despite: Option<String>,
}

impl Change {
    pub fn of(verb: Verb) -> Option<Change> {
        match verb {
            Verb::Correct {
                base,
                zh,
                en,
                due,
                material,
                despite,
            } => Some(Change {
                base,
                texts: [zh, en],
                due,
                material,
                despite,
            }),
            _ => None,
        }
    }

    pub fn begin(notice: &Notice) -> Change {
        Change {
            base: notice.version(),
            texts: [notice.edition.zh.clone(), notice.edition.en.clone()],
            due: notice.due,
            ..Change::default()
        }
    }

    pub fn verb(&self) -> Verb {
        let written = |text: &Option<Text>| {
            text.clone()
                .filter(|text| !text.title.trim().is_empty() || !text.body.trim().is_empty())
        };
        Verb::Correct {
            base: self.base,
            zh: written(&self.texts[0]),
            en: written(&self.texts[1]),
            due: self.due,
            material: self.material,
            despite: self.despite.clone(),
        }
    }

    pub fn changes(&self, notice: &Notice) -> bool {
        let begun = Change::begin(notice);
        self.texts != begun.texts || self.due != begun.due
    }
}

pub fn key(id: NoticeId) -> String {
    "correct:".to_owned() + &id.to_string()
}

/// What the composer hands to the form that opens next: the phone's drafts follow a moment later.
#[derive(Clone, Copy)]
pub struct Handed(RwSignal<Option<(NoticeId, Verb)>>);

impl Handed {
    pub fn new() -> Handed {
        Handed(RwSignal::new(None))
    }

    pub fn take(self, id: NoticeId) -> Option<Verb> {
        let (of, verb) = self.0.try_update(Option::take)??;
        (of == id).then_some(verb)
    }
}

/// The text of a notice that is not sent becomes the end of one that is out; nobody answers anew for it.
pub fn append_to(live: &Live, handed: Handed, notice: &Notice, more: &Draft) {
    let begun = stored(live, &key(notice.id)).and_then(Change::of);
    let mut change = begun.unwrap_or_else(|| Change::begin(notice));
    for (text, more) in change.texts.iter_mut().zip([&more.zh, &more.en]) {
        *text = appended(text.take(), more.as_ref());
    }
    let verb = change.verb();
    live.save_draft(&key(notice.id), Json::of(&verb).text().to_owned());
    handed.0.set(Some((notice.id, verb)));
}

pub fn appended(text: Option<Text>, more: Option<&Text>) -> Option<Text> {
    match (text, more) {
        (Some(text), Some(more)) => Some(Text {
            body: [&text.body, "\n\n", &more.title, "\n", &more.body].concat(),
            ..text
        }),
        (text, more) => text.or(more.cloned()),
    }
}

pub enum Fault {
    Title,
    Body,
    Long,
}

pub fn fault_of(text: &Text) -> Option<Fault> {
    let (title, body) = (text.title.trim(), text.body.trim());
    if title.is_empty() && body.is_empty() {
        None
    } else if title.is_empty() {
        Some(Fault::Title)
    } else if body.is_empty() {
        Some(Fault::Body)
    } else {
        let long = title.chars().count() > limits::TITLE_CHARS_MAX
            || body.chars().count() > limits::NOTICE_TEXT_CHARS_MAX;
        long.then_some(Fault::Long)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::notices::author::school::{notice, text};
    use domain::notices::{Ask, Household};

    #[test]
    fn what_is_added_stands_under_what_is_out_and_in_its_own_language() {
        let more = text("还有", "带水杯。");
        let added = appended(Some(text("秋游", "周五去。")), Some(&more));
        assert_eq!(added, Some(text("秋游", "周五去。\n\n还有\n带水杯。")));
        assert_eq!(appended(None, Some(&more)), Some(more));
        assert_eq!(appended(Some(text("a", "b")), None), Some(text("a", "b")));
        assert_eq!(appended(None, None), None);
    }

    #[test]
    fn a_correction_begins_with_what_is_out_and_asks_nobody_anew() {
        let notice = notice(Ask::Sign, Household::AnyOne);
        let mut change = Change::begin(&notice);
        assert!(!change.changes(&notice) && !change.material);
        assert_eq!(change.base, 1);
        change.material = true;
        assert!(!change.changes(&notice), "a tick alone corrects nothing");
        change.texts[1] = Some(text(" ", ""));
        let Verb::Correct { en, .. } = change.verb() else {
            panic!("not a correction");
        };
        assert_eq!(en, None, "an empty language is left out");
        assert_eq!(Change::of(change.verb()).map(|change| change.base), Some(1));
    }
}
