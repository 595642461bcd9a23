//! The rules of a note: who may do what in which state.
//!
//! What a merge rule here protects: entries are only ever added, so two people who write at once both
//! stay; the agreed action is one shared text, so changing it needs the revision that was on screen.

use super::{
    action::{Action, Verb},
    row::{Agreement, EntryKind, Note, NoteEntry, Side, State},
};
use crate::{
    calendar,
    decide::{Context, Facts, Need, Refusal, Verdict},
    ids::{ChildId, EntryId, PersonId},
    limits,
    people::{Right, Standing},
    row::{Row, RowKey},
    time::{Day, Instant},
    writing::{author, written},
};
use std::collections::BTreeSet;

pub fn needs(action: &Action) -> BTreeSet<Need> {
    let mut needs = BTreeSet::from([
        Need::Standing(action.child),
        Need::Row(RowKey::new("note", action.note.0)),
        // Names the teachers of the child: an addressee must be one of them.
        Need::Row(RowKey::new("child", action.child.0)),
    ]);
    needs.extend(
        action
            .verb
            .entry()
            .map(|entry| Need::Row(RowKey::new("note_entry", entry.0))),
    );
    needs
}

pub fn decide(action: &Action, written_at: Instant, context: &Context, facts: &Facts) -> Verdict {
    match settle(action, written_at, context, facts) {
        Ok(rows) => Verdict::Accepted(rows),
        Err(No::Refused(why)) => Verdict::Refused(why),
        Err(No::Conflict) => Verdict::Conflict,
    }
}

enum No {
    Refused(Refusal),
    Conflict,
}

impl From<Refusal> for No {
    fn from(why: Refusal) -> No {
        No::Refused(why)
    }
}

fn settle(action: &Action, written_at: Instant, context: &Context, facts: &Facts) -> Result<Vec<Row>, No> {
    let existing = facts.rows.get(&RowKey::new("note", action.note.0));
    if let Verb::Open { .. } = &action.verb {
        // An id in use is answered like an unknown one, so that ids cannot be probed.
        return match existing {
            Some(_) => Err(Refusal::NotFound.into()),
            None => open(action, written_at, context, facts),
        };
    }
    let Some(Row::Note(note)) = existing else {
        return Err(Refusal::NotFound.into());
    };
    let side = side_in(
        note,
        action.child,
        &facts.standing(action.child),
        context.actor.person,
    )?;
    if let Some(entry) = action.verb.entry()
        && facts.rows.contains_key(&RowKey::new("note_entry", entry.0))
    {
        return Err(Refusal::NotFound.into());
    }
    let mut thread = Thread {
        note: note.clone(),
        side,
        written_at,
        context,
        entries: Vec::new(),
    };
    match &action.verb {
        Verb::Open { .. } => return Err(Refusal::NotFound.into()),
        Verb::See => thread.see(),
        Verb::Reply { entry, text } => thread.reply(*entry, text)?,
        Verb::Acknowledge { entry } => thread.acknowledge(*entry)?,
        Verb::Agree {
            entry,
            text,
            owner,
            review_on,
            base,
        } => {
            let agreement = Agreement {
                text: written(text, limits::AGREEMENT_CHARS_MAX)?,
                owner: *owner,
                review_on: reviewable(*review_on, context.now.day())?,
                revision: base + 1,
            };
            thread.agree(*entry, agreement)?;
        }
        Verb::Close { entry, outcome } => thread.close(*entry, outcome)?,
        Verb::Reopen { entry, text } => thread.reopen(*entry, text)?,
    }
    Ok(thread.rows())
}

fn open(action: &Action, written_at: Instant, context: &Context, facts: &Facts) -> Result<Vec<Row>, No> {
    let Verb::Open {
        topic,
        text,
        asks_reply,
        staff,
        about,
    } = &action.verb
    else {
        return Err(Refusal::NotFound.into());
    };
    let standing = facts.standing(action.child);
    if !standing.may_read() {
        return Err(Refusal::NotFound.into());
    }
    // A teacher who is also a parent of this child writes as the teacher: the roster's stronger tie.
    let (from, staff) = if standing.teaches {
        (
            Side::School,
            (!standing.class_teacher).then_some(context.actor.person),
        )
    } else if standing.guardian.has(Right::Reply) {
        (Side::Home, addressee(*staff, action.child, facts)?)
    } else {
        return Err(Refusal::NotAllowed.into());
    };
    let answer_by =
        asks_reply.then(|| calendar::school_days_after(context.now.day(), limits::RESPONSE_SCHOOL_DAYS));
    Ok(vec![Row::Note(Note {
        id: action.note,
        child: action.child,
        topic: *topic,
        from,
        author: author(context),
        text: written(text, limits::NOTE_TEXT_CHARS_MAX)?,
        asks_reply: *asks_reply,
        staff,
        about: *about,
        state: State::Sent,
        written_at,
        received_at: context.now,
        seen_at: None,
        last_at: context.now,
        last_side: from,
        answer_by,
        agreed: None,
    })])
}

/// A subject teacher of the child, or nobody, which means the class teacher.
fn addressee(staff: Option<PersonId>, child: ChildId, facts: &Facts) -> Result<Option<PersonId>, Refusal> {
    let Some(person) = staff else { return Ok(None) };
    let Some(Row::Child(card)) = facts.rows.get(&RowKey::new("child", child.0)) else {
        return Err(Refusal::NotFound);
    };
    match card.staff.iter().find(|teacher| teacher.person == person) {
        Some(teacher) if teacher.class_teacher => Ok(None),
        Some(_) => Ok(Some(person)),
        None => Err(Refusal::NotFound),
    }
}

