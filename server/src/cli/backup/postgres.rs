//! A backup of a PostgreSQL store: `pg_dump`'s custom format, of the very moment that the manifest tells of.

use super::{
    manifest::{Engine, Facts},
    tools::{Tools, succeeded},
};
use crate::{
    cli::store::{Place, demo_moment},
    clock::Clock,
};
use anyhow::{Context, Result, ensure};
use std::{path::Path, process::Stdio};
use store::PgLook;

/// Where our tables are; others in the same database are none of ours.
pub const SCHEMA_NAME: &str = "public";
/// What a dump waits for a table that somebody changes the shape of.
const LOCK_WAIT: &str = "--lock-wait-timeout=60000";

pub fn dump(url: &str, to: &Path) -> Result<Facts> {
    let mut look = PgLook::open(url).context("reaching the database")?;
    in_public(&mut look)?;
    let facts = facts(&mut look)?;
    let tools = Tools::find(url, look.major()?)?;
    let snapshot = look.snapshot()?;
    let dumped = tools
        .connected("pg_dump")
        .args(["--format=custom", "--no-owner", "--no-privileges", LOCK_WAIT])
        .args(["--schema", SCHEMA_NAME, "--snapshot", &snapshot, "--file"])
        .arg(to)
        .output()
        .context("starting pg_dump")?;
    succeeded("pg_dump", &dumped)?;
    check(&tools, to)?;
    Ok(facts)
}

/// Reads every byte back, as a restore would.
fn check(tools: &Tools, file: &Path) -> Result<()> {
    let read = tools
        .command("pg_restore")
        .arg("--file=-")
        .arg(file)
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .and_then(std::process::Child::wait_with_output)
        .context("starting pg_restore")?;
    succeeded("reading the backup again: pg_restore", &read)
}

pub fn in_public(look: &mut PgLook) -> Result<()> {
    let schema = look.current_schema()?;
    ensure!(
        schema.as_deref() == Some(SCHEMA_NAME),
        "the address leads to the schema {}; backups are made of, and restored to, {SCHEMA_NAME}",
        schema.unwrap_or_default()
    );
    Ok(())
}

fn facts(look: &mut PgLook) -> Result<Facts> {
    let (epoch, feed_head) = look
        .run(store::work!(|tx| Ok((tx.epoch().await?, tx.feed_head().await?))))
        .context("this is no store of jiaqiao")?;
    Ok(Facts {
        engine: Engine::Postgres,
        schema: look.schema()?,
        epoch,
        feed_head,
        rows: look.rows_count()?,
    })
}

/// The office's clock, read without touching the store.
pub fn clock(place: &Place, url: &str) -> Result<Clock> {
    if let Some(clock) = place.told_clock()? {
        return Ok(clock);
    }
    let mut look = PgLook::open(url).context("reaching the database")?;
    let moment = look.run(store::work!(|tx| demo_moment(tx).await));
    Ok(moment.ok().flatten().map_or_else(Clock::real, Clock::starting_at))
}
