//! `jiaqiao restore`.

mod postgres;
mod sqlite;
mod swap;

use super::{
    backup::{
        manifest::{Engine, Manifest, hex, moment},
        manifest_of,
    },
    store::Place,
};
use anyhow::{Result, ensure};
use clap::Args;
use domain::Instant;
use std::{io::Write, path::PathBuf, process::ExitCode};
use store::Database;

/// Put a backup in the place of the store.
///
/// Stop `serve` first. The backup is checked before anything is touched. Phones then hear a new epoch: they read
/// everything anew and send again what was accepted in the last 7 days, so what was written after the backup
/// comes back with them, once. Whoever signed in after the backup signs in again; their phones keep what they
/// hold.
///
/// What administrators did after the backup is undone, and listed where the replaced store can be read.
#[derive(Args)]
pub struct Restore {
    /// The backup; its manifest lies beside it
    #[arg(value_name = "FROM")]
    from: PathBuf,
    /// Take the place of a store that is there; it is moved aside, not deleted
    #[arg(long, env = "JIAQIAO_REPLACE")]
    replace: bool,
    #[command(flatten)]
    place: Place,
}

/// A restore that is done.
struct Restored {
    epoch: u32,
    /// Where the store went that was there.
    aside: Option<String>,
    undone: Undone,
}

/// What administrators had done in the replaced store after the backup.
enum Undone {
    /// There was none.
    Nothing,
    Unreadable,
    /// When, and what; at most [`ACTS_MAX`].
    Acts(Vec<(i64, String)>),
}

/// More is a roster's import, line by line; a person reads no more than this.
const ACTS_MAX: usize = 200;

pub fn run(restore: Restore) -> Result<ExitCode> {
    let from = backup_of(restore.from);
    let manifest = Manifest::read(&manifest_of(&from))?;
    let database = restore.place.database()?;
    let engine = Engine::of(&database);
    ensure!(
        manifest.engine == engine,
        "{} is a backup of {}, and {} is named: leave --database-url (DATABASE_URL) out for SQLite, give it for \
         PostgreSQL",
        from.display(),
        manifest.engine.word(),
        engine.word()
    );
    let (place, replace) = (&restore.place, restore.replace);
    let restored = match &database {
        Database::File(_) => sqlite::restore(&from, &manifest, place, replace)?,
        Database::Postgres(url) => postgres::restore(&from, &manifest, place, url, replace)?,
    };
    tell(&manifest, &restored)?;
    Ok(ExitCode::SUCCESS)
}

/// Whoever names the manifest means the backup beside it.
fn backup_of(from: PathBuf) -> PathBuf {
    let name = from.to_str().and_then(|name| name.strip_suffix(".manifest.json"));
    name.map(PathBuf::from).unwrap_or(from)
}

fn tell(manifest: &Manifest, restored: &Restored) -> Result<()> {
    let mut out = std::io::stdout().lock();
    writeln!(
        out,
        "已恢复 restored: {} · {} rows · epoch {} -> {}",
        manifest.made_on, manifest.rows, manifest.epoch, restored.epoch
    )?;
    if let Some(aside) = &restored.aside {
        writeln!(out, "原库在 the store before: {}", aside)?;
    }
    match &restored.undone {
        Undone::Acts(acts) if !acts.is_empty() => {
            writeln!(
                out,
                "备份之后的管理操作,需要重做 done after the backup, to be done again:"
            )?;
            for (at, act) in acts {
                writeln!(out, "  {}  {act}", moment(Instant(*at)))?;
            }
        }
        Undone::Acts(_) => {}
        Undone::Nothing | Undone::Unreadable => writeln!(
            out,
            "备份之后的管理操作无从得知 what administrators did after the backup is not known: ended guardianships, \
             signed-out phones, disabled accounts and imports since then have to be done again"
        )?,
    }
    writeln!(
        out,
        "启动后,手机会把之后已送达的内容再送一次 start `jiaqiao serve`: phones send again what was accepted since"
    )?;
    Ok(())
}
