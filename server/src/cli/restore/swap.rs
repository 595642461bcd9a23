//! One file takes another's place: at every moment there is a whole store under the store's name.

use crate::cli::backup::target::{sync_folder, with_more};
use anyhow::{Context, Result, ensure};
use domain::Instant;
use std::{
    fs, io,
    path::{Path, PathBuf},
};

/// What SQLite keeps beside a file. One that is left there would be taken for the new file's.
const BESIDE: [&str; 2] = ["-wal", "-shm"];

/// Gives `file` a second name, then `ready` the first. `whole` says that nothing of the old store lies beside it.
pub fn put_in_place(ready: &Path, file: &Path, now: Instant, whole: bool) -> Result<Option<PathBuf>> {
    let aside = free_name(file, now);
    ensure!(
        !BESIDE.iter().any(|ending| is_taken(&with_more(ready, ending))),
        "the restored store did not close; nothing was changed"
    );
    let mut moved = false;
    if whole {
        // An index over a journal that is gone.
        let _ = fs::remove_file(with_more(file, "-shm"));
        ensure!(
            !is_taken(&with_more(file, "-wal")),
            "the store's journal did not go into it; nothing was changed"
        );
    } else {
        for ending in BESIDE {
            moved |= move_if_there(&with_more(file, ending), &with_more(&aside, ending))?;
        }
    }
    if is_taken(file) {
        // Where a file cannot have two names (a stick, some network folders) it is copied.
        fs::hard_link(file, &aside)
            .or_else(|_| fs::copy(file, &aside).map(drop))
            .with_context(|| format!("moving the store aside to {}", aside.display()))?;
        moved = true;
    }
    sync_folder(file)?;
    fs::rename(ready, file).with_context(|| format!("putting the store in place at {}", file.display()))?;
    sync_folder(file)?;
    Ok(moved.then_some(aside))
}

/// What a restore that ended early left behind.
pub fn forget(ready: &Path) {
    for path in BESIDE.map(|ending| with_more(ready, ending)) {
        let _ = fs::remove_file(path);
    }
    let _ = fs::remove_file(ready);
}

/// `jiaqiao.db.replaced-2026-11-23T1642`.
fn free_name(file: &Path, now: Instant) -> PathBuf {
    let stamp = format!("{}T{}", now.day(), now.clock().replace(':', ""));
    let name = |n: u32| match n {
        1 => with_more(file, &format!(".replaced-{stamp}")),
        n => with_more(file, &format!(".replaced-{stamp}-{n}")),
    };
    let is_free =
        |path: &PathBuf| !is_taken(path) && !BESIDE.iter().any(|ending| is_taken(&with_more(path, ending)));
    (1..).map(name).find(is_free).unwrap_or_else(|| name(0))
}

fn is_taken(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok()
}

fn move_if_there(from: &Path, to: &Path) -> io::Result<bool> {
    match fs::rename(from, to) {
        Ok(()) => Ok(true),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
        Err(error) => Err(error),
    }
}
