//! Calls to the office, each with a time limit; anything that is not an answer of ours is none.

use crate::race::within;
use app::server_fns;
use protocol::{
    Answer, PullAnswer, PullRequest, PushAnswer, PushRequest, SessionAnswer, SessionRequest, SignOutRequest,
    VERSION,
};

/// A push of 200 commands takes the office well under a second; the rest is for a bad line.
const LIMIT_MS: u32 = 30_000;

pub async fn session() -> Option<Answer<SessionAnswer>> {
    within(LIMIT_MS, server_fns::session(SessionRequest { version: VERSION }))
        .await?
        .ok()
}

pub async fn push(request: PushRequest) -> Option<Answer<PushAnswer>> {
    within(LIMIT_MS, server_fns::sync_push(request)).await?.ok()
}

pub async fn pull(request: PullRequest) -> Option<Answer<PullAnswer>> {
    within(LIMIT_MS, server_fns::sync_pull(request)).await?.ok()
}

/// Whether the office has ended this sign-in.
pub async fn sign_out(ended: SignOutRequest) -> bool {
    let ended = within(LIMIT_MS, server_fns::sign_out(ended)).await;
    matches!(ended, Some(Ok(_)))
}