/// The side on which this person takes part. Whoever may not see the thread gets `NotFound`.
fn side_in(note: &Note, child: ChildId, standing: &Standing, person: PersonId) -> Result<Side, Refusal> {
    if note.child != child {
        return Err(Refusal::NotFound);
    }
    match side_of(note, standing, person) {
        Some(side) => Ok(side),
        None if standing.guardian.has(Right::Read) => Err(Refusal::NotAllowed),
        None => Err(Refusal::NotFound),
    }
}

/// The side on which this person may write in the thread.
pub fn side_of(note: &Note, standing: &Standing, person: PersonId) -> Option<Side> {
    let in_thread = standing.class_teacher || (standing.teaches && note.staff == Some(person));
    match in_thread {
        true => Some(Side::School),
        false => standing.guardian.has(Right::Reply).then_some(Side::Home),
    }
}

/// A thread while one action is applied to it.
struct Thread<'a> {
    note: Note,
    side: Side,
    written_at: Instant,
    context: &'a Context,
    entries: Vec<NoteEntry>,
}

impl Thread<'_> {
    fn see(&mut self) {
        if self.side != self.note.from && self.note.seen_at.is_none() {
            self.note.seen_at = Some(self.context.now);
            if self.note.state == State::Sent {
                self.note.state = State::Seen;
            }
        }
    }

    fn reply(&mut self, entry: EntryId, text: &str) -> Result<(), Refusal> {
        self.must_be_open()?;
        let text = written(text, limits::NOTE_TEXT_CHARS_MAX)?;
        self.see();
        if self.side != self.note.from && self.note.state < State::Replied {
            self.note.state = State::Replied;
        }
        self.add(entry, EntryKind::Reply, text);
        Ok(())
    }

    fn acknowledge(&mut self, entry: EntryId) -> Result<(), Refusal> {
        self.must_be_open()?;
        self.see();
        if self.note.state < State::NoReplyNeeded {
            self.note.state = State::NoReplyNeeded;
        }
        self.add(entry, EntryKind::Acknowledged, String::new());
        Ok(())
    }

    fn agree(&mut self, entry: EntryId, agreement: Agreement) -> Result<(), No> {
        self.must_be_open()?;
        let revision = self.note.agreed.as_ref().map_or(0, |agreed| agreed.revision);
        if agreement.revision != revision + 1 {
            return Err(No::Conflict);
        }
        self.see();
        self.note.state = State::Agreed;
        self.add(entry, EntryKind::Agreed, agreement.text.clone());
        self.note.agreed = Some(agreement);
        Ok(())
    }

    fn close(&mut self, entry: EntryId, outcome: &str) -> Result<(), Refusal> {
        self.must_be_open()?;
        let outcome = written(outcome, limits::NOTE_TEXT_CHARS_MAX)?;
        self.see();
        self.note.state = State::Closed;
        self.add(entry, EntryKind::Closed, outcome);
        Ok(())
    }

    fn reopen(&mut self, entry: EntryId, text: &str) -> Result<(), Refusal> {
        if self.note.state != State::Closed {
            return Err(Refusal::NotClosed);
        }
        let text = written(text, limits::NOTE_TEXT_CHARS_MAX)?;
        self.note.state = if self.note.agreed.is_some() {
            State::Agreed
        } else {
            State::Replied
        };
        self.add(entry, EntryKind::Reopened, text);
        Ok(())
    }

    fn must_be_open(&self) -> Result<(), Refusal> {
        if self.note.state == State::Closed {
            Err(Refusal::Closed)
        } else {
            Ok(())
        }
    }

    fn add(&mut self, id: EntryId, kind: EntryKind, text: String) {
        self.note.last_at = self.context.now;
        self.note.last_side = self.side;
        self.entries.push(NoteEntry {
            id,
            note: self.note.id,
            child: self.note.child,
            staff: self.note.staff,
            side: self.side,
            author: author(self.context),
            kind,
            text,
            written_at: self.written_at,
            received_at: self.context.now,
        });
    }

    fn rows(self) -> Vec<Row> {
        std::iter::once(Row::Note(self.note))
            .chain(self.entries.into_iter().map(Row::NoteEntry))
            .collect()
    }
}

/// A review lies ahead, within half a year. One that was ahead when an offline phone wrote it and has
/// passed on the way is still refused: the writer sees it in "needs you" with the text kept.
fn reviewable(day: Option<Day>, today: Day) -> Result<Option<Day>, Refusal> {
    match day {
        Some(day) if day < today || day.0 - today.0 > limits::REVIEW_DAYS_MAX => Err(Refusal::BadDate),
        day => Ok(day),
    }
}

impl Verb {
    /// The entry that this verb adds, if it adds one.
    pub fn entry(&self) -> Option<EntryId> {
        match self {
            Verb::Open { .. } | Verb::See => None,
            Verb::Reply { entry, .. }
            | Verb::Acknowledge { entry }
            | Verb::Agree { entry, .. }
            | Verb::Close { entry, .. }
            | Verb::Reopen { entry, .. } => Some(*entry),
        }
    }
}
