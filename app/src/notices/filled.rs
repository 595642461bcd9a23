//! A form while it is filled in: one draft text holds all its answers, so that they are kept and sent together.

use super::reply::notice_in;
use crate::words::Words;
use domain::{
    limits,
    notices::{self, Form, Given, QuestionKind, Verb},
};
use replica::View;

/// Between answers; nobody types it (unit separator).
const NEXT: char = '\u{1f}';

/// The answer to one question: an option's number, or text.
pub fn part(draft: &str, at: usize) -> &str {
    draft.split(NEXT).nth(at).unwrap_or_default()
}

pub fn option(draft: &str, at: usize) -> Option<usize> {
    part(draft, at).parse().ok()
}

/// The draft with another answer at one place; empty when nothing is left in it.
pub fn with_part(draft: &str, count: usize, at: usize, value: &str) -> String {
    let value = value.replace(NEXT, " ");
    let parts: Vec<&str> = (0..count)
        .map(|of| if of == at { value.as_str() } else { part(draft, of) })
        .collect();
    if parts.iter().all(|part| part.is_empty()) {
        return String::new();
    }
    parts.join("\u{1f}")
}

/// The draft that these answers came from.
pub fn of_answers(answers: &[Given]) -> String {
    let mut draft = String::new();
    for (at, given) in answers.iter().enumerate() {
        let text = match given {
            Given::Option(index) => index.to_string(),
            Given::Text(text) => text.clone(),
        };
        draft = with_part(&draft, answers.len(), at, &text);
    }
    draft
}

/// Whether a text is longer than a person may send.
pub fn is_too_long(draft: &str) -> bool {
    draft
        .split(NEXT)
        .any(|part| part.trim().chars().count() > limits::ANSWER_CHARS_MAX)
}

/// What can be sent, once each choice is made.
pub fn answers(form: &Form, draft: &str) -> Option<Vec<Given>> {
    let each = form.questions.iter().enumerate();
    let each = each.map(|(at, question)| match &question.kind {
        QuestionKind::Text => Some(Given::Text(part(draft, at).trim().to_owned())),
        QuestionKind::Choice(_) | QuestionKind::Slots(_) => {
            Some(Given::Option(u16::try_from(option(draft, at)?).ok()?))
        }
    });
    each.collect::<Option<Vec<Given>>>()
        .filter(|answers| form.check_answers(answers).is_ok())
}

/// The answers in a command about a notice that is on this phone, a line for each.
pub fn answers_text(words: &Words, view: &View, action: &notices::Action) -> String {
    let answers = match &action.verb {
        Verb::Confirm { answers, .. } | Verb::Sign { answers, .. } => answers.as_slice(),
        _ => &[],
    };
    let form = notice_in(view, action.notice).and_then(|notice| notice.form.as_ref());
    let said = form.map(|form| in_words(form, answers)).unwrap_or_default();
    let lines: Vec<String> = said
        .iter()
        .map(|(asked, said)| [asked, words.common.colon, said].concat())
        .collect();
    lines.join("\n")
}

/// Answers as people read them: question, answer.
pub fn in_words(form: &Form, answers: &[Given]) -> Vec<(String, String)> {
    let pairs = form.questions.iter().zip(answers);
    let said = pairs.map(|(question, given)| {
        let text = match (&question.kind, given) {
            (QuestionKind::Choice(options), Given::Option(at)) => {
                options.get(usize::from(*at)).cloned().unwrap_or_default()
            }
            (QuestionKind::Slots(slots), Given::Option(at)) => slots
                .get(usize::from(*at))
                .map(|slot| slot.label.clone())
                .unwrap_or_default(),
            (_, Given::Text(text)) => text.clone(),
            _ => String::new(),
        };
        (question.label.clone(), text)
    });
    said.filter(|(_, text)| !text.is_empty()).collect()
}
