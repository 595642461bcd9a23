//! The port to the store for accounts.

use crate::tx::Stored;
use async_trait::async_trait;
use domain::{DeviceId, Instant, PersonId};
use std::fmt;
use uuid::Uuid;

/// 32 bytes that no log may show: a key, or the hash of a secret.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Secret(pub [u8; 32]);

/// A person who has claimed an account.
#[derive(Clone, PartialEq, Eq)]
pub struct AccountRow {
    pub person: PersonId,
    /// Argon2id in PHC form.
    pub password_hash: String,
    pub created_at: Instant,
    pub disabled: bool,
}

/// One person on one browser, for good: its sequence numbers and its sealed outbox outlive a sign-out.
#[derive(Clone, PartialEq, Eq)]
pub struct DeviceRow {
    pub id: DeviceId,
    pub person: PersonId,
    pub browser: Uuid,
    /// Coarse, as `Android · Chrome`: enough to tell one's own devices apart.
    pub name: String,
    /// SHA-256 of the cookie's value; new at each sign-in.
    pub sid_hash: Secret,
    /// Encrypts what rests on the device; given again at each sign-in, also by a restored store (`key.rs`).
    pub key: Secret,
    pub created_at: Instant,
    pub last_seen: Instant,
    pub expires_at: Instant,
    pub idle_ms: i64,
    pub revoked_at: Option<Instant>,
}

/// A printed slip: the right to set the password of one person's account, once.
#[derive(Clone, PartialEq, Eq)]
pub struct SlipRow {
    pub id: Uuid,
    pub person: PersonId,
    /// SHA-256 of the 20 characters in the QR code; 100 bits need no slow hash.
    pub long_hash: Secret,
    /// Argon2id of the 8 printed characters.
    pub short_hash: String,
    pub created_at: Instant,
    pub expires_at: Instant,
    pub tries_left: u8,
    pub used_at: Option<Instant>,
}

/// What the account log keeps: who and what, never a code or a password.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AccountEvent {
    SlipMade,
    SlipClaimed,
    SlipRefused,
    Joined,
    SignedIn,
    SignedOut,
}

#[async_trait(?Send)]
pub trait AccountsTx {
    async fn account(&mut self, person: PersonId) -> Stored<Option<AccountRow>>;
    async fn set_account(&mut self, account: &AccountRow) -> Stored<()>;

    /// Whose login number this is; several may lead to one person after a join.
    async fn login_owner(&mut self, login: &str) -> Stored<Option<PersonId>>;
    /// The first login number of a person, the one that gets printed.
    async fn login_of(&mut self, person: PersonId) -> Stored<Option<String>>;
    async fn add_login(&mut self, login: &str, person: PersonId, now: Instant) -> Stored<()>;

    async fn device(&mut self, id: DeviceId) -> Stored<Option<DeviceRow>>;
    async fn device_of_browser(&mut self, person: PersonId, browser: Uuid) -> Stored<Option<DeviceRow>>;
    /// The device with this cookie and the name of its person, if that account is not disabled.
    async fn device_of_sid(&mut self, sid_hash: &Secret) -> Stored<Option<(DeviceRow, String)>>;
    /// The devices with these cookies, as [`AccountsTx::device_of_sid`] finds each; a store where every question is a
    /// journey asks once for all.
    async fn devices_of_sids(&mut self, sids: &[Secret]) -> Stored<Vec<DeviceRow>> {
        let mut devices = Vec::new();
        for sid in sids {
            devices.extend(self.device_of_sid(sid).await?.map(|(device, _)| device));
        }
        Ok(devices)
    }
    async fn devices_of(&mut self, person: PersonId) -> Stored<Vec<DeviceRow>>;
    async fn set_device(&mut self, device: &DeviceRow) -> Stored<()>;
    async fn touch_device(&mut self, id: DeviceId, now: Instant) -> Stored<()>;
    /// The cookie stops working; the device keeps its id and its key.
    async fn revoke_device(&mut self, id: DeviceId, now: Instant) -> Stored<()>;
    /// What the keys of new devices are derived from; `None` in a store that nobody has served yet.
    async fn key_secret(&mut self) -> Stored<Option<Secret>>;
    async fn set_key_secret(&mut self, secret: &Secret) -> Stored<()>;

    /// The newest slip of a person.
    async fn slip_of(&mut self, person: PersonId) -> Stored<Option<SlipRow>>;
    async fn slip(&mut self, id: Uuid) -> Stored<Option<SlipRow>>;
    async fn set_slip(&mut self, slip: &SlipRow) -> Stored<()>;
    /// Forgets the unused slips of a person.
    async fn void_slips(&mut self, person: PersonId) -> Stored<()>;

    /// Gives everything that ties `from` to children, classes, offices and login numbers to `to`.
    async fn move_ties(&mut self, from: PersonId, to: PersonId) -> Stored<()>;
    async fn log_account(
        &mut self,
        event: AccountEvent,
        person: Option<PersonId>,
        now: Instant,
    ) -> Stored<()>;
    /// Forgets log lines and used or expired slips from before `before`.
    async fn compact_accounts(&mut self, before: Instant) -> Stored<()>;
    /// The latest moment that anything here happened; a demo's clock starts no earlier.
    async fn latest_activity(&mut self) -> Stored<Option<Instant>>;
}

impl AccountEvent {
    pub fn word(self) -> &'static str {
        match self {
            AccountEvent::SlipMade => "slip_made",
            AccountEvent::SlipClaimed => "slip_claimed",
            AccountEvent::SlipRefused => "slip_refused",
            AccountEvent::Joined => "joined",
            AccountEvent::SignedIn => "signed_in",
            AccountEvent::SignedOut => "signed_out",
        }
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret")
    }
}
