//! What the three forms share: reading one, answering with a redirect, and signing a browser in.

use super::{browser, cookies, problem::Problem};
use crate::{
    ids::{MachineIds, random},
    passwords::Crowded,
    site::Site,
};
use axum::response::{IntoResponse, Response};
use domain::{DeviceId, Instant, PersonId};
use http::{HeaderMap, HeaderValue, StatusCode, header};
use office::{
    Ids, StoreError, Tx,
    accounts::{self, DeviceRow, NewDevice, Secret},
};
use std::sync::Arc;
use uuid::Uuid;

/// Where a person is after signing in, unless a page of the app sent them.
const TODAY: &str = "/app/today";

/// Why a form led nowhere; the page says it in words (`?problem=`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stop {
    /// Login, password or code: which one is nobody's business.
    Wrong,
    Limited,
    /// The two passwords differ.
    Mismatch,
    Weak,
    /// Only said to who has the right code.
    Used,
    Expired,
}

impl Stop {
    fn word(self) -> &'static str {
        match self {
            Stop::Wrong => "wrong",
            Stop::Limited => "limited",
            Stop::Mismatch => "mismatch",
            Stop::Weak => "weak",
            Stop::Used => "used",
            Stop::Expired => "expired",
        }
    }

    /// Back to the form. What was typed is never in the address.
    pub fn back(self, form: &str) -> Response {
        see_other(&format!("{form}?problem={}", self.word()))
    }
}

pub fn see_other(place: &str) -> Response {
    let place = HeaderValue::from_str(place).unwrap_or(HeaderValue::from_static("/"));
    (StatusCode::SEE_OTHER, [(header::LOCATION, place)]).into_response()
}

/// A page of the app, and of ours, that somebody wanted to see before signing in.
pub fn next_page(next: Option<&str>) -> &str {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '/' | '-' | '_');
    next.filter(|next| next.starts_with("/app/") && !next.contains("//") && next.chars().all(plain))
        .unwrap_or(TODAY)
}

impl From<Crowded> for Problem {
    fn from(_: Crowded) -> Problem {
        Problem::Busy {
            retry_s: crate::limits::HASHES_RETRY_S,
        }
    }
}

impl From<StoreError> for Problem {
    fn from(error: StoreError) -> Problem {
        tracing::error!(%error, "store");
        match error {
            StoreError::Full | StoreError::Busy => Problem::Busy {
                retry_s: crate::limits::STORE_RETRY_S,
            },
            StoreError::Broken(_) => Problem::Broken,
        }
    }
}

/// The secrets of one sign-in, made before the transaction that stores them.
#[derive(Clone)]
pub struct Arrival {
    sid: [u8; 32],
    browser: Uuid,
    device: DeviceId,
    secret: [u8; 32],
    name: String,
    /// What this browser was signed in with before; it dies with this sign-in.
    before: Option<Secret>,
}

impl Arrival {
    pub fn new(site: &Arc<Site>, headers: &HeaderMap) -> Arrival {
        let mut ids = MachineIds(site.clock.clone());
        let user_agent = headers
            .get(header::USER_AGENT)
            .and_then(|agent| agent.to_str().ok());
        Arrival {
            sid: random(),
            browser: cookies::browser(headers, site.transport).unwrap_or_else(|| ids.next()),
            device: DeviceId(ids.next()),
            secret: random(),
            name: browser::device_name(user_agent.unwrap_or_default()),
            before: cookies::sid_hash(headers, site.transport),
        }
    }

    /// Signs the person in, inside the caller's transaction.
    pub async fn sign_in(
        &self,
        tx: &mut dyn Tx,
        person: PersonId,
        now: Instant,
    ) -> Result<DeviceRow, StoreError> {
        if let Some(before) = &self.before {
            accounts::end_sid(tx, before, now).await?;
        }
        let device = NewDevice {
            id: self.device,
            secret: Secret(self.secret),
            sid_hash: cookies::hash(&self.sid),
            browser: self.browser,
            name: self.name.clone(),
        };
        accounts::sign_in(tx, person, device, now).await
    }

    /// The answer once that transaction is on disk.
    pub fn welcome(&self, site: &Arc<Site>, device: &DeviceRow, place: &str) -> Response {
        let life_ms = device.expires_at.0 - site.clock.now().0;
        let mut answer = see_other(place);
        let headers = answer.headers_mut();
        headers.append(
            header::SET_COOKIE,
            cookies::set_sid(&self.sid, life_ms, site.transport),
        );
        headers.append(
            header::SET_COOKIE,
            cookies::set_browser(self.browser, site.transport),
        );
        answer
    }
}

#[cfg(test)]
mod tests {
    use super::next_page;

    #[test]
    fn only_pages_of_the_app_come_next() {
        for (next, place) in [
            (Some("/app/notes/018f"), "/app/notes/018f"),
            (Some("/app//evil.example"), "/app/today"),
            (Some("//evil.example"), "/app/today"),
            (Some("https://evil.example/app/"), "/app/today"),
            (Some("/app/x\r\nSet-Cookie:a=b"), "/app/today"),
            (Some("/app/../sign-out"), "/app/today"),
            (None, "/app/today"),
        ] {
            assert_eq!(next_page(next), place, "{next:?}");
        }
    }
}
