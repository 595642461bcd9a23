//! Phones that ask a store as the server's desk does, 64 at a time.

use crate::{now, school::secret};
use domain::{
    Action, ChildId, Command, CommandId, DeviceId, NoticeId, PersonId,
    notices::{self, Draft, Verb},
};
use futures::{executor::block_on, future::join_all};
use office::{Session, accounts};
use protocol::{Answer, Caller, Cursors, Outcome, PullAnswer, PullRequest, PushItem, PushRequest};
use std::{collections::BTreeSet, time::Duration};
use store::{Store, work};
use uuid::Uuid;

const IN_FLIGHT: usize = 64;

pub struct Phone {
    person: PersonId,
    children: Vec<ChildId>,
    cursors: Cursors,
    epoch: u32,
    notices: BTreeSet<Uuid>,
}

/// How long all took together, and each, in order.
pub struct Took {
    pub seconds: f64,
    pub each: Vec<Duration>,
}

impl Took {
    pub fn at(&self, share: usize) -> f64 {
        self.each[(self.each.len() - 1) * share / 100].as_secs_f64() * 1e3
    }
}

impl Phone {
    pub fn new(person: PersonId, children: &[ChildId]) -> Phone {
        Phone {
            person,
            children: children.to_vec(),
            cursors: Cursors::new(),
            epoch: 0,
            notices: BTreeSet::new(),
        }
    }

    pub fn has(&self, notice: NoticeId) -> bool {
        self.notices.contains(&notice.0)
    }

    fn take(&mut self, answer: &PullAnswer) {
        self.epoch = answer.epoch;
        for change in &answer.changes {
            self.cursors.insert(change.scope, change.cursor);
            let notices = change.rows.iter().filter(|row| row.kind == "notice");
            self.notices.extend(notices.map(|row| row.id));
        }
    }
}

/// Every phone once, as fast as the store lets them.
pub fn each(store: &Store, phones: &mut [Phone], once: impl AsyncFn(&Store, &mut Phone)) -> Took {
    let share = phones.len().div_ceil(IN_FLIGHT);
    let start = now();
    let lines = phones.chunks_mut(share).map(async |line| {
        let mut took = Vec::new();
        for phone in line {
            let start = now();
            once(store, phone).await;
            took.push(start.elapsed());
        }
        took
    });
    let mut each: Vec<Duration> = block_on(join_all(lines)).into_iter().flatten().collect();
    let seconds = start.elapsed().as_secs_f64();
    each.sort_unstable();
    Took { seconds, each }
}

/// Pulls until there is nothing left.
pub async fn pulled(store: &Store, phone: &mut Phone) {
    loop {
        let request = PullRequest {
            caller: caller(phone.person),
            epoch: phone.epoch,
            cursors: phone.cursors.clone(),
        };
        let (sid, at) = (secret(phone.person), crate::school::afternoon());
        let answer = store.read(work!(|tx| {
            let found = accounts::signed_in(tx, &sid, at).await?.expect("signed in");
            office::pull(tx, &found.session, &request, at).await
        }));
        let Answer::Ok(answer) = answer.await.expect("an answer") else {
            panic!("another person's phone")
        };
        phone.take(&answer);
        if answer.rows_left == 0 {
            return;
        }
    }
}

/// One push with an answer for each child, as a phone sends it.
pub async fn pushed(store: &Store, phone: &mut Phone, notice: NoticeId, verb: fn(ChildId) -> Verb) {
    let verbs = phone.children.iter().map(|child| verb(*child)).collect();
    push(store, phone.person, notice, verbs, true).await;
}

pub fn published(store: &Store, admin: PersonId, notice: NoticeId, draft: Draft) {
    let verbs = vec![Verb::Publish(Box::new(draft))];
    block_on(push(store, admin, notice, verbs, false));
}

async fn push(store: &Store, person: PersonId, notice: NoticeId, verbs: Vec<Verb>, cookie: bool) {
    let at = crate::school::afternoon();
    let item = |(n, verb): (u64, Verb)| {
        let command = Command {
            id: CommandId(Uuid::new_v5(&person.0, &n.to_be_bytes())),
            written_at: at,
            depends_on: vec![],
            action: Action::Notices(notices::Action { notice, verb }),
        };
        PushItem::new(n, &command)
    };
    let request = PushRequest {
        caller: caller(person),
        items: (1..).zip(verbs).map(item).collect(),
    };
    let sid = secret(person);
    let answer = store.write(work!(|tx| {
        if cookie {
            accounts::signed_in(tx, &sid, at).await?.expect("signed in");
        }
        office::push(tx, &session(person), &request, at).await
    }));
    let Answer::Ok(answer) = answer.await.expect("an answer") else {
        panic!("another person's phone")
    };
    let accepted = |settled: &protocol::Settled| settled.outcome == Outcome::Accepted;
    assert!(answer.settled.iter().all(accepted), "{person}");
}

fn session(person: PersonId) -> Session {
    Session {
        person,
        device: DeviceId(person.0),
        name: "王小雨".into(),
    }
}

fn caller(person: PersonId) -> Caller {
    Caller {
        version: protocol::VERSION,
        person,
        device: DeviceId(person.0),
    }
}
