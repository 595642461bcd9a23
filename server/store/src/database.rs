//! The store for whoever need not know what speaks SQL underneath.

use crate::{Options, PgStore, SqliteStore, Work};
use office::StoreError;
use std::path::{Path, PathBuf};

/// Where a store lives.
#[derive(Clone)]
pub enum Database {
    File(PathBuf),
    /// An address like `postgres://user@host/name`. It may hold a password: never show it.
    Postgres(String),
}

const POSTGRES: [&str; 2] = ["postgres://", "postgresql://"];

impl Database {
    /// `file` unless an address is given.
    pub fn of(url: Option<&str>, file: PathBuf) -> Result<Database, StoreError> {
        match url.filter(|url| !url.is_empty()) {
            None => Ok(Database::File(file)),
            Some(url) if POSTGRES.iter().any(|scheme| url.starts_with(scheme)) => {
                Ok(Database::Postgres(url.to_owned()))
            }
            Some(_) => Err(StoreError::Broken(
                "a database's address begins with postgres://".into(),
            )),
        }
    }

    /// Whether a store was ever made there.
    pub fn exists(&self) -> Result<bool, StoreError> {
        match self {
            Database::File(path) => Ok(path.exists()),
            Database::Postgres(url) => PgStore::exists(url),
        }
    }
}

#[derive(Clone)]
pub enum Store {
    Sqlite(SqliteStore),
    Postgres(PgStore),
}

impl Store {
    /// Brings the schema up to date; blocks until the store answers.
    pub fn open(database: &Database, options: &Options) -> Result<Store, StoreError> {
        match database {
            Database::File(path) => SqliteStore::open(path, options).map(Store::Sqlite),
            Database::Postgres(url) => PgStore::open(url, options).map(Store::Postgres),
        }
    }

    /// An empty store that leaves no trace.
    pub fn in_memory() -> Result<Store, StoreError> {
        let options = Options {
            readers: 0,
            ..Options::default()
        };
        SqliteStore::open(Path::new(":memory:"), &options).map(Store::Sqlite)
    }

    /// Resolves when the work is committed and on disk, or undone.
    pub async fn write<T: Send + 'static>(&self, work: Work<T>) -> Result<T, StoreError> {
        match self {
            Store::Sqlite(store) => store.write(work).await,
            Store::Postgres(store) => store.write(work).await,
        }
    }

    /// Work that only reads, on a snapshot of its own.
    pub async fn read<T: Send + 'static>(&self, work: Work<T>) -> Result<T, StoreError> {
        match self {
            Store::Sqlite(store) => store.read(work).await,
            Store::Postgres(store) => store.read(work).await,
        }
    }

    /// As [`Store::write`], on a thread that may wait: for the command line.
    pub fn run<T: Send + 'static>(&self, work: Work<T>) -> Result<T, StoreError> {
        futures::executor::block_on(self.write(work))
    }
}
