//! A backup of a SQLite store: a copy of one moment, checked.

use super::manifest::{Engine, Facts};
use crate::{
    cli::store::{Place, demo_moment},
    clock::Clock,
};
use anyhow::{Context, Result, bail};
use std::path::Path;
use store::Look;

/// Copies and checks; the office goes on writing meanwhile.
pub fn dump(from: &Path, to: &Path) -> Result<Facts> {
    let look = Look::open(from).context("opening the store")?;
    look.copy_to(to).context("copying the store")?;
    let copy = Look::open(to).context("opening the copy")?;
    if let Some(damage) = copy.damage().context("checking the copy")? {
        bail!("the copy is damaged, and so may be the store (`jiaqiao doctor` says more): {damage}");
    }
    facts(&copy)
}

/// What a file of ours holds.
pub fn facts(look: &Look) -> Result<Facts> {
    let (epoch, feed_head) = look
        .run(store::work!(|tx| Ok((tx.epoch().await?, tx.feed_head().await?))))
        .context("this is no store of jiaqiao")?;
    Ok(Facts {
        engine: Engine::Sqlite,
        schema: look.schema()?,
        epoch,
        feed_head,
        rows: look.rows_count()?,
    })
}

/// The office's clock, read without touching the store.
pub fn clock(place: &Place, file: &Path) -> Result<Clock> {
    if let Some(clock) = place.told_clock()? {
        return Ok(clock);
    }
    let look = Look::open(file).context("opening the store")?;
    // A store of another schema is no demo of this build's, and goes by the real time.
    let moment = look.run(store::work!(|tx| demo_moment(tx).await));
    Ok(moment.ok().flatten().map_or_else(Clock::real, Clock::starting_at))
}
