//! `jiaqiao backup`.

pub mod manifest;
pub mod postgres;
pub mod sqlite;
pub mod target;
pub mod tools;

use super::store::Place;
use crate::clock::Clock;
use anyhow::{Result, ensure};
use clap::Args;
use domain::Instant;
use manifest::{Engine, Facts, Manifest};
use std::{
    io::Write,
    path::{Path, PathBuf},
    process::ExitCode,
};
use store::Database;
use target::Target;

/// Write a backup, also while `serve` runs.
///
/// One file that is checked before this says done, and a small manifest beside it (FILE.manifest.json: when, what
/// version, bytes, SHA-256). Both have to be kept; `restore` asks for both. The file holds what the store holds:
/// names, words, password hashes and the keys of phones. Keep it where nobody else reads.
///
/// Nothing is overwritten. Where TO is a folder, the file in it is named after the moment.
#[derive(Args)]
pub struct Backup {
    /// File to write, or a folder
    #[arg(value_name = "TO")]
    to: PathBuf,
    #[command(flatten)]
    place: Place,
}

pub fn run(backup: Backup) -> Result<ExitCode> {
    let database = backup.place.database()?;
    ensure!(
        database.exists()?,
        "no store in {}: nothing to back up",
        backup.place.named()
    );
    let now = clock(&backup.place, &database)?.now();
    let target = Target::of(&backup.to, Engine::of(&database), now)?;
    let facts = match &database {
        Database::File(file) => sqlite::dump(file, target.part())?,
        Database::Postgres(url) => postgres::dump(url, target.part())?,
    };
    let manifest = finish(target, facts, now)?;
    tell(&manifest)
}

/// The office's clock, read without touching the store.
pub fn clock(place: &Place, database: &Database) -> Result<Clock> {
    match database {
        Database::File(file) => sqlite::clock(place, file),
        Database::Postgres(url) => postgres::clock(place, url),
    }
}

/// From here on the bytes are what they are: counted, hashed, on disk, under their names.
fn finish(target: Target, facts: Facts, now: Instant) -> Result<(PathBuf, Manifest)> {
    let manifest = Manifest::of(target.part(), facts, now)?;
    let file = target.finish(&manifest)?;
    Ok((file, manifest))
}

fn tell((file, manifest): &(PathBuf, Manifest)) -> Result<ExitCode> {
    let mut out = std::io::stdout().lock();
    writeln!(out, "已备份 backed up: {}", file.display())?;
    writeln!(
        out,
        "{} bytes, {} rows, epoch {}, SHA-256 {}",
        manifest.bytes, manifest.rows, manifest.epoch, manifest.sha256
    )?;
    Ok(ExitCode::SUCCESS)
}

/// The manifest's place beside its backup.
pub fn manifest_of(file: &Path) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(".manifest.json");
    PathBuf::from(name)
}
