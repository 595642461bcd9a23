//! Push: decides each command of a device in order, once.

use crate::{
    notices,
    rows::{self, put_row},
    session::Session,
    tx::{Stored, Tx},
};
use domain::{Command, Context, DeviceId, Instant, Refusal, Verdict};
use protocol::{Answer, Outcome, PUSH_COMMANDS_MAX, PushAnswer, PushItem, PushRequest, Settled};

/// A known id gets its known outcome, whatever its number is now; a new one must carry the device's next
/// number. Where it does not, the answer ends early and says the last number, and the device counts on.
pub async fn push(
    tx: &mut dyn Tx,
    session: &Session,
    request: &PushRequest,
    now: Instant,
) -> Stored<Answer<PushAnswer>> {
    if let Some(other) = session.check(&request.caller) {
        return Ok(other);
    }
    let mut last_seq = tx.last_seq(session.device).await?;
    let mut settled = Vec::new();
    for item in request.items.iter().take(PUSH_COMMANDS_MAX) {
        let outcome = match tx.outcome(item.id).await? {
            Some((device, outcome)) if is_own(tx, session, device).await? => outcome,
            // Another device's id: answered like an unknown thing. It takes no number.
            Some(_) => Outcome::Refused {
                reason: Refusal::NotFound,
            },
            None if item.seq != last_seq + 1 => break,
            None => {
                let outcome = apply(tx, session, item, now).await?;
                tx.settle(session.device, item.seq, item.id, outcome, now).await?;
                last_seq = item.seq;
                outcome
            }
        };
        settled.push(Settled { id: item.id, outcome });
    }
    Ok(Answer::Ok(PushAnswer {
        epoch: tx.epoch().await?,
        server_now: now,
        last_seq,
        settled,
    }))
}

/// This device, or an earlier one of the same person: a phone that lost its cookies is another device, and what
/// it had sent before is still known.
async fn is_own(tx: &mut dyn Tx, session: &Session, device: DeviceId) -> Stored<bool> {
    Ok(device == session.device
        || tx
            .device(device)
            .await?
            .is_some_and(|row| row.person == session.person))
}

async fn apply(tx: &mut dyn Tx, session: &Session, item: &PushItem, now: Instant) -> Stored<Outcome> {
    let refused = |reason| Ok(Outcome::Refused { reason });
    let Some(command) = item.command.read::<Command>() else {
        return refused(Refusal::Unknown);
    };
    if command.id != item.id {
        return refused(Refusal::Unknown);
    }
    for needed in &command.depends_on {
        match tx.outcome(*needed).await? {
            Some((device, Outcome::Accepted)) if is_own(tx, session, device).await? => {}
            _ => return refused(Refusal::DependsOn),
        }
    }
    let facts = rows::facts(tx, session.person, &command, now).await?;
    match domain::decide(
        &command,
        &Context {
            actor: session.actor(),
            now,
        },
        &facts,
    ) {
        Verdict::Accepted(effects) => {
            for row in &effects {
                put_row(tx, row, now).await?;
            }
            notices::log(tx, session, &command, now).await?;
            Ok(Outcome::Accepted)
        }
        Verdict::Refused(reason) => refused(reason),
        Verdict::Conflict => Ok(Outcome::Conflict),
    }
}
