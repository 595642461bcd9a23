//! Where a replica rests: IndexedDB, or memory where the browser keeps nothing.

use crate::idb::IdbStore;
use replica::{Change, Contents, MemoryStore, Store, StoreError};

#[derive(Clone)]
pub enum Kept {
    Disk(IdbStore),
    Memory(MemoryStore),
}

impl Kept {
    /// Ends with ciphertext of what was unsent, and nothing else; the connection is closed.
    pub async fn forget_mirror(&self) -> Result<(), StoreError> {
        match self {
            Kept::Disk(store) => {
                let forgotten = store.forget_mirror().await;
                store.close();
                forgotten
            }
            Kept::Memory(_) => Ok(()),
        }
    }

    pub async fn is_stale(&self) -> Result<bool, StoreError> {
        match self {
            Kept::Disk(store) => store.is_stale().await,
            Kept::Memory(_) => Ok(false),
        }
    }
}

impl Store for Kept {
    async fn load(&self) -> Result<Contents, StoreError> {
        match self {
            Kept::Disk(store) => store.load().await,
            Kept::Memory(store) => store.load().await,
        }
    }

    async fn commit(&self, change: &Change) -> Result<(), StoreError> {
        match self {
            Kept::Disk(store) => store.commit(change).await,
            Kept::Memory(store) => store.commit(change).await,
        }
    }
}
