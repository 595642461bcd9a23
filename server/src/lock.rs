//! Who has the data folder: servers share it, a restore wants it alone. The system lets go of it when a process
//! ends, however it ends.

use anyhow::{Context, Result, bail};
use std::{
    fs::{File, TryLockError},
    path::Path,
};

const NAME: &str = "office.lock";

/// Held until dropped.
#[derive(Debug)]
pub struct Hold {
    _file: File,
}

/// For a server: refused only while a restore is under way.
pub fn share(data: &Path) -> Result<Hold> {
    let file = file(data)?;
    match file.try_lock_shared() {
        Ok(()) => Ok(Hold { _file: file }),
        Err(TryLockError::WouldBlock) => bail!("a restore is under way in {}", data.display()),
        Err(TryLockError::Error(error)) => Err(error).context("locking the data folder"),
    }
}

/// For a restore: `None` while a server runs on this folder.
pub fn alone(data: &Path) -> Result<Option<Hold>> {
    let file = file(data)?;
    match file.try_lock() {
        Ok(()) => Ok(Some(Hold { _file: file })),
        Err(TryLockError::WouldBlock) => Ok(None),
        Err(TryLockError::Error(error)) => Err(error).context("locking the data folder"),
    }
}

fn file(data: &Path) -> Result<File> {
    let path = data.join(NAME);
    let opened = File::options()
        .create(true)
        .truncate(false)
        .write(true)
        .open(&path);
    opened.with_context(|| format!("opening {}", path.display()))
}

#[cfg(test)]
mod tests {
    use super::{alone, share};

    #[test]
    fn servers_share_the_folder_and_a_restore_has_it_alone() {
        let data = tempfile::tempdir().expect("a folder");
        let data = data.path();
        let servers = (share(data).expect("one"), share(data).expect("two"));
        assert!(alone(data).expect("an answer").is_none());
        drop(servers);
        let restore = alone(data).expect("an answer").expect("alone");
        let refused = share(data).expect_err("not now").to_string();
        assert!(refused.contains("a restore is under way"), "{refused}");
        drop(restore);
        assert!(share(data).is_ok());
    }
}
