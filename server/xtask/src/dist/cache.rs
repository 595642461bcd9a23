//! Keeps results of slow pure steps, named by the hash of their input, so that a second run takes seconds.

use super::names::sha256_hex;
use anyhow::{Context, Result};
use std::collections::BTreeSet;
use std::path::PathBuf;

pub struct Cache {
    folder: PathBuf,
    used: BTreeSet<String>,
}

impl Cache {
    pub fn open(folder: PathBuf) -> Result<Cache> {
        std::fs::create_dir_all(&folder).with_context(|| format!("making {}", folder.display()))?;
        Ok(Cache {
            folder,
            used: BTreeSet::new(),
        })
    }

    pub fn get(&mut self, key: &str, kind: &str) -> Option<Vec<u8>> {
        let name = format!("{key}.{kind}");
        let found = std::fs::read(self.folder.join(&name)).ok()?;
        self.used.insert(name);
        Some(found)
    }

    /// Written beside and renamed, so that an interrupted build leaves no half entry.
    pub fn put(&mut self, key: &str, kind: &str, bytes: &[u8]) -> Result<()> {
        let name = format!("{key}.{kind}");
        let half = self.folder.join(format!("{name}.half"));
        std::fs::write(&half, bytes)?;
        std::fs::rename(&half, self.folder.join(&name))?;
        self.used.insert(name);
        Ok(())
    }

    /// An empty folder for one step's files, gone when dropped.
    pub fn scratch(&self) -> Result<tempfile::TempDir> {
        Ok(tempfile::tempdir_in(&self.folder)?)
    }

    /// Keeps the folder small: what this build did not use can be made again.
    pub fn forget_unused(&self) -> Result<()> {
        for entry in std::fs::read_dir(&self.folder)? {
            let entry = entry?;
            let is_file = entry.file_type()?.is_file();
            if is_file && !self.used.contains(&*entry.file_name().to_string_lossy()) {
                std::fs::remove_file(entry.path())?;
            }
        }
        Ok(())
    }
}

/// Parts are separated by their lengths, so that no two lists of parts share a key.
pub fn key(parts: &[&[u8]]) -> String {
    let mut all = Vec::new();
    for part in parts {
        all.extend_from_slice(&part.len().to_le_bytes());
        all.extend_from_slice(part);
    }
    sha256_hex(&all)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entry_stays_as_long_as_it_is_used() {
        let folder = tempfile::tempdir().unwrap();
        let mut first = Cache::open(folder.path().into()).unwrap();
        first.put("a", "br", b"1").unwrap();
        first.put("b", "br", b"2").unwrap();
        let mut second = Cache::open(folder.path().into()).unwrap();
        assert_eq!(second.get("a", "br").as_deref(), Some(&b"1"[..]));
        second.forget_unused().unwrap();
        assert_eq!(second.get("a", "br").as_deref(), Some(&b"1"[..]));
        assert_eq!(second.get("b", "br"), None);
    }

    #[test]
    fn moving_a_byte_between_parts_changes_the_key() {
        assert_ne!(key(&[b"ab", b"c"]), key(&[b"a", b"bc"]));
    }
}
