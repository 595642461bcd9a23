//! Whose session a cookie is, and for how long: looked up afresh for every request.

use super::tx::{DeviceRow, Secret};
use crate::{
    session::Session,
    tx::{Stored, Tx},
};
use domain::{
    Instant,
    people::{Me, Role},
};
use std::collections::BTreeSet;

const MINUTE_MS: i64 = 60_000;
const DAY_MS: i64 = 24 * 60 * MINUTE_MS;

/// Writing "last seen" with each request would turn every pull into a write.
const SEEN_AFTER_MS: i64 = 10 * MINUTE_MS;

/// How long a sign-in lasts, from the beginning and without use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Life {
    pub whole_ms: i64,
    pub idle_ms: i64,
}

pub struct SignedIn {
    pub session: Session,
    pub device: DeviceRow,
    /// Whether "last seen" is old enough to be written again.
    pub is_stale: bool,
}

/// By the most powerful role (design/decisions.md, Numbers): who can export a register signs in often. A
/// grade head or coordinator works on a phone in class like any teacher.
pub fn life(me: &Me) -> Life {
    if me.has_role(Role::SchoolAdmin) || me.has_role(Role::Bureau) {
        Life {
            whole_ms: 30 * DAY_MS,
            idle_ms: 30 * MINUTE_MS,
        }
    } else if me.is_staff() {
        Life {
            whole_ms: 30 * DAY_MS,
            idle_ms: 30 * DAY_MS,
        }
    } else {
        Life {
            whole_ms: 90 * DAY_MS,
            idle_ms: 30 * DAY_MS,
        }
    }
}

pub async fn signed_in(tx: &mut dyn Tx, sid_hash: &Secret, now: Instant) -> Stored<Option<SignedIn>> {
    let Some((device, name)) = tx.device_of_sid(sid_hash).await? else {
        return Ok(None);
    };
    if !lives(&device, now) {
        return Ok(None);
    }
    let session = Session {
        person: device.person,
        device: device.id,
        name,
    };
    let is_stale = now.0 - device.last_seen.0 >= SEEN_AFTER_MS;
    Ok(Some(SignedIn {
        session,
        device,
        is_stale,
    }))
}

/// Which of these cookies sign nobody in any more: for streams, which outlive the request that opened them.
pub async fn ended(tx: &mut dyn Tx, sids: &[Secret], now: Instant) -> Stored<Vec<Secret>> {
    let devices = tx.devices_of_sids(sids).await?;
    let living: BTreeSet<[u8; 32]> = devices
        .iter()
        .filter(|device| lives(device, now))
        .map(|device| device.sid_hash.0)
        .collect();
    Ok(sids
        .iter()
        .filter(|sid| !living.contains(&sid.0))
        .copied()
        .collect())
}

fn lives(device: &DeviceRow, now: Instant) -> bool {
    let idle_ms = now.0 - device.last_seen.0;
    device.revoked_at.is_none() && now < device.expires_at && idle_ms < device.idle_ms
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::{PersonId, people::Membership};
    use uuid::Uuid;

    #[test]
    fn the_most_powerful_role_decides_how_long() {
        for (roles, whole_days, idle_ms) in [
            (&[Role::Guardian][..], 90, 30 * DAY_MS),
            (&[Role::Student], 90, 30 * DAY_MS),
            (&[Role::Guardian, Role::Teacher], 30, 30 * DAY_MS),
            (&[Role::GradeHead, Role::ClassTeacher], 30, 30 * DAY_MS),
            (&[Role::Guardian, Role::SchoolAdmin], 30, 30 * MINUTE_MS),
            (&[Role::Bureau], 30, 30 * MINUTE_MS),
        ] {
            let member = |role: &Role| Membership {
                role: *role,
                school: None,
                school_name: String::new(),
                class: None,
                class_name: String::new(),
                child: None,
                subject: String::new(),
            };
            let memberships = roles.iter().map(member).collect();
            let me = Me {
                person: PersonId(Uuid::nil()),
                name: String::new(),
                memberships,
            };
            assert_eq!(
                life(&me),
                Life {
                    whole_ms: whole_days * DAY_MS,
                    idle_ms
                },
                "{roles:?}"
            );
        }
    }
}
