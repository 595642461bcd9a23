//! Reads `public/`: the files that are served as they are, or after their placeholders are filled.

use anyhow::{Context, Result};
use std::path::Path;

pub struct PublicFile {
    /// Relative to `public/`, with forward slashes.
    pub path: String,
    pub bytes: Vec<u8>,
}

pub fn read(folder: &Path) -> Result<Vec<PublicFile>> {
    walk(folder)?
        .into_iter()
        .map(|path| {
            let bytes =
                std::fs::read(folder.join(&path)).with_context(|| format!("reading public/{path}"))?;
            Ok(PublicFile { path, bytes })
        })
        .collect()
}

/// Paths of all files under `folder`, sorted; hidden ones are left out.
pub fn walk(folder: &Path) -> Result<Vec<String>> {
    let mut found = Vec::new();
    walk_into(folder, "", &mut found)?;
    found.sort();
    Ok(found)
}

fn walk_into(folder: &Path, prefix: &str, found: &mut Vec<String>) -> Result<()> {
    for entry in std::fs::read_dir(folder).with_context(|| format!("reading {}", folder.display()))? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if name.starts_with('.') {
            continue;
        }
        let path = format!("{prefix}{name}");
        if entry.file_type()?.is_dir() {
            walk_into(&entry.path(), &format!("{path}/"), found)?;
        } else {
            found.push(path);
        }
    }
    Ok(())
}
