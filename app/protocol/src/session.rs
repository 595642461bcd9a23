//! Session: after a sign-in with the form, the app learns who it is and gets the key for this phone.

use domain::{DeviceId, Instant, PersonId};
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SessionRequest {
    #[serde(default)]
    pub version: u16,
}

#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SessionAnswer {
    pub person: PersonId,
    pub device: DeviceId,
    pub name: String,
    /// Names this sign-in among those of the device, so that an older one's late sign-out does not end it.
    #[serde(default)]
    pub sign_in: String,
    /// 32 bytes for AES-GCM in base64, one for each person and device; the device keeps it as a
    /// non-extractable key and forgets it at sign-out.
    pub key: String,
    pub epoch: u32,
    pub server_now: Instant,
    /// The last number the office has settled for this device.
    pub last_seq: u64,
    /// True in a demo: fixed passwords exist, and a banner says so.
    #[serde(default)]
    pub demo: bool,
}

impl std::fmt::Debug for SessionAnswer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SessionAnswer")
            .field("device", &self.device)
            .finish_non_exhaustive()
    }
}

/// Ends the named device's sign-in; the answer is the same if it had ended before.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignOutRequest {
    pub device: DeviceId,
    /// The sign-in that ends; without it, whichever the device has.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sign_in: Option<String>,
}

impl SignOutRequest {
    pub fn of(device: DeviceId) -> SignOutRequest {
        SignOutRequest {
            device,
            sign_in: None,
        }
    }
}
