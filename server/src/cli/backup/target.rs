//! Where a backup goes: under a temporary name until it is checked and on disk, over nothing that exists.

use super::{
    manifest::{Engine, Manifest},
    manifest_of,
};
use anyhow::{Context, Result, bail, ensure};
use domain::Instant;
use std::{
    fs::{self, File, TryLockError},
    os::unix::fs::OpenOptionsExt,
    path::{Path, PathBuf},
};

/// The owner alone: a backup holds everything that the store holds.
const MODE: u32 = 0o600;

/// Locked while it is written, so that two backups to one name do not meet; removed if it comes to nothing.
pub struct Target {
    file: PathBuf,
    part: PathBuf,
    lock: File,
}

impl Target {
    pub fn of(to: &Path, engine: Engine, now: Instant) -> Result<Target> {
        let file = if to.is_dir() {
            let clock = now.clock().replace(':', "");
            to.join(format!("jiaqiao-{}T{clock}.{}", now.day(), engine.ending()))
        } else {
            to.to_owned()
        };
        let part = with_more(&file, ".part");
        let lock = open(&part)?;
        match lock.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => bail!("another backup to {} is under way", file.display()),
            Err(TryLockError::Error(error)) => return Err(error).context("locking the backup"),
        }
        let target = Target { file, part, lock };
        for taken in [&target.file, &manifest_of(&target.file)] {
            ensure!(
                fs::symlink_metadata(taken).is_err(),
                "{} exists; a backup overwrites nothing",
                taken.display()
            );
        }
        // Left over from a backup that was killed.
        target.lock.set_len(0)?;
        Ok(target)
    }

    /// An empty file, for the engine to fill.
    pub fn part(&self) -> &Path {
        &self.part
    }

    /// The manifest comes last: a backup without one is not finished.
    pub fn finish(self, manifest: &Manifest) -> Result<PathBuf> {
        File::open(&self.part)?.sync_all()?;
        let manifest_file = manifest_of(&self.file);
        let manifest_part = with_more(&manifest_file, ".part");
        let written = open(&manifest_part)?;
        written.set_len(0)?;
        serde_json::to_writer_pretty(&written, manifest)?;
        written.sync_all()?;
        fs::rename(&self.part, &self.file)?;
        fs::rename(manifest_part, manifest_file)?;
        sync_folder(&self.file)?;
        Ok(self.file.clone())
    }
}

impl Drop for Target {
    fn drop(&mut self) {
        // After `finish` it is there no more.
        let _ = fs::remove_file(&self.part);
    }
}

/// A rename is on disk when its folder is.
pub fn sync_folder(of: &Path) -> Result<()> {
    let folder = of.parent().filter(|folder| !folder.as_os_str().is_empty());
    File::open(folder.unwrap_or(Path::new(".")))?.sync_all()?;
    Ok(())
}

/// A new file that its owner alone reads, or the one that is there.
pub fn open(path: &Path) -> Result<File> {
    let opened = File::options()
        .create(true)
        .truncate(false)
        .read(true)
        .write(true)
        .mode(MODE)
        .open(path);
    opened.with_context(|| format!("writing {}", path.display()))
}

pub fn with_more(path: &Path, more: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(more);
    PathBuf::from(name)
}
