//! The replica's store on IndexedDB: encrypted records, whole transactions.
//!
//! The trap of this database: a transaction commits itself when idle. So everything is read, or encrypted,
//! before it opens; inside it all requests are issued and nothing but the commit is awaited.

use super::store_error;
use crate::crypto;
use futures::future::join_all;
use indexed_db_futures::{
    KeyRange,
    database::Database,
    prelude::*,
    transaction::{Transaction, TransactionDurability, TransactionMode, TransactionOptions},
};
use js_sys::Uint8Array;
use replica::{Change, Contents, Store, StoreError, TABLES, Table, Write, writes};
use std::{cell::Cell, rc::Rc};
use wasm_bindgen::JsValue;
use web_sys::CryptoKey;

const VERSION: u8 = 1;
/// Beside the replica's tables: a number raised by each commit, by which tabs notice each other's.
const META: &str = "meta";
const GENERATION: &str = "generation";

#[derive(Clone)]
pub struct IdbStore {
    database: Rc<Database>,
    key: CryptoKey,
    /// The generation that memory stands at.
    seen: Rc<Cell<f64>>,
}

/// A write with its value sealed, ready for a transaction.
enum Sealed {
    Put {
        table: Table,
        key: String,
        value: Uint8Array,
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

impl IdbStore {
    pub async fn open(name: &str, key: CryptoKey) -> Result<IdbStore, StoreError> {
        let opened = Database::open(name)
            .with_version(VERSION)
            .with_on_upgrade_needed(|_, database| {
                for table in TABLES.map(Table::name).into_iter().chain([META]) {
                    database.create_object_store(table).build()?;
                }
                Ok(())
            })
            .await
            .map_err(|_| StoreError::Gone)?;
        Ok(IdbStore {
            database: Rc::new(opened),
            key,
            seen: Rc::new(Cell::new(0.0)),
        })
    }

    /// Whether another tab has committed since memory was loaded.
    pub async fn is_stale(&self) -> Result<bool, StoreError> {
        Ok(self.generation().await? != self.seen.get())
    }

    async fn generation(&self) -> Result<f64, StoreError> {
        let tx = self
            .database
            .transaction([META])
            .build()
            .map_err(|e| store_error(&e))?;
        let meta = tx.object_store(META).map_err(|e| store_error(&e))?;
        let found: Option<JsValue> = meta
            .get(GENERATION)
            .primitive()
            .map_err(|e| store_error(&e))?
            .await
            .map_err(|e| store_error(&e))?;
        Ok(found.and_then(|value| value.as_f64()).unwrap_or(0.0))
    }

    /// Forgets the mirror and keeps what nobody else has: the sealed texts of this person.
    pub async fn forget_mirror(&self) -> Result<(), StoreError> {
        let forget = || -> Result<Transaction<'_>, indexed_db_futures::error::Error> {
            let tx = self.begin(true)?;
            for table in [Table::Row, Table::Cursor, Table::State] {
                drop(tx.object_store(table.name())?.clear()?);
            }
            // A tab that has not heard of it finds another number than its own, and reads again.
            let meta = tx.object_store(META)?;
            drop(
                meta.put(JsValue::from_f64(self.seen.get() + 1.0))
                    .with_key(GENERATION)
                    .primitive()?,
            );
            drop(meta);
            Ok(tx)
        };
        let tx = forget().map_err(|e| store_error(&e))?;
        tx.commit().await.map_err(|e| store_error(&e))
    }

    /// Issues a change and drops the transaction before its commit, as a page that dies there does.
    #[cfg(feature = "suite")]
    pub async fn abort_halfway(&self, change: &Change) {
        let sealed = join_all(writes(change).into_iter().map(|write| self.seal(write))).await;
        drop(self.issue(sealed.into_iter().flatten().collect(), true, f64::MAX));
    }

    pub fn close(&self) {
        self.database.as_ref().clone().close();
    }

    fn begin(&self, strict: bool) -> Result<Transaction<'_>, indexed_db_futures::error::Error> {
        let durability = if strict {
            TransactionDurability::Strict
        } else {
            TransactionDurability::Relaxed
        };
        let mut options = TransactionOptions::new();
        options.set_durability(durability);
        let names: Vec<&str> = TABLES.map(Table::name).into_iter().chain([META]).collect();
        self.database
            .transaction(names.as_slice())
            .with_mode(TransactionMode::Readwrite)
            .with_options(options)
            .build()
    }

