//! Copies of the last builds in the data folder, newest first in `order.json`.

use super::manifest::Manifest;
use crate::limits::BUILDS_KEPT;
use anyhow::{Context, Result};
use std::{
    fs,
    path::{Path, PathBuf},
};

/// Keeps a copy of `folder` and gives the earlier builds that are kept, newest first.
pub fn keep(folder: &Path, manifest: &Manifest, data: &Path) -> Result<Vec<(PathBuf, Manifest)>> {
    let kept = data.join("assets");
    fs::create_dir_all(&kept).with_context(|| format!("making {}", kept.display()))?;
    copy_build(folder, &kept, manifest)?;
    let order = new_order(&kept, &manifest.build);
    write_order(&kept, &order)?;
    forget_others(&kept, &order)?;
    let older = order.iter().skip(1).map(|build| kept.join(build));
    // As with files: what cannot be read is not served.
    Ok(older
        .filter_map(|folder| Manifest::read(&folder).ok().map(|manifest| (folder, manifest)))
        .collect())
}

fn new_order(kept: &Path, build: &str) -> Vec<String> {
    let before = fs::read(kept.join("order.json")).unwrap_or_default();
    let before: Vec<String> = serde_json::from_slice(&before).unwrap_or_default();
    let others = before
        .into_iter()
        .filter(|other| other != build && kept.join(other).is_dir());
    std::iter::once(build.to_owned())
        .chain(others)
        .take(BUILDS_KEPT)
        .collect()
}

/// In one step: half an order would be read as none, and then all earlier builds would be forgotten.
fn write_order(kept: &Path, order: &[String]) -> Result<()> {
    let fresh = kept.join("order.new");
    fs::write(&fresh, serde_json::to_vec(order)?)?;
    fs::rename(&fresh, kept.join("order.json")).context("noting the order of the kept builds")
}

/// Under another name first, so that a copy that broke off is never taken for a build.
fn copy_build(folder: &Path, kept: &Path, manifest: &Manifest) -> Result<()> {
    let place = kept.join(&manifest.build);
    if place.is_dir() {
        return Ok(());
    }
    let fresh = kept.join("new");
    if fresh.is_dir() {
        fs::remove_dir_all(&fresh)?;
    }
    copy_folder(folder, &fresh)?;
    fs::rename(&fresh, &place).with_context(|| format!("keeping a copy of the build in {}", place.display()))
}

fn copy_folder(from: &Path, to: &Path) -> Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let place = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy_folder(&entry.path(), &place)?;
        } else {
            fs::copy(entry.path(), &place)?;
        }
    }
    Ok(())
}

fn forget_others(kept: &Path, order: &[String]) -> Result<()> {
    for entry in fs::read_dir(kept)? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if entry.file_type()?.is_dir() && !order.contains(&name) {
            fs::remove_dir_all(entry.path())?;
        }
    }
    Ok(())
}
