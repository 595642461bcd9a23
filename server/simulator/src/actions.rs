//! What the people of a run write: random but sensible, by what is on their own screen.

use crate::{
    authors,
    device::Device,
    households,
    school::{CHILDREN, FATHER, MOTHER},
};
use domain::{
    Action, CommandId, EntryId, Instant, NoteId, Row,
    notes::{self, Note, Owner, Topic, Verb},
    notices,
};
use rand::{Rng, RngExt};
use rand_chacha::ChaCha8Rng;
use replica::View;
use uuid::Uuid;

/// Whoever writes, with what is on screen.
pub struct Pen<'a> {
    pub device: &'a mut Device,
    pub rng: &'a mut ChaCha8Rng,
    pub view: View,
    now: Instant,
}

pub fn write(device: &mut Device, rng: &mut ChaCha8Rng, now: Instant) {
    let view = device.replica.view(device.now(now));
    let is_family = [MOTHER, FATHER].contains(&device.person);
    let mut pen = Pen {
        device,
        rng,
        view,
        now,
    };
    if chance(pen.rng, if is_family { 75 } else { 50 }) {
        if !is_family {
            return authors::act(&mut pen);
        }
        if households::act(&mut pen) {
            return;
        }
    }
    note(&mut pen);
}

/// The grade head asks both classes to a parents' meeting, with few places.
pub fn invite(device: &mut Device, rng: &mut ChaCha8Rng, notice: Uuid, now: Instant) {
    let view = device.replica.view(device.now(now));
    let mut pen = Pen {
        device,
        rng,
        view,
        now,
    };
    pen.notice(notices::Action {
        notice: domain::NoticeId(notice),
        verb: notices::Verb::Publish(Box::new(authors::meeting())),
    });
}

pub fn chance(rng: &mut ChaCha8Rng, percent: u32) -> bool {
    rng.random_ratio(percent, 100)
}

pub fn fresh(rng: &mut ChaCha8Rng, now: Instant) -> Uuid {
    let mut random = [0; 10];
    rng.fill_bytes(&mut random);
    domain::ids::uuid_v7(now.0, random)
}

impl Pen<'_> {
    pub fn fresh(&mut self) -> Uuid {
        fresh(self.rng, self.now)
    }

    /// What is only on this phone so far is what the next command builds on.
    pub fn notice(&mut self, action: notices::Action) {
        let publishes = |other: &Action| match other {
            Action::Notices(other) => {
                other.notice == action.notice && matches!(other.verb, notices::Verb::Publish(_))
            }
            Action::Notes(_) => false,
        };
        let depends_on = self.unsent(publishes);
        self.save(Action::Notices(action), depends_on);
    }

    fn note(&mut self, action: notes::Action) {
        let opens = |other: &Action| match other {
            Action::Notes(other) => other.note == action.note && matches!(other.verb, Verb::Open { .. }),
            Action::Notices(_) => false,
        };
        let depends_on = self.unsent(opens);
        self.save(Action::Notes(action), depends_on);
    }

    fn unsent(&self, is_base: impl Fn(&Action) -> bool) -> Vec<CommandId> {
        let base = self.view.unsent().filter(|item| is_base(&item.command.action));
        base.map(|item| item.command.id).collect()
    }

    fn save(&mut self, action: Action, depends_on: Vec<CommandId>) {
        let id = CommandId(self.fresh());
        self.device.write(id, action, depends_on, self.now);
    }
}

fn note(pen: &mut Pen<'_>) {
    let notes = notes_on_screen(pen);
    let entry = EntryId(pen.fresh());
    let text = format!("话{}", pen.rng.random_range(0..1_000_000));
    if notes.is_empty() || pen.rng.random_bool(0.3) {
        let child = CHILDREN[pen.rng.random_range(0..CHILDREN.len())];
        let note = NoteId(pen.fresh());
        let verb = Verb::Open {
            topic: Topic::Habits,
            text,
            asks_reply: pen.rng.random_bool(0.5),
            staff: None,
            about: None,
        };
        return pen.note(notes::Action { child, note, verb });
    }
    let note = &notes[pen.rng.random_range(0..notes.len())];
    let verb = match pen.rng.random_range(0..12) {
        0..=4 => Verb::Reply { entry, text },
        5 => Verb::Acknowledge { entry },
        6 | 7 => Verb::Agree {
            entry,
            text,
            owner: Owner::Both,
            review_on: None,
            base: note.agreed.as_ref().map_or(0, |agreed| agreed.revision),
        },
        8 => Verb::Close { entry, outcome: text },
        9 => Verb::Reopen { entry, text },
        _ => Verb::See,
    };
    pen.note(notes::Action {
        child: note.child,
        note: note.id,
        verb,
    });
}

fn notes_on_screen(pen: &Pen<'_>) -> Vec<Note> {
    let notes = pen.view.all("note").filter_map(|shown| match shown.row {
        Row::Note(note) => Some(note.clone()),
        _ => None,
    });
    notes.collect()
}
