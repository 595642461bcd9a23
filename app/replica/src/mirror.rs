//! The mirror: the office's rows as last pulled, by scope, and the newest of each row over all scopes.

use domain::{Row, RowKey, Scope};
use protocol::{Cursors, WireRow};
use std::{collections::BTreeMap, sync::Arc};

/// A row as held here; `row` is `None` for a kind that this version of the app does not know.
#[derive(Clone, Debug, PartialEq)]
pub struct Held {
    pub wire: WireRow,
    pub row: Option<Row>,
}

#[derive(Clone, Debug, Default)]
pub struct Mirror {
    scopes: BTreeMap<Scope, BTreeMap<RowKey, Arc<Held>>>,
    pub cursors: Cursors,
    merged: Arc<BTreeMap<RowKey, Arc<Held>>>,
}

impl Mirror {
    pub fn merged(&self) -> Arc<BTreeMap<RowKey, Arc<Held>>> {
        Arc::clone(&self.merged)
    }

    pub fn scopes(&self) -> impl Iterator<Item = (&Scope, &BTreeMap<RowKey, Arc<Held>>)> {
        self.scopes.iter()
    }

    pub fn put(&mut self, scope: Scope, wire: WireRow) {
        let key = wire.key();
        let row = wire.body.as_ref().and_then(|body| Row::decode(&wire.kind, body));
        let held = Arc::new(Held { wire, row });
        self.scopes
            .entry(scope)
            .or_default()
            .insert(key.clone(), Arc::clone(&held));
        let merged = Arc::make_mut(&mut self.merged);
        match merged.get(&key) {
            Some(other) if other.wire.version > held.wire.version => {}
            _ => drop(merged.insert(key, held)),
        }
    }

    pub fn delete(&mut self, scope: Scope, key: &RowKey) {
        if let Some(rows) = self.scopes.get_mut(&scope) {
            rows.remove(key);
            self.merge_again(key);
        }
    }

    pub fn drop_scope(&mut self, scope: Scope) {
        self.cursors.remove(&scope);
        for key in self.scopes.remove(&scope).unwrap_or_default().into_keys() {
            self.merge_again(&key);
        }
    }

    /// After a row left one scope: another scope may still hold it.
    fn merge_again(&mut self, key: &RowKey) {
        let newest = self
            .scopes
            .values()
            .filter_map(|rows| rows.get(key))
            .max_by_key(|held| held.wire.version);
        let newest = newest.cloned();
        let merged = Arc::make_mut(&mut self.merged);
        match newest {
            Some(held) => drop(merged.insert(key.clone(), held)),
            None => drop(merged.remove(key)),
        }
    }
}
