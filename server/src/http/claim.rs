//! POST /claim: a slip and a new password for an account.

use super::{
    address::From,
    cookies,
    forms::{Arrival, Stop, next_page},
    problem::{Problem, Reader},
};
use crate::site::Site;
use axum::{
    Form,
    extract::{State, rejection::FormRejection},
    response::Response,
};
use domain::PersonId;
use http::HeaderMap;
use office::{
    StoreError,
    accounts::{self, Code, DeviceRow, SlipRow, check_password, spoken_login},
};
use serde::Deserialize;
use std::sync::Arc;

#[derive(Deserialize)]
pub struct ClaimForm {
    login: String,
    code: String,
    password: String,
    /// Typed a second time where the form asks for it.
    #[serde(default)]
    password_again: Option<String>,
}

pub async fn claim(
    State(site): State<Arc<Site>>,
    From(place): From,
    headers: HeaderMap,
    form: Result<Form<ClaimForm>, FormRejection>,
) -> Response {
    let Ok(Form(form)) = form else {
        return Problem::BadRequest.answer(Reader::Person);
    };
    let login = spoken_login(&form.login);
    // A password that cannot be set must not cost one of the five tries.
    if form
        .password_again
        .as_ref()
        .is_some_and(|again| *again != form.password)
    {
        return Stop::Mismatch.back("/claim");
    }
    let Ok(()) = check_password(&form.password, std::slice::from_ref(&login)) else {
        return Stop::Weak.back("/claim");
    };
    let key = format!("claim {login}");
    if site.tries.start(&key, place, site.clock.now()).is_err() {
        return Stop::Limited.back("/claim");
    }
    let arrival = Arrival::new(&site, &headers);
    match settle(&site, &login, form, &headers, arrival).await {
        Ok(Ok((arrival, device))) => {
            site.tries.forgive(&key, place);
            arrival.welcome(&site, &device, next_page(None))
        }
        Ok(Err(stop)) => stop.back("/claim"),
        Err(problem) => problem.answer(Reader::Person),
    }
}

type Settled = Result<Result<(Arrival, DeviceRow), Stop>, Problem>;

async fn settle(
    site: &Arc<Site>,
    login: &str,
    form: ClaimForm,
    headers: &HeaderMap,
    arrival: Arrival,
) -> Settled {
    let Some(slip) = opened(site, login, &form.code).await? else {
        return Ok(Err(Stop::Wrong));
    };
    if has_known_name(site, &slip, &form.password).await? {
        return Ok(Err(Stop::Weak));
    }
    if let Some(into) = same_human(site, headers, &form.password).await?
        && let Some(joined) = join(site, &slip, into, &arrival).await?
    {
        return Ok(joined.map(|device| (arrival, device)));
    }
    let hash = site.passwords.hash(form.password).await?;
    let now = site.clock.now();
    let claimed = site.store.write(store::work!(|tx| {
        match accounts::claim(tx, slip.id, hash, now).await? {
            accounts::Claim::Done(person) => {
                let device = arrival.sign_in(tx, person, now).await?;
                Ok(Ok((arrival, device)))
            }
            other => Ok(Err(stop(other))),
        }
    }));
    Ok(claimed.await?)
}

/// The slip, if the code opens it. One try is spent first; an unknown login takes the same steps.
async fn opened(site: &Arc<Site>, login: &str, typed: &str) -> Result<Option<SlipRow>, Problem> {
    let (login, now) = (login.to_owned(), site.clock.now());
    let slip = site
        .store
        .write(store::work!(|tx| accounts::take_try(tx, &login, now).await))
        .await?;
    let right = match Code::read(typed) {
        None => false,
        Some(Code::Qr(code)) => slip
            .as_ref()
            .is_some_and(|slip| slip.long_hash == Code::hash_qr(&code)),
        Some(Code::Printed(code)) => {
            let hash = slip.as_ref().map(|slip| slip.short_hash.clone());
            match site.passwords.verify(code, hash).await {
                Ok(right) => right,
                // Too many at once: nothing was learned about the code, so nothing is lost.
                Err(crowded) => {
                    give_back(site, slip.as_ref()).await?;
                    return Err(crowded.into());
                }
            }
        }
    };
    if right {
        give_back(site, slip.as_ref()).await?;
    }
    Ok(slip.filter(|_| right))
}

async fn give_back(site: &Arc<Site>, slip: Option<&SlipRow>) -> Result<(), Problem> {
    if let Some(slip) = slip.map(|slip| slip.id) {
        site.store
            .write(store::work!(|tx| accounts::return_try(tx, slip).await))
            .await?;
    }
    Ok(())
}

/// The name of one's own school is a password that everybody there would try.
async fn has_known_name(site: &Arc<Site>, slip: &SlipRow, password: &str) -> Result<bool, Problem> {
    let (person, day) = (slip.person, site.clock.now().day());
    let me = site
        .store
        .read(store::work!(|tx| tx.me(person, day).await))
        .await?;
    let names: Vec<String> = me
        .into_iter()
        .flat_map(|me| me.memberships)
        .map(|one| one.school_name)
        .collect();
    Ok(check_password(password, &names).is_err())
}

/// Somebody who is signed in here and types the password of that account is the same human: then the slip
/// joins that account. Anybody else at this phone gets an account of their own.
async fn same_human(
    site: &Arc<Site>,
    headers: &HeaderMap,
    password: &str,
) -> Result<Option<PersonId>, Problem> {
    let Some(sid) = cookies::sid_hash(headers, site.transport) else {
        return Ok(None);
    };
    let now = site.clock.now();
    let account = site.store.read(store::work!(|tx| {
        match accounts::signed_in(tx, &sid, now).await? {
            Some(found) => tx.account(found.session.person).await,
            None => Ok(None),
        }
    }));
    let Some(account) = account.await? else {
        return Ok(None);
    };
    let right = site
        .passwords
        .verify(password.to_owned(), Some(account.password_hash))
        .await?;
    Ok(right.then_some(account.person))
}

async fn join(
    site: &Arc<Site>,
    slip: &SlipRow,
    into: PersonId,
    arrival: &Arrival,
) -> Result<Option<Result<DeviceRow, Stop>>, Problem> {
    let (id, now, arrival) = (slip.id, site.clock.now(), arrival.clone());
    let joined = site.store.write(store::work!(|tx| {
        let device = match accounts::join(tx, id, into, now).await? {
            None => return Ok(None),
            Some(accounts::Claim::Done(person)) => Ok(arrival.sign_in(tx, person, now).await?),
            Some(other) => Err(stop(other)),
        };
        Ok::<_, StoreError>(Some(device))
    }));
    Ok(joined.await?)
}

fn stop(claim: accounts::Claim) -> Stop {
    match claim {
        accounts::Claim::Expired => Stop::Expired,
        accounts::Claim::Used | accounts::Claim::Done(_) => Stop::Used,
    }
}
