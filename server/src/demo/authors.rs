//! The demo's people act the way phones do: each step is a command pushed by its author's device.

use super::{broken, cast::person};
use domain::{Action, Command, CommandId, Day, DeviceId, Instant, PersonId};
use office::{Ids, Session, StoreError, Tx};
use protocol::{Answer, Caller, Outcome, PushItem, PushRequest, VERSION};
use std::collections::{BTreeMap, btree_map::Entry};

/// Everybody's device of the past, and how far each has counted.
#[derive(Default)]
pub struct Authors(BTreeMap<PersonId, (Session, u64)>);

impl Authors {
    /// By the roster's name of the person.
    pub async fn push(
        &mut self,
        tx: &mut dyn Tx,
        who: &str,
        action: Action,
        at: Instant,
        ids: &mut dyn Ids,
    ) -> Result<(), StoreError> {
        let person = person(tx, who).await?;
        self.push_as(tx, person, action, at, ids).await
    }

    pub async fn push_as(
        &mut self,
        tx: &mut dyn Tx,
        person: PersonId,
        action: Action,
        at: Instant,
        ids: &mut dyn Ids,
    ) -> Result<(), StoreError> {
        if let Entry::Vacant(vacant) = self.0.entry(person) {
            let me = tx.me(person, crate::clock::DEMO_START.day()).await?;
            let session = Session {
                person,
                device: DeviceId(ids.next()),
                name: me.ok_or_else(|| broken("an author without a name"))?.name,
            };
            vacant.insert((session, 0));
        }
        let (session, last_seq) = self
            .0
            .get_mut(&person)
            .ok_or_else(|| broken("an author was lost"))?;
        *last_seq += 1;
        let command = Command {
            id: CommandId(ids.next()),
            written_at: at,
            depends_on: Vec::new(),
            action,
        };
        let request = PushRequest {
            caller: Caller {
                version: VERSION,
                person,
                device: session.device,
            },
            items: vec![PushItem::new(*last_seq, &command)],
        };
        let Answer::Ok(answer) = office::push(tx, session, &request, at).await? else {
            return Err(broken("a step was not answered"));
        };
        match answer.settled.first().map(|settled| settled.outcome) {
            Some(Outcome::Accepted) => Ok(()),
            other => Err(broken(format!(
                "a step at {} was not accepted: {other:?}",
                at.clock()
            ))),
        }
    }
}

/// `11-23 11:35`: month, day and time of 2026 in Shanghai.
pub fn moment(at: &str) -> Result<Instant, StoreError> {
    let (date, time) = at.split_once(' ').ok_or_else(|| broken(at))?;
    let (hour, minute) = time.split_once(':').ok_or_else(|| broken(at))?;
    let minutes = hour
        .parse::<i64>()
        .ok()
        .zip(minute.parse::<i64>().ok())
        .map(|(hour, minute)| hour * 60 + minute);
    Ok(day(date)?
        .start()
        .plus_ms(minutes.ok_or_else(|| broken(at))? * 60_000))
}

pub fn day(date: &str) -> Result<Day, StoreError> {
    Day::parse(&format!("2026-{date}")).ok_or_else(|| broken(date))
}
