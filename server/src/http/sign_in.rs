//! POST /sign-in: login and password for a cookie.

use super::{
    address::From,
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
use office::accounts::spoken_login;
use serde::Deserialize;
use std::sync::Arc;

#[derive(Deserialize)]
pub struct SignIn {
    login: String,
    password: String,
    #[serde(default)]
    next: Option<String>,
}

pub async fn sign_in(
    State(site): State<Arc<Site>>,
    From(place): From,
    headers: HeaderMap,
    form: Result<Form<SignIn>, FormRejection>,
) -> Response {
    let Ok(Form(form)) = form else {
        return Problem::BadRequest.answer(Reader::Person);
    };
    let login = spoken_login(&form.login);
    if site.tries.start(&login, place, site.clock.now()).is_err() {
        return Stop::Limited.back("/sign-in");
    }
    match check(&site, &login, form.password).await {
        Ok(Some(person)) => {
            site.tries.forgive(&login, place);
            let arrival = Arrival::new(&site, &headers);
            let next = next_page(form.next.as_deref());
            welcome(&site, person, arrival, next)
                .await
                .unwrap_or_else(|problem| problem.answer(Reader::Person))
        }
        Ok(None) => Stop::Wrong.back("/sign-in"),
        Err(problem) => problem.answer(Reader::Person),
    }
}

/// The person behind a login and its password. Without an account a hash is verified all the same, so that
/// time tells nobody which logins exist.
async fn check(site: &Arc<Site>, login: &str, password: String) -> Result<Option<PersonId>, Problem> {
    let login = login.to_owned();
    let account = site.store.read(store::work!(|tx| {
        match tx.login_owner(&login).await? {
            Some(person) => tx.account(person).await,
            None => Ok(None),
        }
    }));
    let account = account.await?.filter(|account| !account.disabled);
    let hash = account.as_ref().map(|account| account.password_hash.clone());
    let right = site.passwords.verify(password, hash).await?;
    Ok(account.filter(|_| right).map(|account| account.person))
}

async fn welcome(
    site: &Arc<Site>,
    person: PersonId,
    arrival: Arrival,
    next: &str,
) -> Result<Response, Problem> {
    let now = site.clock.now();
    let signed_in = site.store.write(store::work!(|tx| {
        let device = arrival.sign_in(tx, person, now).await?;
        Ok((arrival, device))
    }));
    let (arrival, device) = signed_in.await?;
    Ok(arrival.welcome(site, &device, next))
}
