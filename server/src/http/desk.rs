//! The desk of one request: who asks is read from the store with the work itself, so a device that was
//! revoked a moment ago gets nothing.

use crate::{hub::Written, site::Site};
use app::server_fns::{Desk, NoAnswer};
use base64::{Engine, prelude::BASE64_STANDARD};
use domain::Instant;
use futures::{FutureExt, future::BoxFuture};
use office::{
    StoreError,
    accounts::{self, Secret, SignedIn},
};
use protocol::{
    Answer, PullAnswer, PullRequest, PushAnswer, PushRequest, SessionAnswer, SessionRequest, SignOutRequest,
};
use sha2::{Digest, Sha256};
use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

type Reply<T> = BoxFuture<'static, Result<Answer<T>, NoAnswer>>;

pub struct SiteDesk {
    pub site: Arc<Site>,
    /// The hash of the request's cookie, if it has one.
    pub sid: Option<Secret>,
    /// Set when the cookie has to go.
    pub signed_out: Arc<AtomicBool>,
}

impl Desk for SiteDesk {
    fn session(&self, _request: SessionRequest) -> Reply<SessionAnswer> {
        let (site, sid) = (Arc::clone(&self.site), self.sid);
        let (now, demo) = (site.clock.now(), site.demo);
        async move {
            let Some(sid) = sid else { return Ok(Answer::SignIn) };
            let found = site.store.read(store::work!(|tx| {
                let Some(found) = accounts::signed_in(tx, &sid, now).await? else {
                    return Ok(None);
                };
                let last_seq = tx.last_seq(found.session.device).await?;
                Ok(Some((found, tx.epoch().await?, last_seq)))
            }));
            let Some((found, epoch, last_seq)) = found.await.map_err(no_answer)? else {
                return Ok(Answer::SignIn);
            };
            note_seen(&site, &found);
            Ok(Answer::Ok(SessionAnswer {
                person: found.session.person,
                device: found.session.device,
                name: found.session.name,
                sign_in: name_of_sign_in(&sid),
                key: BASE64_STANDARD.encode(found.device.key.0),
                epoch,
                server_now: now,
                last_seq,
                demo,
            }))
        }
        .boxed()
    }

    fn push(&self, request: PushRequest) -> Reply<PushAnswer> {
        let (site, sid) = (Arc::clone(&self.site), self.sid);
        let now = site.clock.now();
        async move {
            let Some(sid) = sid else { return Ok(Answer::SignIn) };
            let pushed = site.store.write(store::work!(|tx| {
                let Some(found) = accounts::signed_in(tx, &sid, now).await? else {
                    return Ok(Answer::SignIn);
                };
                if found.is_stale {
                    heard(tx, &found, now).await?;
                }
                office::push(tx, &found.session, &request, now).await
            }));
            pushed.await.map_err(no_answer)
        }
        .boxed()
    }

    fn pull(&self, request: PullRequest) -> Reply<PullAnswer> {
        let (site, sid) = (Arc::clone(&self.site), self.sid);
        let now = site.clock.now();
        async move {
            let Some(sid) = sid else { return Ok(Answer::SignIn) };
            if request.cursors.len() > protocol::PULL_SCOPES_MAX {
                return Err(NoAnswer::new("bad_request"));
            }
            let request = Arc::new(request);
            let mut pulled = pull(&site, sid, &request, now, Due::First)
                .await
                .map_err(no_answer)?;
            if let Pulled::Due = pulled {
                release(&site, now).await;
                pulled = pull(&site, sid, &request, now, Due::Past)
                    .await
                    .map_err(no_answer)?;
            }
            let Pulled::Answer(answered) = pulled else {
                return Ok(Answer::SignIn);
            };
            let (answer, found) = *answered;
            note_seen(&site, &found);
            Ok(answer)
        }
        .boxed()
    }

    fn sign_out(&self, request: SignOutRequest) -> Reply<()> {
        let (site, sid) = (Arc::clone(&self.site), self.sid);
        let (now, signed_out) = (site.clock.now(), Arc::clone(&self.signed_out));
        async move {
            let Some(sid) = sid else {
                signed_out.store(true, Ordering::Relaxed);
                return Ok(Answer::Ok(()));
            };
            let ended = site.store.write(store::work!(|tx| {
                let Some(found) = accounts::signed_in(tx, &sid, now).await? else {
                    return Ok(true);
                };
                // Signed out without network, signed in again since: the newer sign-in stays.
                let is_late = request
                    .sign_in
                    .is_some_and(|named| named != name_of_sign_in(&sid));
                if is_late && found.session.device == request.device {
                    return Ok(false);
                }
                accounts::end_device(tx, found.session.person, request.device, now).await?;
                Ok(found.session.device == request.device)
            }));
            // The cookie may be the next person's by now; it stays, unless its own device was named.
            signed_out.store(ended.await.map_err(no_answer)?, Ordering::Relaxed);
            Ok(Answer::Ok(()))
        }
        .boxed()
    }
}

/// Whether a pull lets go first what should have been released by now.
enum Due {
    First,
    Past,
}

enum Pulled {
    SignIn,
    Due,
    Answer(Box<(Answer<PullAnswer>, SignedIn)>),
}

async fn pull(
    site: &Site,
    sid: Secret,
    request: &Arc<PullRequest>,
    now: Instant,
    due: Due,
) -> Result<Pulled, StoreError> {
    let request = Arc::clone(request);
    let read = site.store.read(store::work!(|tx| {
        let Some(found) = accounts::signed_in(tx, &sid, now).await? else {
            return Ok(Pulled::SignIn);
        };
        if matches!(due, Due::First) && !tx.due_releases(now, 1).await?.is_empty() {
            return Ok(Pulled::Due);
        }
        let answer = office::pull(tx, &found.session, &request, now).await?;
        Ok(Pulled::Answer(Box::new((answer, found))))
    }));
    read.await
}

/// The ticker is late; whoever asks in this moment does not wait for it.
async fn release(site: &Site, now: Instant) {
    let ticked = site.store.write(store::work!(|tx| office::tick(tx, now).await));
    match ticked.await {
        Ok(_) => site.hub.raise(Written::Rows),
        Err(error) => tracing::warn!(%error, "what is due waits for the ticker"),
    }
}

async fn heard(tx: &mut dyn office::Tx, found: &SignedIn, now: Instant) -> Result<(), StoreError> {
    let (person, device) = (found.session.person, found.session.device);
    accounts::heard(tx, person, device, found.device.last_seen, now).await
}

/// Tells one sign-in of a device from another; nothing can be done with it.
fn name_of_sign_in(sid: &Secret) -> String {
    let hash = Sha256::digest(sid.0);
    hash.iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}

/// Writes "last seen" beside the answer; nobody waits for it.
fn note_seen(site: &Arc<Site>, found: &SignedIn) {
    if !found.is_stale {
        return;
    }
    let (site, now) = (Arc::clone(site), site.clock.now());
    let (person, device) = (found.session.person, found.session.device);
    let last_seen = found.device.last_seen;
    tokio::spawn(async move {
        if let Err(error) = site
            .store
            .write(store::work!(|tx| accounts::heard(
                tx, person, device, last_seen, now
            )
            .await))
            .await
        {
            tracing::warn!(%error, "last seen was not written");
        }
    });
}

/// What the store says of itself goes to the log; a device learns whether to come again.
fn no_answer(error: StoreError) -> NoAnswer {
    tracing::error!(%error, "store");
    NoAnswer::new(match error {
        StoreError::Full | StoreError::Busy => "busy",
        StoreError::Broken(_) => "server",
    })
}
