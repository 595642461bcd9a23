//! The port to a device's storage, and the one that rests in memory.

use crate::{
    change::Change,
    record::{Contents, Table, Write, writes},
};
use std::{cell::RefCell, collections::BTreeMap, rc::Rc};

/// A commit takes effect whole or not at all; `load` gives what the last commit left.
#[expect(
    async_fn_in_trait,
    reason = "a device has one thread; nothing here is sent to another"
)]
pub trait Store {
    async fn load(&self) -> Result<Contents, StoreError>;
    async fn commit(&self, change: &Change) -> Result<(), StoreError>;
}

/// Why a device could not keep something; the text is still on screen then.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StoreError {
    /// No room left, or the outbox is at its limit.
    Full,
    /// The database was closed under us (another tab upgrades it, the browser took it away).
    Gone,
    /// The transaction was undone for another reason.
    Aborted,
}

type Records = BTreeMap<(Table, String), Vec<u8>>;

/// Records in memory: the store of tests, of the simulator, and of a browser that has no other.
#[derive(Clone, Default)]
pub struct MemoryStore {
    tables: Rc<RefCell<Records>>,
    fail: Rc<RefCell<Option<StoreError>>>,
}

impl MemoryStore {
    /// The next commit fails, and leaves nothing behind.
    pub fn fail_next(&self, error: StoreError) {
        *self.fail.borrow_mut() = Some(error);
    }

    /// Ends with the device: what is here is what a forensic reader would find.
    pub fn keys(&self) -> Vec<(Table, String)> {
        self.tables.borrow().keys().cloned().collect()
    }
}

impl Store for MemoryStore {
    async fn load(&self) -> Result<Contents, StoreError> {
        let tables = self.tables.borrow();
        Ok(Contents::read(tables.iter().map(|((table, key), value)| {
            (*table, key.clone(), value.clone())
        })))
    }

    async fn commit(&self, change: &Change) -> Result<(), StoreError> {
        if let Some(error) = self.fail.borrow_mut().take() {
            return Err(error);
        }
        let mut tables = self.tables.borrow_mut();
        for write in writes(change) {
            match write {
                Write::Put { table, key, value } => drop(tables.insert((table, key), value)),
                Write::Delete { table, key } => drop(tables.remove(&(table, key))),
                Write::DeletePrefix { table, prefix } => {
                    tables.retain(|(of, key), _| *of != table || !key.starts_with(&prefix));
                }
            }
        }
        Ok(())
    }
}
