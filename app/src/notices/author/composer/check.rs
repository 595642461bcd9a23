//! What stands between a text and its families, asked before it is sent; pure.

use super::draft::finished;
use crate::words::Words;
use domain::{
    Instant, hours, limits,
    notices::{Audience, Draft, Finding, Kind, Text, check_text},
};

/// What a person can mend before it is saved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    MayNot,
    NoTitle,
    NoBody,
    TooLong,
    NoReason,
    Question,
    Due,
    When,
    /// What is wrong stands under the text, word by word.
    Guarded,
}

impl Fault {
    pub fn of(draft: &Draft, audience: &Audience, now: Instant) -> Option<Fault> {
        let draft = finished(draft, false, false);
        let texts = || [&draft.zh, &draft.en].into_iter().flatten();
        let opens = opens(&draft, now);
        let bad_due = |day: domain::Day| day < opens.day() || day.0 - opens.day().0 > limits::DUE_DAYS_MAX;
        [
            (!audience.may).then_some(Fault::MayNot),
            (texts().next().is_none() || texts().any(|text| text.title.trim().is_empty()))
                .then_some(Fault::NoTitle),
            texts()
                .any(|text| text.body.trim().is_empty())
                .then_some(Fault::NoBody),
            texts().any(too_long).then_some(Fault::TooLong),
            (draft.kind == Kind::Emergency && draft.reason.trim().is_empty()).then_some(Fault::NoReason),
            draft
                .form
                .as_ref()
                .is_some_and(|form| form.check().is_err())
                .then_some(Fault::Question),
            draft.due.is_some_and(bad_due).then_some(Fault::Due),
            (opens.day().0 - now.day().0 > limits::SCHEDULE_DAYS_MAX).then_some(Fault::When),
        ]
        .into_iter()
        .flatten()
        .next()
    }

    pub fn word(self, words: &Words) -> &'static str {
        let author = &words.author;
        match self {
            Fault::MayNot => author.may_not,
            Fault::NoTitle => author.need_title,
            Fault::NoBody => author.need_body,
            Fault::TooLong => author.too_long,
            Fault::NoReason => author.need_reason,
            Fault::Question => author.need_question,
            Fault::Due => author.bad_due,
            Fault::When => author.bad_when,
            Fault::Guarded => author.send_not_yet,
        }
    }
}

fn too_long(text: &Text) -> bool {
    text.title.trim().chars().count() > limits::TITLE_CHARS_MAX
        || text.body.trim().chars().count() > limits::NOTICE_TEXT_CHARS_MAX
}

/// When families get it if it is sent now: the office's rule.
pub fn opens(draft: &Draft, now: Instant) -> Instant {
    if draft.kind == Kind::Emergency {
        return now;
    }
    hours::family_open(draft.not_before.unwrap_or(now).max(now))
}

/// 现在 22:10，家长明天 07:00 收到.
pub fn arrival(words: &Words, draft: &Draft, now: Instant, online: bool) -> String {
    let author = &words.author;
    let at = opens(draft, now);
    let said = match draft.not_before {
        _ if draft.kind == Kind::Emergency => author.arrives_emergency.to_owned(),
        _ if at == now => (author.arrives_now)(&now.clock()),
        Some(wish) if wish > now => (author.arrives_at)(&words.ahead(at, now.day())),
        _ => (author.arrives_held)(&now.clock(), &words.ahead(at, now.day())),
    };
    let offline = if online { "" } else { author.arrives_offline };
    said + offline
}

/// Each language by itself, as the office reads them: one number given in both is no list.
pub fn findings(texts: &[&Option<Text>], names: &[String]) -> Vec<Finding> {
    let mut all: Vec<Finding> = Vec::new();
    for text in texts.iter().filter_map(|text| text.as_ref()) {
        let found = check_text(&[&text.title, "\n", &text.body].concat(), names);
        all.extend(found);
    }
    all.dedup();
    all
}

/// Why the send button does not simply send.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Stops {
    pub findings: Vec<Finding>,
    /// The class's notices of that day, once they are as many as it should get.
    pub busy: Option<u32>,
    pub is_admin: bool,
}

impl Stops {
    pub fn of(draft: &Draft, audience: &Audience, now: Instant) -> Stops {
        let day = opens(draft, now).day();
        let busy = audience.busiest.get(&day).copied().unwrap_or(0);
        let is_busy = draft.kind != Kind::Emergency && busy >= limits::NOTICES_PER_DAY;
        Stops {
            findings: findings(&[&draft.zh, &draft.en], &audience.names),
            busy: is_busy.then_some(busy),
            is_admin: audience.is_admin,
        }
    }

    /// Nobody but an administrator gets past the guard, and only with a reason.
    pub fn blocks(&self, draft: &Draft) -> bool {
        let reason = draft.despite.as_deref().unwrap_or("").trim();
        !self.findings.is_empty() && (!self.is_admin || reason.is_empty())
    }

    /// What the button says.
    pub fn button(&self, words: &Words, draft: &Draft) -> &'static str {
        let author = &words.author;
        match (self.findings.is_empty(), self.busy) {
            (false, _) if self.blocks(draft) => author.send_not_yet,
            (false, _) => author.send_despite,
            (true, Some(_)) => author.send_over_limit,
            (true, None) => author.send,
        }
    }
}
