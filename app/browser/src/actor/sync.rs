//! The sync loop: push what is unsent, pull what changed, one tab at a time, for ever.

use super::{Actor, seat::Seat, sign_in};
use crate::{env, marks::mark, net, race::within, worker};
use app::live::{Phase, Status};
use futures::{StreamExt, channel::mpsc};
use leptos::prelude::GetUntracked;
use protocol::Answer;
use replica::{Change, PULLS_MAX, StoreError};
use std::rc::Rc;

/// While all goes well, a pull a minute finds what no event announced.
const IDLE_MS: u32 = 60_000;
/// While the office's word comes by the stream; a line can be dead without a sign.
const HEARING_MS: u32 = 180_000;
/// After a failure: soon, then less and less often; events cut the wait short.
const RETRY_MS: [u32; 5] = [2_000, 5_000, 15_000, 30_000, 60_000];
/// Answers that settle nothing although something was asked: the numbers did not follow. The next batch is
/// renumbered by the answer, so a second try works unless something is very wrong.
const EMPTY_PUSHES_MAX: u32 = 3;

pub async fn forever(actor: &Rc<Actor>, mut alarm: mpsc::UnboundedReceiver<()>) {
    let mut failures = 0;
    loop {
        let done = run(actor).await;
        failures = if done { 0 } else { failures + 1 };
        let wait_ms = match failures {
            0 if actor.hears.get() => HEARING_MS,
            0 => IDLE_MS,
            n => RETRY_MS[(n - 1).min(RETRY_MS.len() - 1)],
        };
        // By time, or by an event; several events make one run. An event is a reason to hope: the first try
        // after it may still meet a dead connection, and then the next comes soon.
        if within(wait_ms, alarm.next()).await.is_some() {
            failures = 0;
        }
        while alarm.try_recv().is_ok() {}
        if actor.seat().is_none() {
            sign_in::greet(actor).await;
        }
    }
}

/// Why a run stopped early.
enum Stop {
    NoAnswer,
    SignIn,
    OtherPerson,
    Update,
    Store(StoreError),
}

impl From<StoreError> for Stop {
    fn from(error: StoreError) -> Stop {
        Stop::Store(error)
    }
}

/// One run; true if the office and this phone agree at its end.
pub async fn run(actor: &Rc<Actor>) -> bool {
    let Some(seat) = actor.seat() else { return false };
    let lock = seat.sync_lock().await;
    let ended = both(actor, &seat).await;
    drop(lock);
    let mut status = Status {
        phase: Phase::Idle,
        ..actor.live.status.get_untracked()
    };
    status.online = Some(!matches!(ended, Err(Stop::NoAnswer)));
    status.signed_out = matches!(ended, Err(Stop::SignIn));
    status.update_required = matches!(ended, Err(Stop::Update)) || worker::is_too_old();
    actor.set_status(status);
    seat.publish(&actor.live);
    match ended {
        Ok(()) => true,
        Err(Stop::OtherPerson) => {
            sign_in::greet(actor).await;
            false
        }
        Err(Stop::Store(error)) => {
            actor.told(Some(error));
            false
        }
        Err(Stop::NoAnswer | Stop::SignIn | Stop::Update) => false,
    }
}

async fn both(actor: &Actor, seat: &Seat) -> Result<(), Stop> {
    seat.change(|replica| Ok((replica.sweep(env::now()), ()))).await?;
    push(actor, seat).await?;
    pull(actor, seat).await
}

async fn push(actor: &Actor, seat: &Seat) -> Result<(), Stop> {
    let mut empty = 0;
    while empty < EMPTY_PUSHES_MAX {
        let planned = seat.change(|replica| {
            Ok(replica
                .plan_push()
                .map_or((Change::default(), None), |(m, r)| (m, Some(r))))
        });
        let Some(request) = planned.await? else {
            return Ok(());
        };
        let left = seat.replica.borrow().unsent_count();
        show(actor, Phase::Pushing { left });
        seat.publish(&actor.live);
        mark("push-start");
        let answer = read(net::push(request).await)?;
        let settled = answer.settled.len();
        seat.change(|replica| Ok((replica.absorb_push(&answer, env::now()), ())))
            .await?;
        mark("push-acked");
        seat.publish(&actor.live);
        empty = if settled == 0 { empty + 1 } else { 0 };
    }
    Err(Stop::NoAnswer)
}

async fn pull(actor: &Actor, seat: &Seat) -> Result<(), Stop> {
    mark("pull-start");
    let mut done: u32 = 0;
    for _ in 0..PULLS_MAX {
        let pull = seat.replica.borrow().plan_pull();
        let answer = read(net::pull(pull.request.clone()).await)?;
        let rows: usize = answer.changes.iter().map(|change| change.rows.len()).sum();
        seat.change(|replica| Ok((replica.absorb_pull(&pull, &answer, env::now()), ())))
            .await?;
        done = done.saturating_add(u32::try_from(rows).unwrap_or(u32::MAX));
        if answer.rows_left == 0 {
            mark("pull-durable");
            return Ok(());
        }
        seat.publish(&actor.live);
        show(
            actor,
            Phase::Pulling {
                done,
                left: answer.rows_left,
            },
        );
    }
    Err(Stop::NoAnswer)
}

fn read<T>(answer: Option<Answer<T>>) -> Result<T, Stop> {
    match answer {
        Some(Answer::Ok(answer)) => Ok(answer),
        Some(Answer::SignIn) => Err(Stop::SignIn),
        Some(Answer::OtherPerson) => Err(Stop::OtherPerson),
        Some(Answer::Update) => Err(Stop::Update),
        Some(Answer::Busy { .. }) | None => Err(Stop::NoAnswer),
    }
}

fn show(actor: &Actor, phase: Phase) {
    actor.set_status(Status {
        phase,
        online: Some(true),
        ..actor.live.status.get_untracked()
    });
}
