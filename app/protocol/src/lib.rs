//! What travels between a device and the office. PROTOCOL.md beside this crate says it in words; each
//! type has a golden file, and their joint hash stands there.
//!
//! Added fields have defaults, unknown fields are ignored and never required: an old phone keeps working.

mod limits;
mod pull;
mod push;
mod session;
#[cfg(test)]
mod tests;

pub use limits::*;
pub use pull::{Cursors, PullAnswer, PullRequest, ScopeChange, WireRow};
pub use push::{Outcome, PushAnswer, PushItem, PushRequest, Settled};
pub use session::{SessionAnswer, SessionRequest, SignOutRequest};

use domain::{DeviceId, PersonId};
use serde::{Deserialize, Serialize};

/// The version this build speaks; the office also serves the one before it for a term.
pub const VERSION: u16 = 1;
pub const VERSION_MIN: u16 = 0;

/// Who a request is from, as the device believes; the session decides, this only has to agree with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Caller {
    #[serde(default)]
    pub version: u16,
    pub person: PersonId,
    pub device: DeviceId,
}

/// Every answer of a sync endpoint; what cannot be read as one counts as no answer at all, so a captive
/// portal is never an error of ours.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Answer<T> {
    Ok(T),
    /// Nobody is signed in here; writing goes on, sending waits.
    SignIn,
    /// The session is another person's: nothing happened.
    OtherPerson,
    /// This build is too old; the outbox stays.
    Update,
    /// Come again after this many milliseconds.
    Busy {
        retry_ms: u32,
    },
}
