//! An item in words: what it is, what it says, and the whole of it as a file.

use crate::{people::face, words::Words};
use domain::{
    Day,
    notes::{Action, Verb},
};
use replica::{Item, View};

pub fn kind_of(words: &Words, action: &Action) -> String {
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

/// What its writer wrote, all of it.
pub fn text_of(words: &Words, action: &Action) -> String {
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
    let action = crate::notes::action_of(item);
    let child = face(view, action.child).name;
    let when = (words.outbox.saved_at)(&words.moment(item.saved_at, today));
    [
        &child,
        " · ",
        &kind_of(words, action),
        "\n",
        &when,
        "\n\n",
        &text_of(words, action),
        "\n",
    ]
    .concat()
}
