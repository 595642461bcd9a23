//! How a change rests in a store: tables of opaque records, keys that tell nothing of their content.

use crate::{
    change::{Change, Op},
    outbox::Item,
    replica::SyncState,
};
use domain::{RowKey, Scope};
use protocol::WireRow;
use serde::de::DeserializeOwned;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Table {
    Row,
    Cursor,
    Outbox,
    State,
    Draft,
}

pub const TABLES: [Table; 5] = [
    Table::Row,
    Table::Cursor,
    Table::Outbox,
    Table::State,
    Table::Draft,
];

impl Table {
    pub fn name(self) -> &'static str {
        match self {
            Table::Row => "row",
            Table::Cursor => "cursor",
            Table::Outbox => "outbox",
            Table::State => "state",
            Table::Draft => "draft",
        }
    }
}

/// One write of a transaction. Values are plain here; a store that rests on a phone encrypts them.
#[derive(Clone, Debug, PartialEq)]
pub enum Write {
    Put {
        table: Table,
        key: String,
        value: Vec<u8>,
    },
    Delete {
        table: Table,
        key: String,
    },
    DeletePrefix {
        table: Table,
        prefix: String,
    },
}

pub fn writes(change: &Change) -> Vec<Write> {
    change.ops.iter().flat_map(op_writes).collect()
}

fn op_writes(op: &Op) -> Vec<Write> {
    let put = |table, key, value| vec![Write::Put { table, key, value }];
    match op {
        Op::PutRow { scope, row } => put(Table::Row, row_key(*scope, &row.key()), json(row)),
        Op::DeleteRow { scope, key } => vec![Write::Delete {
            table: Table::Row,
            key: row_key(*scope, key),
        }],
        Op::DropScope { scope } => vec![
            Write::DeletePrefix {
                table: Table::Row,
                prefix: format!("{scope}|"),
            },
            Write::Delete {
                table: Table::Cursor,
                key: scope.to_string(),
            },
        ],
        Op::Cursor { scope, at } => put(Table::Cursor, scope.to_string(), json(at)),
        Op::ForgetCursor { scope } => vec![Write::Delete {
            table: Table::Cursor,
            key: scope.to_string(),
        }],
        Op::PutItem(item) => put(Table::Outbox, item_key(item.order), json(item)),
        Op::DeleteItem { order } => vec![Write::Delete {
            table: Table::Outbox,
            key: item_key(*order),
        }],
        Op::State(state) => put(Table::State, "sync".to_owned(), json(state)),
        Op::Draft {
            key,
            text: Some(text),
        } => put(Table::Draft, key.clone(), json(text)),
        Op::Draft { key, text: None } => vec![Write::Delete {
            table: Table::Draft,
            key: key.clone(),
        }],
    }
}

/// Everything a store holds, as the change that would make it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Contents {
    pub ops: Vec<Op>,
    /// Records that could not be read; kept where they are, and told.
    pub unreadable: usize,
    /// The last place taken in the outbox, whether its record could be read or not: it is not given again.
    pub order_taken: u64,
}

impl Contents {
    pub fn read(records: impl IntoIterator<Item = (Table, String, Vec<u8>)>) -> Contents {
        let mut contents = Contents::default();
        for (table, key, value) in records {
            contents.see(table, &key);
            match read(table, &key, &value) {
                Some(op) => contents.ops.push(op),
                None => contents.unreadable += 1,
            }
        }
        contents
    }

    /// Notes that there is a record of this key, also if it cannot be opened.
    pub fn see(&mut self, table: Table, key: &str) {
        if table == Table::Outbox {
            self.order_taken = self.order_taken.max(key.parse().unwrap_or(0));
        }
    }
}

fn read(table: Table, key: &str, value: &[u8]) -> Option<Op> {
    match table {
        Table::Row => {
            let scope = key.split('|').next()?.parse().ok()?;
            Some(Op::PutRow {
                scope,
                row: from_json::<WireRow>(value)?,
            })
        }
        Table::Cursor => Some(Op::Cursor {
            scope: key.parse().ok()?,
            at: from_json(value)?,
        }),
        Table::Outbox => Some(Op::PutItem(from_json::<Item>(value)?)),
        Table::State => Some(Op::State(from_json::<SyncState>(value)?)),
        Table::Draft => Some(Op::Draft {
            key: key.to_owned(),
            text: Some(from_json(value)?),
        }),
    }
}

fn row_key(scope: Scope, key: &RowKey) -> String {
    format!("{scope}|{}|{}", key.kind, key.id)
}

/// Ten digits, so that text order is queue order.
fn item_key(order: u64) -> String {
    format!("{order:010}")
}

fn json<T: serde::Serialize>(value: &T) -> Vec<u8> {
    serde_json::to_vec(value).unwrap_or_default()
}

fn from_json<T: DeserializeOwned>(value: &[u8]) -> Option<T> {
    // From text, as the wire is read: one deserializer is all a phone loads.
    serde_json::from_str(std::str::from_utf8(value).ok()?).ok()
}