    async fn seal(&self, write: Write) -> Option<Sealed> {
        Some(match write {
            Write::Put { table, key, value } => {
                let value = crypto::seal(&self.key, &place(table, &key), &value).await?;
                Sealed::Put { table, key, value }
            }
            Write::Delete { table, key } => Sealed::Delete { table, key },
            Write::DeletePrefix { table, prefix } => Sealed::DeletePrefix { table, prefix },
        })
    }

    /// Issues every request of one change; if one cannot be issued, dropping the transaction aborts it all.
    fn issue(
        &self,
        sealed: Vec<Sealed>,
        strict: bool,
        generation: f64,
    ) -> Result<Transaction<'_>, indexed_db_futures::error::Error> {
        let tx = self.begin(strict)?;
        for write in sealed {
            match write {
                Sealed::Put { table, key, value } => {
                    let store = tx.object_store(table.name())?;
                    drop(store.put(JsValue::from(value)).with_key(key).primitive()?);
                }
                Sealed::Delete { table, key } => {
                    drop(tx.object_store(table.name())?.delete(key).primitive()?)
                }
                Sealed::DeletePrefix { table, prefix } => {
                    // '|' is followed by kinds in small letters; '}' comes after all of them.
                    let range = KeyRange::Bound(prefix.clone(), false, prefix + "}", true);
                    drop(
                        tx.object_store(table.name())?
                            .delete::<String, _>(range)
                            .primitive()?,
                    );
                }
            }
        }
        let meta = tx.object_store(META)?;
        drop(
            meta.put(JsValue::from_f64(generation))
                .with_key(GENERATION)
                .primitive()?,
        );
        drop(meta);
        Ok(tx)
    }

    /// Keys and records of a table, read in one transaction.
    async fn read(&self, table: Table) -> Result<Vec<(String, JsValue)>, StoreError> {
        let failed = |e| store_error(&e);
        let tx = self
            .database
            .transaction([table.name()])
            .build()
            .map_err(failed)?;
        let store = tx.object_store(table.name()).map_err(failed)?;
        let keys = store.get_all_keys::<JsValue>().primitive().map_err(failed)?;
        let values = store.get_all::<JsValue>().primitive().map_err(failed)?;
        let (keys, values) = (keys.await.map_err(failed)?, values.await.map_err(failed)?);
        let pairs = keys
            .zip(values)
            .filter_map(|(key, value)| Some((key.ok()?.as_string()?, value.ok()?)));
        Ok(pairs.collect())
    }
}

impl Store for IdbStore {
    async fn load(&self) -> Result<Contents, StoreError> {
        let generation = self.generation().await?;
        let mut records = Vec::new();
        let mut unreadable = 0;
        let mut keys = Vec::new();
        for table in TABLES {
            let pairs = self.read(table).await?;
            keys.extend(pairs.iter().map(|(key, _)| (table, key.clone())));
            let opened = join_all(pairs.into_iter().map(|(key, value)| async move {
                let plain = crypto::open(&self.key, &place(table, &key), &value).await;
                plain.map(|plain| (table, key, plain))
            }));
            for record in opened.await {
                match record {
                    Some(record) => records.push(record),
                    None => unreadable += 1,
                }
            }
        }
        self.seen.set(generation);
        let mut contents = Contents::read(records);
        contents.unreadable += unreadable;
        keys.iter().for_each(|(table, key)| contents.see(*table, key));
        Ok(contents)
    }

    async fn commit(&self, change: &Change) -> Result<(), StoreError> {
        let sealed = join_all(writes(change).into_iter().map(|write| self.seal(write))).await;
        let sealed: Option<Vec<Sealed>> = sealed.into_iter().collect();
        let generation = self.seen.get() + 1.0;
        let tx = self
            .issue(sealed.ok_or(StoreError::Aborted)?, change.strict, generation)
            .map_err(|e| store_error(&e))?;
        tx.commit().await.map_err(|e| store_error(&e))?;
        self.seen.set(generation);
        Ok(())
    }
}

fn place(table: Table, key: &str) -> String {
    format!("{}|{key}", table.name())
}
