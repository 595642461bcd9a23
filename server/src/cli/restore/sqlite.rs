//! Restoring a SQLite store: everything is made ready beside it, then takes its place in one rename.

use super::{ACTS_MAX, Restored, Undone, hex, swap};
use crate::{
    cli::{
        backup::{
            manifest::Manifest,
            sqlite::{clock, facts},
            target::{open, with_more},
        },
        store::Place,
    },
    high_mark::HighMark,
    lock,
};
use anyhow::{Context, Result, bail, ensure};
use domain::Instant;
use office::accounts::Secret;
use sha2::{Digest, Sha256};
use std::{
    fs::{self, File},
    io::{Read, Write},
    path::Path,
};
use store::{Alone, Inline, Look, NotAlone, Options, SCHEMA};

pub fn restore(from: &Path, manifest: &Manifest, place: &Place, replace: bool) -> Result<Restored> {
    let (data, file) = (place.data(), place.file());
    fs::create_dir_all(data).with_context(|| format!("making {}", data.display()))?;
    let _hold = lock::alone(data)?.with_context(|| running(data))?;
    let is_there = fs::symlink_metadata(&file).is_ok();
    ensure!(
        !is_there || replace,
        "there is a store in {}; --replace moves it aside and puts the backup in its place",
        data.display()
    );
    let before = is_there.then(|| Before::read(&file, manifest));
    let ready = with_more(&file, ".restoring");
    let done = make_ready(from, manifest, place, &ready, before.as_ref()).and_then(|(epoch, now)| {
        // Nothing was touched until here.
        // What SQLite cannot read nobody serves; it is moved aside as it is, journal and all.
        let readable = is_there && Look::open(&file).is_ok_and(|look| look.is_database());
        let alone = match readable.then(|| Alone::take(&file)) {
            Some(Err(NotAlone::InUse)) => bail!(running(data)),
            Some(Ok(alone)) => Some(alone),
            Some(Err(NotAlone::Unreadable(_))) | None => None,
        };
        let aside = swap::put_in_place(&ready, &file, now, alone.is_some())?;
        Ok((epoch, aside))
    });
    let (epoch, aside) = done.inspect_err(|_| swap::forget(&ready))?;
    Ok(Restored {
        epoch,
        aside: aside.map(|path| path.display().to_string()),
        undone: before.map_or(Undone::Nothing, |before| before.undone),
    })
}

fn running(data: &Path) -> String {
    format!(
        "some process works on the store in {}: stop `jiaqiao serve` and every other command, then try again",
        data.display()
    )
}

/// What is to be known of the store that is replaced, as far as it can be read.
struct Before {
    epoch: u32,
    secret: Option<Secret>,
    undone: Undone,
}

impl Before {
    fn read(file: &Path, manifest: &Manifest) -> Before {
        let look = Look::open(file);
        let read = look.and_then(|look| {
            let (epoch, secret) =
                look.run(store::work!(|tx| Ok((tx.epoch().await?, tx.key_secret().await?))))?;
            let acts = look.admin_acts_after(manifest.made_at, ACTS_MAX)?;
            Ok(Before {
                epoch,
                secret,
                undone: Undone::Acts(acts),
            })
        });
        read.unwrap_or(Before {
            epoch: 0,
            secret: None,
            undone: Undone::Unreadable,
        })
    }
}

/// Copies the backup to `ready`, checks it there, brings its schema up to date and raises its epoch.
fn make_ready(
    from: &Path,
    manifest: &Manifest,
    place: &Place,
    ready: &Path,
    before: Option<&Before>,
) -> Result<(u32, Instant)> {
    swap::forget(ready);
    manifest.check(&copy(from, ready)?)?;
    let look = Look::open(ready).context("opening the backup")?;
    if let Some(damage) = look.damage().context("the backup is damaged")? {
        bail!("the backup is damaged: {damage}");
    }
    let schema = facts(&look)?.schema;
    ensure!(
        schema <= SCHEMA,
        "the backup was made by a newer jiaqiao ({}, schema {schema}; this one knows {SCHEMA}): use that one",
        manifest.app_version
    );
    drop(look);
    let now = clock(place, ready)?.now();
    let store = Inline::open(ready, &Options::default()).context("bringing the backup up to date")?;
    // The folder may remember an epoch that the store before did not live to tell.
    let kept = HighMark::of(place.data(), &place.database()?).kept();
    let above = before
        .map_or(0, |before| before.epoch)
        .max(kept.map_or(0, |kept| kept.epoch));
    let secret = before.and_then(|before| before.secret);
    let detail = format!("backup of {}, epoch {}", manifest.made_on, manifest.epoch);
    let epoch = store.run(store::work!(|tx| {
        if let Some(secret) = secret {
            // Phones that signed in after the backup got keys from this one.
            tx.set_key_secret(&secret).await?;
        }
        let epoch = office::raise_epoch(tx, above, now).await?;
        tx.log("restore", &format!("{detail} -> {epoch}"), now).await?;
        Ok(epoch)
    }))?;
    // Closing moves everything into the file itself.
    drop(store);
    File::open(ready)?.sync_all()?;
    Ok((epoch, now))
}

/// Copies and hashes the bytes that are used; what lies at `from` might change later.
fn copy(from: &Path, to: &Path) -> Result<(u64, String)> {
    let mut source = File::open(from).with_context(|| format!("opening {}", from.display()))?;
    let mut target = open(to)?;
    let (mut hash, mut bytes) = (Sha256::new(), 0);
    let mut piece = vec![0; 1 << 20];
    loop {
        let read = source.read(&mut piece)?;
        if read == 0 {
            break;
        }
        hash.update(&piece[..read]);
        target.write_all(&piece[..read])?;
        bytes += read as u64;
    }
    target.sync_all()?;
    Ok((bytes, hex(&hash.finalize())))
}
