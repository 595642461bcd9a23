//! Pull: for each scope of a person, what changed after the device's cursor; scopes lost are dropped.

use crate::{
    rights,
    session::Session,
    tx::{Stored, Tx},
};
use domain::{Instant, Scope};
use protocol::{Answer, PULL_ROWS_MAX, PullAnswer, PullRequest, ScopeChange};
use std::collections::BTreeSet;

pub async fn pull(
    tx: &mut dyn Tx,
    session: &Session,
    request: &PullRequest,
    now: Instant,
) -> Stored<Answer<PullAnswer>> {
    if let Some(other) = session.check(&request.caller) {
        return Ok(other);
    }
    let epoch = tx.epoch().await?;
    let scopes = rights::scopes(tx, session.person, now).await?;
    let drop = request
        .cursors
        .keys()
        .filter(|scope| !scopes.contains(scope))
        .copied()
        .collect();
    let (changes, rows_left) = changes(tx, &scopes, request, epoch).await?;
    let last_seq = tx.last_seq(session.device).await?;
    Ok(Answer::Ok(PullAnswer {
        epoch,
        server_now: now,
        last_seq,
        drop,
        changes,
        rows_left,
    }))
}

async fn changes(
    tx: &mut dyn Tx,
    scopes: &BTreeSet<Scope>,
    request: &PullRequest,
    epoch: u32,
) -> Stored<(Vec<ScopeChange>, u32)> {
    let head = tx.feed_head().await?;
    let mut room = PULL_ROWS_MAX;
    let mut left = 0;
    let mut changes = Vec::new();
    for scope in scopes {
        let start = start(tx, *scope, request, epoch, head).await?;
        let page = match start.whole {
            true if room > 0 => tx.changes(*scope, 0, usize::MAX).await?,
            _ => tx.changes(*scope, start.after, room).await?,
        };
        let cursor = page
            .last()
            .map_or(start.after, |last| last.seq)
            .max(start.at_least);
        if page.len() >= room {
            left += tx.changes_count(*scope, cursor).await?;
        }
        if !page.is_empty() || (start.reset && room > 0) {
            room -= page.len().min(room);
            let rows = page.into_iter().map(|change| change.row).collect();
            changes.push(ScopeChange {
                scope: *scope,
                reset: start.reset,
                rows,
                cursor,
            });
        }
    }
    Ok((changes, u32::try_from(left).unwrap_or(u32::MAX)))
}

struct Start {
    after: u64,
    /// The device forgets what it holds of the scope first.
    reset: bool,
    /// Sent in one piece: half of it would lie below the compacted tombstones and be asked for again.
    whole: bool,
    at_least: u64,
}

/// Where to read on: from the start without a cursor, with one of another epoch, with one older than the
/// tombstones that are kept, or with one above the head: somebody put an older store back without a word.
async fn start(tx: &mut dyn Tx, scope: Scope, request: &PullRequest, epoch: u32, head: u64) -> Stored<Start> {
    let floor = tx.floor(scope).await?;
    Ok(match request.cursors.get(&scope).copied() {
        Some(cursor) if request.epoch == epoch && (floor..=head).contains(&cursor) => Start {
            after: cursor,
            reset: false,
            whole: false,
            at_least: 0,
        },
        _ => Start {
            after: 0,
            reset: true,
            whole: floor > 0,
            at_least: floor,
        },
    })
}
