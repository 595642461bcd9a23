//! Writes the demo's threads the way phones would: each step is a command pushed by its author's device.

use super::{
    authors::{Authors, day, moment},
    cast::person,
    scenes::{SCENES, Say, Scene, Step},
};
use domain::{
    Action, ChildId, EntryId, Instant, NoteId,
    notes::{Action as NoteAction, Verb},
};
use office::{Ids, StoreError, Tx};

pub async fn write(tx: &mut dyn Tx, ids: &mut dyn Ids, authors: &mut Authors) -> Result<(), StoreError> {
    let mut steps: Vec<(Instant, &Scene, NoteId, &Step)> = Vec::new();
    for scene in &SCENES {
        let note = NoteId(ids.next());
        for step in scene.steps {
            steps.push((moment(step.at)?, scene, note, step));
        }
    }
    // As it happened: a list sorted by "last written" and a feed then tell the same story.
    steps.sort_by_key(|(at, ..)| *at);
    for (at, scene, note, step) in steps {
        let child = ChildId(person(tx, scene.child).await?.0);
        let verb = verb(tx, &step.say, ids).await?;
        let action = Action::Notes(NoteAction { child, note, verb });
        authors.push(tx, step.who, action, at, ids).await?;
    }
    Ok(())
}

async fn verb(tx: &mut dyn Tx, say: &Say, ids: &mut dyn Ids) -> Result<Verb, StoreError> {
    let text = |text: &str| text.to_owned();
    let mut entry = || EntryId(ids.next());
    Ok(match say {
        Say::Open(topic, words, asks_reply) => Verb::Open {
            topic: *topic,
            text: text(words),
            asks_reply: *asks_reply,
            staff: None,
            about: None,
        },
        Say::Ask(teacher, topic, words) => {
            let staff = Some(person(tx, teacher).await?);
            Verb::Open {
                topic: *topic,
                text: text(words),
                asks_reply: true,
                staff,
                about: None,
            }
        }
        Say::See => Verb::See,
        Say::Reply(words) => Verb::Reply {
            entry: entry(),
            text: text(words),
        },
        Say::Acknowledge => Verb::Acknowledge { entry: entry() },
        Say::Agree(words, owner, review_on) => Verb::Agree {
            entry: entry(),
            text: text(words),
            owner: *owner,
            review_on: Some(day(review_on)?),
            base: 0,
        },
        Say::Close(words) => Verb::Close {
            entry: entry(),
            outcome: text(words),
        },
        Say::Reopen(words) => Verb::Reopen {
            entry: entry(),
            text: text(words),
        },
    })
}
