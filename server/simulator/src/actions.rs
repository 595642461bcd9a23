//! What the people of a run write: random but sensible, by what is on their own screen.

use crate::{device::Device, school::CHILDREN};
use domain::{
    Action, CommandId, EntryId, Instant, NoteId, Row,
    notes::{self, Note, Owner, Topic, Verb},
};
use rand::{Rng, RngExt};
use rand_chacha::ChaCha8Rng;
use uuid::Uuid;

pub fn write(device: &mut Device, rng: &mut ChaCha8Rng, now: Instant) {
    let notes = notes_on_screen(device, now);
    let id = CommandId(fresh(rng, now));
    let entry = EntryId(fresh(rng, now));
    let text = format!("话{}", rng.random_range(0..1_000_000));
    if notes.is_empty() || rng.random_bool(0.3) {
        let child = CHILDREN[rng.random_range(0..CHILDREN.len())];
        let note = NoteId(fresh(rng, now));
        let verb = Verb::Open {
            topic: Topic::Habits,
            text,
            asks_reply: rng.random_bool(0.5),
            staff: None,
        };
        device.write(
            id,
            Action::Notes(notes::Action { child, note, verb }),
            vec![],
            now,
        );
        return;
    }
    let note = &notes[rng.random_range(0..notes.len())];
    let verb = match rng.random_range(0..12) {
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
    let depends_on = depends_on(device, note, now);
    device.write(
        id,
        Action::Notes(notes::Action {
            child: note.child,
            note: note.id,
            verb,
        }),
        depends_on,
        now,
    );
}

/// A note that is only on this phone so far is what the next command builds on.
fn depends_on(device: &Device, note: &Note, now: Instant) -> Vec<CommandId> {
    let view = device.replica.view(device.now(now));
    let opens = |action: &Action| match action {
        Action::Notes(action) => action.note == note.id && matches!(action.verb, Verb::Open { .. }),
    };
    view.unsent()
        .filter(|item| opens(&item.command.action))
        .map(|item| item.command.id)
        .collect()
}

fn notes_on_screen(device: &Device, now: Instant) -> Vec<Note> {
    let view = device.replica.view(device.now(now));
    let notes = view.all("note").filter_map(|shown| match shown.row {
        Row::Note(note) => Some(note.clone()),
        _ => None,
    });
    notes.collect()
}

pub fn fresh(rng: &mut ChaCha8Rng, now: Instant) -> Uuid {
    let mut random = [0; 10];
    rng.fill_bytes(&mut random);
    domain::ids::uuid_v7(now.0, random)
}
