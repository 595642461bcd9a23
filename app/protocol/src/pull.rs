//! Pull: for each scope the device sends how far it has read and gets what changed after it.

use crate::Caller;
use domain::{Instant, Json, Row, RowKey, Scope};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use uuid::Uuid;

/// How far each scope has been read: a number of the office's feed.
pub type Cursors = BTreeMap<Scope, u64>;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PullRequest {
    pub caller: Caller,
    /// The epoch of the cursors; under another one the office sends every scope whole.
    #[serde(default)]
    pub epoch: u32,
    #[serde(default)]
    pub cursors: Cursors,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PullAnswer {
    pub epoch: u32,
    pub server_now: Instant,
    /// The last number the office has settled for this device; a device that lost its memory counts on.
    pub last_seq: u64,
    /// Scopes that this person may no longer see: the device deletes them, rows and all.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub drop: Vec<Scope>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub changes: Vec<ScopeChange>,
    /// Rows that wait behind this page; 0 means that the device is up to date.
    #[serde(default)]
    pub rows_left: u32,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ScopeChange {
    pub scope: Scope,
    /// True if what the device holds of this scope is to be forgotten before these rows.
    #[serde(default)]
    pub reset: bool,
    pub rows: Vec<WireRow>,
    /// The cursor after these rows; the device commits both in one transaction.
    pub cursor: u64,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct WireRow {
    pub kind: String,
    pub id: Uuid,
    pub version: u32,
    /// `None` is a tombstone: the row left this scope.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub body: Option<Json>,
}

impl WireRow {
    pub fn key(&self) -> RowKey {
        RowKey::new(&self.kind, self.id)
    }

    pub fn of(row: &Row, version: u32) -> WireRow {
        WireRow {
            kind: row.kind().to_owned(),
            id: row.id(),
            version,
            body: Some(row.body()),
        }
    }
}
