//! The household's side: arrived, seen, confirmed, signed, declined; and what staff record of other ways.
//!
//! What the merge rules protect: two guardians' marks meet in one row and both stay; an answer to a form is
//! shared by the household, so changing it needs the number of answers that was on screen.

use super::{
    action::Verb,
    decide::No,
    form::{Given, Slots},
    reach::{Reach, reach},
    row::{Ask, Channel, Contact, Done, DoneKind, Household, Mark, Notice, Receipt, receipt_id},
};
use crate::{
    decide::{Context, Facts, Refusal},
    ids::ChildId,
    limits,
    people::{ChildCard, Right, Standing},
    row::{Row, RowKey},
    time::Instant,
    writing::{author, written},
};

pub fn answer(
    notice: &Notice,
    child: ChildId,
    verb: &Verb,
    written_at: Instant,
    context: &Context,
    facts: &Facts,
) -> Result<Vec<Row>, No> {
    let standing = facts.standing(child);
    let Some(Row::Child(card)) = facts.rows.get(&RowKey::new("child", child.0)) else {
        return Err(Refusal::NotFound.into());
    };
    if !standing.may_read() || !facts.addressed.contains(&(notice.id, child)) {
        return Err(Refusal::NotFound.into());
    }
    let receipt = match facts
        .rows
        .get(&RowKey::new("receipt", receipt_id(notice.id, child).0))
    {
        Some(Row::Receipt(receipt)) => receipt.clone(),
        _ => Receipt::new(notice.id, child, staff(notice, card)),
    };
    let mut reply = Reply {
        notice,
        receipt,
        slots: match facts.rows.get(&RowKey::new("slots", notice.id.0)) {
            Some(Row::Slots(slots)) => Some(slots.clone()),
            _ => None,
        },
        written_at,
        context,
    };
    match verb {
        Verb::Record {
            channel, entry, text, ..
        } => {
            staff_only(notice, &standing, context)?;
            reply.record(Contact {
                id: *entry,
                channel: *channel,
                by: author(context),
                at: context.now,
                text: remark(text)?,
            })?;
        }
        Verb::Arrive { version, .. } => {
            guardian_with(&standing, Right::Read)?;
            reply.mark(*version)?.arrived_at.get_or_insert(context.now);
        }
        Verb::See { version, .. } => {
            guardian_with(&standing, Right::Read)?;
            let mark = reply.mark(*version)?;
            mark.arrived_at.get_or_insert(context.now);
            mark.shown_at.get_or_insert(context.now);
        }
        Verb::Confirm {
            version,
            answers,
            base,
            ..
        } => {
            if notice.ask == Ask::Sign {
                return Err(Refusal::NotAllowed.into());
            }
            reply.done(&standing, *version, *base, DoneKind::Confirmed, answers, "", "")?;
        }
        Verb::Sign {
            version,
            strokes,
            answers,
            base,
            ..
        } => {
            check_strokes(strokes)?;
            reply.done(&standing, *version, *base, DoneKind::Signed, answers, strokes, "")?;
        }
        Verb::Decline {
            version,
            reason,
            base,
            ..
        } => {
            let reason = remark(reason)?;
            reply.done(&standing, *version, *base, DoneKind::Declined, &[], "", &reason)?;
        }
        _ => return Err(Refusal::NotFound.into()),
    }
    let slots = reply.slots.take().map(Row::Slots);
    Ok(std::iter::once(Row::Receipt(reply.receipt))
        .chain(slots)
        .collect())
}

/// The household's row while one verb is applied to it.
struct Reply<'a> {
    notice: &'a Notice,
    receipt: Receipt,
    slots: Option<Slots>,
    written_at: Instant,
    context: &'a Context,
}

