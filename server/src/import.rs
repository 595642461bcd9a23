//! Bringing a roster into the store: from a folder, an archive or the binary itself, all or nothing.

use anyhow::{Context, Result};
use domain::{Day, Instant};
use office::{
    Ids, StoreError, Tx,
    people::{self, Applied},
    roster::{self, Members, Plan, Reading},
};
use std::{fs, path::Path};

/// Reads a folder of CSV files or a zip archive. What is wrong with it is said by the plan.
pub fn read(path: &Path) -> Result<Reading> {
    let about = fs::metadata(path).with_context(|| format!("reading {}", path.display()))?;
    if about.is_dir() {
        return Ok(roster::read(members_of(path)?));
    }
    let bytes = fs::read(path).with_context(|| format!("reading {}", path.display()))?;
    // A single file that is no archive is looked at by its name: a table of a spreadsheet says so.
    if !bytes.starts_with(b"PK") {
        let name = path
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        return Ok(roster::read(roster::from_files(vec![(name, bytes)])));
    }
    Ok(match roster::from_zip(&bytes) {
        Ok(members) => roster::read(members),
        Err(findings) => Reading::refused(findings),
    })
}

/// The plan against what the store holds.
pub async fn plan(tx: &mut dyn Tx, reading: Reading, today: Day) -> Result<Plan, StoreError> {
    Ok(roster::plan(reading, &tx.records().await?, today))
}

pub async fn apply(
    tx: &mut dyn Tx,
    plan: &Plan,
    ids: &mut dyn Ids,
    now: Instant,
) -> Result<Applied, StoreError> {
    let applied = people::apply(tx, &plan.writes, ids, now).await?;
    if applied.records > 0 {
        tx.log("import", &format!("records {}", applied.records), now)
            .await?;
    }
    Ok(applied)
}

/// Files at the top of the folder; deeper ones are no part of a bundle.
fn members_of(folder: &Path) -> Result<Members> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).with_context(|| format!("reading {}", folder.display()))? {
        let entry = entry?;
        if entry.file_type()?.is_file() {
            let bytes =
                fs::read(entry.path()).with_context(|| format!("reading {}", entry.path().display()))?;
            files.push((entry.file_name().to_string_lossy().into_owned(), bytes));
        }
    }
    // The order of a folder is the file system's whim.
    files.sort();
    Ok(roster::from_files(files))
}
