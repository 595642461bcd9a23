//! Forms and choices in a notice: a consent slip, a choice, appointments that cannot be booked twice.

use super::audience::Address;
use crate::{
    decide::Refusal,
    ids::{NoticeId, PersonId},
    limits,
    scope::Scope,
};
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Form {
    pub questions: Vec<Question>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Question {
    pub label: String,
    pub kind: QuestionKind,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum QuestionKind {
    Choice(Vec<String>),
    /// A free answer; may stay empty.
    Text,
    /// Appointments, each with so many places: the office alone says who has one.
    Slots(Vec<Slot>),
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Slot {
    /// As shown: 11月27日 18:10.
    pub label: String,
    pub places: u16,
}

/// An answer to one question, at the same place in the list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Given {
    /// The option or slot with this index.
    Option(u16),
    Text(String),
}

/// How many places of each appointment are left; lies where the notice lies, names nobody.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Slots {
    pub notice: NoticeId,
    pub author: PersonId,
    pub address: Address,
    pub left: Vec<u16>,
}

impl Form {
    /// The one question about appointments, with its place in the list.
    pub fn slots(&self) -> Option<(usize, &[Slot])> {
        let slots = |(at, question): (usize, &'_ Question)| match &question.kind {
            QuestionKind::Slots(_) => Some(at),
            _ => None,
        };
        let at = self.questions.iter().enumerate().find_map(slots)?;
        match &self.questions.get(at)?.kind {
            QuestionKind::Slots(slots) => Some((at, slots)),
            _ => None,
        }
    }

    /// What an author may publish.
    pub fn check(&self) -> Result<(), Refusal> {
        if self.questions.is_empty() {
            return Err(Refusal::Empty);
        }
        let slots = |question: &&Question| matches!(question.kind, QuestionKind::Slots(_));
        if self.questions.len() > limits::QUESTIONS_MAX || self.questions.iter().filter(slots).count() > 1 {
            return Err(Refusal::TooLong);
        }
        self.questions.iter().try_for_each(Question::check)
    }

    /// Everything that its author wrote in it.
    pub fn words(&self) -> Vec<&str> {
        let mut words = Vec::new();
        for question in &self.questions {
            words.push(question.label.as_str());
            match &question.kind {
                QuestionKind::Choice(options) => words.extend(options.iter().map(String::as_str)),
                QuestionKind::Slots(slots) => words.extend(slots.iter().map(|slot| slot.label.as_str())),
                QuestionKind::Text => {}
            }
        }
        words
    }

    /// Takes the words away and leaves the shape, so that answers keep their places.
    pub fn blank(&mut self) {
        for question in &mut self.questions {
            question.label.clear();
            match &mut question.kind {
                QuestionKind::Choice(options) => options.iter_mut().for_each(String::clear),
                QuestionKind::Slots(slots) => slots.iter_mut().for_each(|slot| slot.label.clear()),
                QuestionKind::Text => {}
            }
        }
    }

    /// Whether these are answers to this form.
    pub fn check_answers(&self, answers: &[Given]) -> Result<(), Refusal> {
        if answers.len() != self.questions.len() {
            return Err(Refusal::Empty);
        }
        let pairs = self.questions.iter().zip(answers);
        pairs
            .into_iter()
            .try_for_each(|(question, given)| question.check_answer(given))
    }
}

impl Question {
    fn check(&self) -> Result<(), Refusal> {
        let label = |text: &str| match text.trim().chars().count() {
            0 => Err(Refusal::Empty),
            chars if chars > limits::LABEL_CHARS_MAX => Err(Refusal::TooLong),
            _ => Ok(()),
        };
        label(&self.label)?;
        match &self.kind {
            QuestionKind::Choice(options) if options.len() < 2 => Err(Refusal::Empty),
            QuestionKind::Choice(options) if options.len() > limits::OPTIONS_MAX => Err(Refusal::TooLong),
            QuestionKind::Choice(options) => options.iter().try_for_each(|option| label(option)),
            QuestionKind::Text => Ok(()),
            QuestionKind::Slots(slots) if slots.is_empty() => Err(Refusal::Empty),
            QuestionKind::Slots(slots) if slots.len() > limits::SLOTS_MAX => Err(Refusal::TooLong),
            QuestionKind::Slots(slots) => slots.iter().try_for_each(|slot| label(&slot.label)),
        }
    }

    fn check_answer(&self, given: &Given) -> Result<(), Refusal> {
        let within = |index: u16, count: usize| match usize::from(index) < count {
            true => Ok(()),
            false => Err(Refusal::NotFound),
        };
        match (&self.kind, given) {
            (QuestionKind::Choice(options), Given::Option(index)) => within(*index, options.len()),
            (QuestionKind::Slots(slots), Given::Option(index)) => within(*index, slots.len()),
            (QuestionKind::Text, Given::Text(text)) if text.chars().count() <= limits::ANSWER_CHARS_MAX => {
                Ok(())
            }
            (QuestionKind::Text, Given::Text(_)) => Err(Refusal::TooLong),
            _ => Err(Refusal::Empty),
        }
    }
}

impl Slots {
    pub fn homes(&self) -> Vec<Scope> {
        self.address.homes(self.author)
    }

    /// Gives one place back and takes another; a child who keeps its place takes none.
    pub fn take(&mut self, slots: &[Slot], before: Option<u16>, now: u16) -> Result<(), Refusal> {
        if before == Some(now) {
            return Ok(());
        }
        let place = self.left.get_mut(usize::from(now)).ok_or(Refusal::NotFound)?;
        *place = place.checked_sub(1).ok_or(Refusal::SlotTaken)?;
        self.give_back(slots, before);
        Ok(())
    }

    pub fn give_back(&mut self, slots: &[Slot], before: Option<u16>) {
        let Some(before) = before.map(usize::from) else {
            return;
        };
        if let (Some(left), Some(slot)) = (self.left.get_mut(before), slots.get(before)) {
            *left = slot.places.min(*left + 1);
        }
    }
}
