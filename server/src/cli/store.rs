//! What every command about the store shares: where it is, what time it is there, and who is meant.

use crate::{
    clock::{Clock, parse_instant},
    demo, serve,
};
use anyhow::{Context, Result, ensure};
use clap::Args;
use domain::PersonId;
use office::{
    Tx,
    roster::{RecordKey, RecordKind},
    tx::Stored,
};
use std::path::{Path, PathBuf};
use store::{Inline, Options};

#[derive(Args)]
pub struct Place {
    /// Folder of the database and of kept builds
    #[arg(long, env = "JIAQIAO_DATA", default_value = "./data")]
    data: PathBuf,
    /// What time it is at the office (2026-11-23T16:42:00+08:00, or milliseconds); for tests
    #[arg(long, env = "JIAQIAO_CLOCK", hide = true)]
    clock: Option<String>,
}

impl Place {
    /// The store, which must be there.
    pub fn open(&self) -> Result<Inline> {
        let file = serve::database(&self.data);
        ensure!(
            file.exists(),
            "no store in {}: import a roster first, or name its folder with --data",
            self.data.display()
        );
        self.open_or_make()
    }

    /// The store, or an empty one that leaves no trace.
    pub fn open_to_look(&self) -> Result<Inline> {
        if serve::database(&self.data).exists() {
            return self.open_or_make();
        }
        Inline::open(Path::new(":memory:"), &Options::default()).context("opening an empty store")
    }

    pub fn open_or_make(&self) -> Result<Inline> {
        std::fs::create_dir_all(&self.data).with_context(|| format!("making {}", self.data.display()))?;
        Inline::open(&serve::database(&self.data), &Options::default()).context("opening the store")
    }

    /// The office's clock: the real one, unless the store is a demo, which lives in a week of its own.
    pub fn clock(&self, store: &Inline) -> Result<Clock> {
        if let Some(text) = &self.clock {
            return Ok(Clock::starting_at(
                parse_instant(text).context("JIAQIAO_CLOCK is no moment")?,
            ));
        }
        let demo = store.run(store::work!(|tx| {
            if demo::is_demo(tx).await? {
                demo::moment(tx).await.map(Some)
            } else {
                Ok(None)
            }
        }))?;
        Ok(demo.map_or_else(Clock::real, Clock::starting_at))
    }
}

/// The person whom the roster calls so.
pub async fn person(tx: &mut dyn Tx, sourced_id: &str) -> Stored<Option<PersonId>> {
    let id = tx
        .record_id(&RecordKey::new(RecordKind::Person, sourced_id))
        .await?;
    Ok(id.map(PersonId))
}
