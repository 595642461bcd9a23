//! What every command about the store shares: where it is, what time it is there, and who is meant.

use crate::{
    clock::{Clock, parse_instant},
    demo, serve,
};
use anyhow::{Context, Result, ensure};
use clap::Args;
use domain::{Instant, PersonId};
use office::{
    Tx,
    roster::{RecordKey, RecordKind},
    tx::Stored,
};
use std::path::{Path, PathBuf};
use store::{Database, Options, Store};

#[derive(Args)]
pub struct Place {
    /// Folder of the database and of kept builds
    #[arg(long, env = "JIAQIAO_DATA", default_value = "./data")]
    data: PathBuf,
    /// PostgreSQL (postgres://user@host/name) instead of the file in --data
    #[arg(long, env = "DATABASE_URL", hide_env_values = true)]
    database_url: Option<String>,
    /// What time it is at the office (2026-11-23T16:42:00+08:00, or milliseconds); for tests
    #[arg(long, env = "JIAQIAO_CLOCK", hide = true)]
    clock: Option<String>,
}

impl Place {
    /// The store, which must be there.
    pub fn open(&self) -> Result<Store> {
        let database = self.database()?;
        ensure!(
            database.exists()?,
            "no store in {}: import a roster first, or name its folder with --data",
            self.named()
        );
        open(&database)
    }

    /// The store, or an empty one that leaves no trace.
    pub fn open_to_look(&self) -> Result<Store> {
        let database = self.database()?;
        if database.exists()? {
            return open(&database);
        }
        Store::in_memory().context("opening an empty store")
    }

    pub fn open_or_make(&self) -> Result<Store> {
        let database = self.database()?;
        if matches!(database, Database::File(_)) {
            std::fs::create_dir_all(&self.data).with_context(|| format!("making {}", self.data.display()))?;
        }
        open(&database)
    }

    pub fn database(&self) -> Result<Database> {
        Ok(Database::of(
            self.database_url.as_deref(),
            serve::database(&self.data),
        )?)
    }

    pub fn data(&self) -> &Path {
        &self.data
    }

    /// The file of the embedded engine, whether it is there or not.
    pub fn file(&self) -> PathBuf {
        serve::database(&self.data)
    }

    /// What to call the place in a message: an address may hold a password.
    pub fn named(&self) -> String {
        match &self.database_url {
            Some(_) => "the database of --database-url".to_owned(),
            None => self.data.display().to_string(),
        }
    }

    /// The office's clock: the real one, unless the store is a demo, which lives in a week of its own.
    pub fn clock(&self, store: &Store) -> Result<Clock> {
        if let Some(clock) = self.told_clock()? {
            return Ok(clock);
        }
        let demo = store.run(store::work!(|tx| demo_moment(tx).await))?;
        Ok(demo.map_or_else(Clock::real, Clock::starting_at))
    }

    /// The clock that the command line names.
    pub fn told_clock(&self) -> Result<Option<Clock>> {
        let Some(text) = &self.clock else { return Ok(None) };
        let moment = parse_instant(text).context("JIAQIAO_CLOCK is no moment")?;
        Ok(Some(Clock::starting_at(moment)))
    }
}

/// What time it is in a store that is a demo.
pub async fn demo_moment(tx: &mut dyn Tx) -> Stored<Option<Instant>> {
    if demo::is_demo(tx).await? {
        demo::moment(tx).await.map(Some)
    } else {
        Ok(None)
    }
}

fn open(database: &Database) -> Result<Store> {
    Store::open(database, &Options::default()).context("opening the store")
}

/// The person whom the roster calls so.
pub async fn person(tx: &mut dyn Tx, sourced_id: &str) -> Stored<Option<PersonId>> {
    let id = tx
        .record_id(&RecordKey::new(RecordKind::Person, sourced_id))
        .await?;
    Ok(id.map(PersonId))
}