impl Reply<'_> {
    /// The actor's newest mark for a version that there was.
    fn mark(&mut self, version: u32) -> Result<&mut Mark, Refusal> {
        if version == 0 || version > self.notice.version() {
            return Err(Refusal::NotFound);
        }
        let person = self.context.actor.person;
        let own = |mark: &Mark| mark.guardian == person && mark.version == version;
        let at = match self.receipt.marks.iter().rposition(own) {
            Some(at) => at,
            None => {
                self.receipt.marks.push(Mark {
                    guardian: person,
                    name: self.context.actor.name.clone(),
                    version,
                    arrived_at: None,
                    shown_at: None,
                    done: None,
                });
                self.receipt.marks.len() - 1
            }
        };
        self.receipt.marks.get_mut(at).ok_or(Refusal::NotFound)
    }

    #[expect(
        clippy::too_many_arguments,
        reason = "one place for three verbs that differ in their proof"
    )]
    fn done(
        &mut self,
        standing: &Standing,
        version: u32,
        base: u32,
        kind: DoneKind,
        answers: &[Given],
        strokes: &str,
        reason: &str,
    ) -> Result<(), No> {
        guardian_with(standing, right(self.notice))?;
        if self.notice.withdrawn.is_some() {
            return Err(Refusal::Withdrawn.into());
        }
        self.book(version, base, kind, answers)?;
        let answer = Done {
            kind,
            written_at: self.written_at,
            received_at: self.next_moment(),
            answers: answers.to_vec(),
            strokes: strokes.to_owned(),
            reason: reason.to_owned(),
        };
        let mark = self.answer_mark(version)?;
        mark.arrived_at.get_or_insert(answer.received_at);
        mark.shown_at.get_or_insert(answer.received_at);
        mark.done = Some(answer);
        Ok(())
    }

    /// The actor's mark without an answer yet: one who answers again gets a further mark, so that what was answered
    /// or signed before stays, and the number of answers grows.
    fn answer_mark(&mut self, version: u32) -> Result<&mut Mark, Refusal> {
        if self.receipt.done(1).len() >= limits::ANSWERS_MAX {
            return Err(Refusal::TooLong);
        }
        let again = self.mark(version)?.clone();
        if again.done.is_some() {
            self.receipt.marks.push(Mark { done: None, ..again });
        }
        self.mark(version)
    }

    /// The office's receipt, after every earlier one of this household: the last answer holds, so two that come in one
    /// millisecond need an order.
    fn next_moment(&self) -> Instant {
        let last = self.receipt.done(1).last().map(|(_, done)| done.received_at);
        last.map_or(self.context.now, |last| self.context.now.max(last.plus_ms(1)))
    }

    /// Answers to the form, shared by the household; a place is taken here and nowhere else.
    fn book(&mut self, version: u32, base: u32, kind: DoneKind, answers: &[Given]) -> Result<(), No> {
        let Some(form) = &self.notice.form else {
            return if answers.is_empty() {
                Ok(())
            } else {
                Err(Refusal::NotFound.into())
            };
        };
        let given = self.receipt.done(1);
        if given.len() as u32 != base {
            return Err(No::Conflict);
        }
        // An answer to an old text stays with it; the household is asked anew.
        if version < self.notice.material_version() {
            return Err(No::Conflict);
        }
        let before = form
            .slots()
            .and_then(|(at, _)| option(self.receipt.answers(1), at));
        if kind == DoneKind::Declined {
            if let (Some((_, slots)), Some(left)) = (form.slots(), &mut self.slots) {
                left.give_back(slots, before);
            }
            return Ok(());
        }
        form.check_answers(answers)?;
        if let Some((at, slots)) = form.slots() {
            let wanted = option(Some(answers), at).ok_or(Refusal::Empty)?;
            let left = self.slots.as_mut().ok_or(Refusal::NotFound)?;
            left.take(slots, before, wanted)?;
        }
        Ok(())
    }

    fn record(&mut self, contact: Contact) -> Result<(), Refusal> {
        if self.receipt.contacts.iter().any(|known| known.id == contact.id) {
            return Err(Refusal::NotFound);
        }
        if self.receipt.contacts.len() >= limits::CONTACTS_MAX {
            return Err(Refusal::TooLong);
        }
        self.receipt.contacts.push(contact);
        Ok(())
    }
}

