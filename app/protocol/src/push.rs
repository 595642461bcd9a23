//! Push: the outbox goes up in order, in batches; each command gets one outcome, for ever the same.

use crate::Caller;
use domain::{Command, CommandId, Instant, Json, Refusal};
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PushRequest {
    pub caller: Caller,
    pub items: Vec<PushItem>,
}

/// One command under its device's next number. The command is raw JSON here, so that one which this
/// office does not know is refused alone instead of stopping the others.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PushItem {
    /// Counts from 1 on each device, without gaps.
    pub seq: u64,
    pub id: CommandId,
    pub command: Json,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PushAnswer {
    /// Changes when the office was restored from a backup: then acknowledged commands go up again.
    pub epoch: u32,
    pub server_now: Instant,
    /// The last number the office has settled for this device.
    pub last_seq: u64,
    /// In the order of the request; shorter than it if a number did not follow the one before.
    pub settled: Vec<Settled>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Settled {
    pub id: CommandId,
    pub outcome: Outcome,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    Accepted,
    Refused {
        reason: Refusal,
    },
    /// Somebody changed the same thing first; the device keeps both and shows both.
    Conflict,
}

impl PushItem {
    pub fn new(seq: u64, command: &Command) -> PushItem {
        PushItem {
            seq,
            id: command.id,
            command: Json::of(command),
        }
    }
}
