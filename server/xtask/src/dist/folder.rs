//! Writes the assembled files, their compressed copies and manifest.json; a half-written folder is never seen.

use super::assemble::{Assembled, Asset};
use super::cache::Cache;
use super::compress;
use super::manifest::{File, Manifest};
use super::media::is_worth_compressing;
use anyhow::{Context, Result};
use std::collections::BTreeMap;
use std::path::Path;

pub fn write(dist: &Path, assembled: &Assembled, cache: &mut Cache) -> Result<Manifest> {
    let fresh = dist.with_extension("new");
    remove(&fresh)?;
    std::fs::create_dir_all(&fresh)?;
    let mut files = BTreeMap::new();
    for asset in &assembled.assets {
        files.insert(asset.url.clone(), write_asset(&fresh, asset, cache)?);
    }
    let manifest = Manifest {
        build: assembled.build.clone(),
        entry: assembled.entry.clone(),
        files,
    };
    std::fs::write(
        fresh.join(Manifest::NAME),
        serde_json::to_string_pretty(&manifest)? + "\n",
    )?;
    remove(dist)?;
    std::fs::rename(&fresh, dist).with_context(|| format!("putting {} in place", dist.display()))?;
    Ok(manifest)
}

fn write_asset(folder: &Path, asset: &Asset, cache: &mut Cache) -> Result<File> {
    let path = folder.join(&asset.path);
    if let Some(parent) = path.parent() {
        std::fs::create_dir_all(parent)?;
    }
    std::fs::write(&path, &asset.bytes).with_context(|| format!("writing {}", path.display()))?;
    let compressed = match is_worth_compressing(asset.media_type) {
        true => compress::brotli(cache, &asset.bytes)?,
        false => None,
    };
    if let Some(compressed) = &compressed {
        std::fs::write(folder.join(format!("{}.br", asset.path)), compressed)?;
    }
    Ok(File {
        path: asset.path.clone(),
        media_type: asset.media_type.to_owned(),
        bytes: asset.bytes.len() as u64,
        brotli_bytes: compressed.map(|bytes| bytes.len() as u64),
        immutable: asset.immutable,
    })
}

fn remove(folder: &Path) -> Result<()> {
    match std::fs::remove_dir_all(folder) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(error).with_context(|| format!("removing {}", folder.display()))
        }
        _ => Ok(()),
    }
}
