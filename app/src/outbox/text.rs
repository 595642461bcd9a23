//! An item in words: what it is, what it says, and the whole of it as a file.

use super::about::face_of;
use crate::{notices::answers_text, words::Words};
use domain::{
    Action, Day,
    notes::{self, Verb},
    notices,
};
use replica::{Item, View};

pub fn kind_of(words: &Words, action: &Action) -> String {
    match action {
        Action::Notes(action) => note_kind(words, action),
        Action::Notices(action) => notice_kind(words, &action.verb).to_owned(),
    }
}

/// What its writer wrote, all of it.
pub fn text_of(words: &Words, action: &Action) -> String {
    match action {
        Action::Notes(action) => note_text(words, action),
        Action::Notices(action) => notice_text(words, &action.verb),
    }
}

/// The same, with the answers to a form beside their questions.
pub fn whole_text(words: &Words, view: &View, action: &Action) -> String {
    let answers = match action {
        Action::Notices(action) => answers_text(words, view, action),
        Action::Notes(_) => String::new(),
    };
    if answers.is_empty() {
        text_of(words, action)
    } else {
        answers
    }
}

fn notice_kind(words: &Words, verb: &notices::Verb) -> &'static str {
    use notices::Verb;
    let kinds = &words.outbox;
    match verb {
        Verb::Publish(_) => kinds.kind_publish,
        Verb::Correct { .. } => kinds.kind_correct,
        Verb::Withdraw { .. } => kinds.kind_withdraw,
        Verb::Remind => kinds.kind_remind,
        Verb::AllClear { .. } => kinds.kind_all_clear,
        Verb::Arrive { .. } | Verb::See { .. } | Verb::Confirm { .. } => kinds.kind_confirm,
        Verb::Sign { .. } => kinds.kind_sign,
        Verb::Decline { .. } => kinds.kind_decline,
        Verb::Record { .. } => kinds.kind_record,
    }
}

/// The words in a verb about a notice; one that carries none says what it does.
fn notice_text(words: &Words, verb: &notices::Verb) -> String {
    use notices::{Given, Text, Verb};
    let both = |zh: &Option<Text>, en: &Option<Text>| {
        let texts = [zh, en].into_iter().flatten();
        let lines: Vec<String> = texts
            .map(|text| [&text.title, "\n", &text.body].concat())
            .collect();
        lines.join("\n\n")
    };
    let text = match verb {
        Verb::Publish(draft) => both(&draft.zh, &draft.en),
        Verb::Correct { zh, en, .. } => both(zh, en),
        Verb::Withdraw { reason } | Verb::Decline { reason, .. } => reason.clone(),
        Verb::AllClear { text } | Verb::Record { text, .. } => text.clone(),
        Verb::Confirm { answers, .. } | Verb::Sign { answers, .. } => {
            let written = answers.iter().filter_map(|given| match given {
                Given::Text(text) if !text.is_empty() => Some(text.as_str()),
                _ => None,
            });
            written.collect::<Vec<_>>().join("\n")
        }
        Verb::Remind | Verb::Arrive { .. } | Verb::See { .. } => String::new(),
    };
    if text.is_empty() {
        notice_kind(words, verb).to_owned()
    } else {
        text
    }
}

fn note_kind(words: &Words, action: &notes::Action) -> String {
    let outbox = &words.outbox;
    let kind = match &action.verb {
        Verb::Open { topic, .. } => {
            return [outbox.kind_open, " · ", words.notes.topic_word(*topic)].concat();
        }
        Verb::Reply { .. } => outbox.kind_reply,
        Verb::Acknowledge { .. } | Verb::See => outbox.kind_acknowledge,
        Verb::Agree { .. } => outbox.kind_agree,
        Verb::Close { .. } => outbox.kind_close,
        Verb::Reopen { .. } => outbox.kind_reopen,
    };
    kind.to_owned()
}

fn note_text(words: &Words, action: &notes::Action) -> String {
    match &action.verb {
        Verb::Open { text, .. }
        | Verb::Reply { text, .. }
        | Verb::Agree { text, .. }
        | Verb::Reopen { text, .. } => text.clone(),
        Verb::Close { outcome, .. } => outcome.clone(),
        Verb::Acknowledge { .. } | Verb::See => words.notes.acknowledge.to_owned(),
    }
}

pub fn file_of(words: &Words, view: &View, item: &Item, today: Day) -> String {
    let action = &item.command.action;
    let child = face_of(view, item).name;
    let when = (words.outbox.saved_at)(&words.moment(item.saved_at, today));
    [
        &child,
        " · ",
        &kind_of(words, action),
        "\n",
        &when,
        "\n\n",
        &whole_text(words, view, action),
        "\n",
    ]
    .concat()
}
