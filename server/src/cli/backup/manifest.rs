//! What a backup says of itself, in a small file beside it.

use anyhow::{Context, Result, ensure};
use domain::Instant;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::{fs::File, io::Read, path::Path};
use store::Database;

/// Another layout of a backup gets another number.
const FORMAT: u32 = 1;
/// A manifest has a dozen short lines; a file of this size is something else.
const BYTES_MAX: u64 = 64 << 10;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    pub format: u32,
    pub engine: Engine,
    /// By the office's clock, milliseconds since 1970.
    pub made_at: i64,
    /// The same for people, in Shanghai.
    pub made_on: String,
    pub app_version: String,
    pub schema: u32,
    pub epoch: u32,
    pub feed_head: u64,
    pub rows: u64,
    pub bytes: u64,
    pub sha256: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Engine {
    Sqlite,
    Postgres,
}

/// What the copy holds, read from the copy itself.
#[derive(Clone, Copy, Debug)]
pub struct Facts {
    pub engine: Engine,
    pub schema: u32,
    pub epoch: u32,
    pub feed_head: u64,
    pub rows: u64,
}

impl Engine {
    pub fn of(database: &Database) -> Engine {
        match database {
            Database::File(_) => Engine::Sqlite,
            Database::Postgres(_) => Engine::Postgres,
        }
    }

    pub fn word(self) -> &'static str {
        match self {
            Engine::Sqlite => "SQLite",
            Engine::Postgres => "PostgreSQL",
        }
    }

    /// How a backup's name ends.
    pub fn ending(self) -> &'static str {
        match self {
            Engine::Sqlite => "db",
            Engine::Postgres => "pgdump",
        }
    }
}

impl Manifest {
    pub fn of(file: &Path, facts: Facts, now: Instant) -> Result<Manifest> {
        let (bytes, sha256) = sum(File::open(file)?)?;
        Ok(Manifest {
            format: FORMAT,
            engine: facts.engine,
            made_at: now.0,
            made_on: moment(now),
            app_version: env!("CARGO_PKG_VERSION").to_owned(),
            schema: facts.schema,
            epoch: facts.epoch,
            feed_head: facts.feed_head,
            rows: facts.rows,
            bytes,
            sha256,
        })
    }

    pub fn read(path: &Path) -> Result<Manifest> {
        let opened = File::open(path).with_context(|| {
            format!(
                "no manifest at {}: without it nobody can say whether the backup is whole",
                path.display()
            )
        })?;
        let mut text = String::new();
        opened.take(BYTES_MAX).read_to_string(&mut text)?;
        let manifest: Manifest =
            serde_json::from_str(&text).with_context(|| format!("reading {}", path.display()))?;
        ensure!(
            manifest.format == FORMAT,
            "{} has format {}; this program reads {FORMAT}",
            path.display(),
            manifest.format
        );
        Ok(manifest)
    }

    /// Whether these bytes are the ones that were backed up.
    pub fn check(&self, (bytes, sha256): &(u64, String)) -> Result<()> {
        ensure!(
            *bytes == self.bytes,
            "the backup is not whole: {bytes} bytes, and its manifest says {}",
            self.bytes
        );
        ensure!(
            *sha256 == self.sha256,
            "the backup is damaged: its bytes are not the ones that its manifest names (SHA-256)"
        );
        Ok(())
    }
}

/// Bytes and SHA-256 of everything that `from` has to say.
pub fn sum(mut from: impl Read) -> Result<(u64, String)> {
    let mut hash = Sha256::new();
    let bytes = std::io::copy(&mut from, &mut hash)?;
    Ok((bytes, hex(&hash.finalize())))
}

pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// `2026-11-23 16:42`.
pub fn moment(at: Instant) -> String {
    format!("{} {}", at.day(), at.clock())
}
