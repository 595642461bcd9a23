//! A change: what becomes true on this device, all of it or nothing.

use crate::{outbox::Item, replica::SyncState};
use domain::{RowKey, Scope};
use protocol::WireRow;

#[derive(Clone, Debug, PartialEq)]
pub enum Op {
    PutRow {
        scope: Scope,
        row: WireRow,
    },
    DeleteRow {
        scope: Scope,
        key: RowKey,
    },
    /// Forget a scope: its rows and its cursor.
    DropScope {
        scope: Scope,
    },
    Cursor {
        scope: Scope,
        at: u64,
    },
    /// Keep showing a scope's rows until they come whole again.
    ForgetCursor {
        scope: Scope,
    },
    PutItem(Item),
    DeleteItem {
        order: u64,
    },
    State(SyncState),
    Draft {
        key: String,
        text: Option<String>,
    },
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Change {
    pub ops: Vec<Op>,
    /// Whether the store must have it on disk, not only handed to the system, before it says so. True for
    /// everything a person wrote.
    pub strict: bool,
}

impl Change {
    pub fn strict(ops: Vec<Op>) -> Change {
        Change { ops, strict: true }
    }

    pub fn relaxed(ops: Vec<Op>) -> Change {
        Change { ops, strict: false }
    }

    pub fn is_empty(&self) -> bool {
        self.ops.is_empty()
    }
}