fn option(answers: Option<&[Given]>, at: usize) -> Option<u16> {
    match answers?.get(at)? {
        Given::Option(index) => Some(*index),
        Given::Text(_) => None,
    }
}

/// The right that an answer to this notice takes.
pub fn right(notice: &Notice) -> Right {
    match (notice.ask, notice.household) {
        (Ask::Sign, _) | (_, Household::SignerOnly) => Right::Sign,
        _ if notice.form.is_some() => Right::Reply,
        (_, Household::EachGuardian) => Right::Reply,
        _ => Right::Read,
    }
}

fn guardian_with(standing: &Standing, right: Right) -> Result<(), Refusal> {
    match standing.guardian.has(right) {
        true => Ok(()),
        false if standing.guardian.has(Right::Read) || standing.teaches => Err(Refusal::NotAllowed),
        false => Err(Refusal::NotFound),
    }
}

/// The class teacher, and the author where the author teaches the child.
fn staff_only(notice: &Notice, standing: &Standing, context: &Context) -> Result<(), Refusal> {
    let is_author = standing.teaches && notice.author.person == context.actor.person;
    match standing.class_teacher || is_author {
        true => Ok(()),
        false => Err(Refusal::NotAllowed),
    }
}

/// An author who teaches the child sees its receipts in the own scope, as long as that lasts; the office leaves
/// the scope out while the author is the class teacher, who has them with the family.
fn staff(notice: &Notice, card: &ChildCard) -> Option<crate::ids::PersonId> {
    let author = card
        .staff
        .iter()
        .find(|staff| staff.person == notice.author.person)?;
    notice.shows_names().then_some(author.person)
}

fn remark(text: &str) -> Result<String, Refusal> {
    match text.trim() {
        "" => Ok(String::new()),
        text => written(text, limits::REASON_CHARS_MAX),
    }
}

/// Points on a field of 300 x 100, enough of them to be a signature and not a dot.
fn check_strokes(strokes: &str) -> Result<(), Refusal> {
    if strokes.len() > limits::STROKES_BYTES_MAX {
        return Err(Refusal::TooLong);
    }
    let mut points = 0;
    for point in strokes.split([' ', ';']) {
        let (x, y) = point.split_once(',').ok_or(Refusal::Empty)?;
        let within = |text: &str, max: u16| text.parse::<u16>().is_ok_and(|at| at <= max);
        if !within(x, 300) || !within(y, 100) {
            return Err(Refusal::Empty);
        }
        points += 1;
    }
    if points < limits::STROKE_POINTS_MIN {
        Err(Refusal::Empty)
    } else {
        Ok(())
    }
}

/// For a screen: whether this guardian may give the answer that is asked.
pub fn may_answer(notice: &Notice, card: &ChildCard, person: crate::ids::PersonId) -> bool {
    card.standing(person).guardian.has(right(notice))
}

/// For a screen: whether this guardian still owes an answer for this child.
pub fn owes(
    notice: &Notice,
    card: &ChildCard,
    receipt: Option<&Receipt>,
    person: crate::ids::PersonId,
) -> bool {
    let own = receipt.is_some_and(|receipt| {
        receipt
            .done(notice.material_version())
            .iter()
            .any(|(mark, _)| mark.guardian == person)
    });
    let reached = reach(notice, card, receipt);
    let asked = notice.ask >= Ask::Confirm && notice.withdrawn.is_none();
    // Signed on paper is signed.
    let settled = matches!(reached, Reach::Done(_) | Reach::Offline(Channel::Slip));
    asked && !own && may_answer(notice, card, person) && !settled
}
