//! Writes the demo's threads the way phones would: each step is a command pushed by its author's device.

use super::{
    broken,
    cast::person,
    scenes::{SCENES, Say, Scene, Step},
};
use domain::{
    Action, ChildId, Command, CommandId, Day, DeviceId, EntryId, Instant, NoteId, PersonId,
    notes::{Action as NoteAction, Verb},
};
use office::{Ids, Session, StoreError, Tx};
use protocol::{Answer, Caller, Outcome, PushItem, PushRequest, VERSION};
use std::collections::BTreeMap;

/// One author's device of the past, and how far it has counted.
struct Author {
    session: Session,
    last_seq: u64,
}

pub async fn write(tx: &mut dyn Tx, ids: &mut dyn Ids) -> Result<(), StoreError> {
    let mut steps: Vec<(Instant, &Scene, NoteId, &Step)> = Vec::new();
    for scene in &SCENES {
        let note = NoteId(ids.next());
        for step in scene.steps {
            steps.push((moment(step)?, scene, note, step));
        }
    }
    // As it happened: a list sorted by "last written" and a feed then tell the same story.
    steps.sort_by_key(|(at, ..)| *at);
    let mut authors = BTreeMap::new();
    for (at, scene, note, step) in steps {
        let author = author(tx, &mut authors, step.who, ids).await?;
        let child = ChildId(person(tx, scene.child).await?.0);
        let verb = verb(tx, &step.say, ids).await?;
        let action = Action::Notes(NoteAction { child, note, verb });
        push(tx, author, action, CommandId(ids.next()), at).await?;
    }
    Ok(())
}

async fn author<'a>(
    tx: &mut dyn Tx,
    authors: &'a mut BTreeMap<&'static str, Author>,
    who: &'static str,
    ids: &mut dyn Ids,
) -> Result<&'a mut Author, StoreError> {
    if !authors.contains_key(who) {
        let person = person(tx, who).await?;
        let session = Session {
            person,
            device: DeviceId(ids.next()),
            name: name(tx, person).await?,
        };
        authors.insert(who, Author { session, last_seq: 0 });
    }
    authors.get_mut(who).ok_or_else(|| broken("an author was lost"))
}

async fn name(tx: &mut dyn Tx, person: PersonId) -> Result<String, StoreError> {
    let me = tx.me(person, crate::clock::DEMO_START.day()).await?;
    Ok(me.ok_or_else(|| broken("an author without a name"))?.name)
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
        },
        Say::Ask(teacher, topic, words) => {
            let staff = Some(person(tx, teacher).await?);
            Verb::Open {
                topic: *topic,
                text: text(words),
                asks_reply: true,
                staff,
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

async fn push(
    tx: &mut dyn Tx,
    author: &mut Author,
    action: Action,
    id: CommandId,
    at: Instant,
) -> Result<(), StoreError> {
    author.last_seq += 1;
    let command = Command {
        id,
        written_at: at,
        depends_on: Vec::new(),
        action,
    };
    let caller = Caller {
        version: VERSION,
        person: author.session.person,
        device: author.session.device,
    };
    let request = PushRequest {
        caller,
        items: vec![PushItem::new(author.last_seq, &command)],
    };
    match office::push(tx, &author.session, &request, at).await? {
        Answer::Ok(answer)
            if answer
                .settled
                .iter()
                .all(|settled| settled.outcome == Outcome::Accepted) =>
        {
            Ok(())
        }
        _ => Err(broken(format!("a step at {} was not accepted", at.clock()))),
    }
}

fn moment(step: &Step) -> Result<Instant, StoreError> {
    let (date, time) = step.at.split_once(' ').ok_or_else(|| broken(step.at))?;
    let (hour, minute) = time.split_once(':').ok_or_else(|| broken(step.at))?;
    let minutes = hour
        .parse::<i64>()
        .ok()
        .zip(minute.parse::<i64>().ok())
        .map(|(hour, minute)| hour * 60 + minute);
    Ok(day(date)?
        .start()
        .plus_ms(minutes.ok_or_else(|| broken(step.at))? * 60_000))
}

fn day(date: &str) -> Result<Day, StoreError> {
    Day::parse(&format!("2026-{date}")).ok_or_else(|| broken(date))
}
