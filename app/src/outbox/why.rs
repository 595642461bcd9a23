//! Why an item has not settled, in words that fit what it is about.

use crate::words::Words;
use domain::{
    Action, Refusal,
    notices::{self, Verb},
};
use replica::{Item, ItemState};

pub fn why_of(words: &Words, item: &Item) -> Option<&'static str> {
    let notice = match &item.command.action {
        Action::Notices(action) => Some(action),
        Action::Notes(_) => None,
    };
    match item.state {
        ItemState::Refused { reason, .. } => {
            let own = notice.and_then(|_| refusal_of_notice(words, reason));
            Some(own.unwrap_or_else(|| words.refusals.of(reason)))
        }
        ItemState::Conflict { .. } => {
            let own = notice.map(|notice| conflict_of_notice(words, notice));
            Some(own.unwrap_or(words.refusals.conflict))
        }
        ItemState::Sending => Some(words.outbox.sending_note),
        _ => None,
    }
}

/// The others read the same for a note and a notice.
fn refusal_of_notice(words: &Words, reason: Refusal) -> Option<&'static str> {
    match reason {
        Refusal::NotFound => Some(words.notices.not_found),
        Refusal::NotAllowed => Some(words.notices.not_allowed),
        _ => None,
    }
}

fn conflict_of_notice(words: &Words, notice: &notices::Action) -> &'static str {
    match notice.verb {
        Verb::Correct { .. } => words.notices.conflict_correct,
        _ => words.notices.conflict_answer,
    }
}
