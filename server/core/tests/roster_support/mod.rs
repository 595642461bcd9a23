//! What the roster tests share: reading fixtures and a store that is a map.

use domain::Day;
use office::roster::{Plan, Reading, Record, RecordKey, from_files, from_zip, plan, read};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

pub type Store = BTreeMap<RecordKey, Record>;
pub type Files = Vec<(String, Vec<u8>)>;

/// The day on which all cases are set.
pub fn today() -> Day {
    Day::parse("2026-11-23").expect("a day")
}

pub fn core(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// The files right inside a folder, sorted, as the command line hands them in.
pub fn folder(path: &Path) -> Files {
    let entries = fs::read_dir(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let paths = entries
        .map(|entry| entry.expect("entry").path())
        .filter(|path| path.is_file());
    let named = |path: PathBuf| {
        (
            path.file_name().expect("name").to_string_lossy().into_owned(),
            path,
        )
    };
    let mut files: Files = paths
        .map(named)
        .map(|(name, path)| (name, fs::read(path).expect("file")))
        .collect();
    files.sort();
    files
}

/// Reads a folder or an archive.
pub fn reading(path: &Path) -> Reading {
    if path.is_dir() {
        return read(from_files(folder(path)));
    }
    from_zip(&fs::read(path).expect("archive"))
        .map(read)
        .unwrap_or_else(Reading::refused)
}

pub fn planned(path: &Path, store: &Store) -> Plan {
    plan(reading(path), store, today())
}

pub fn apply(store: &mut Store, writes: &[Record]) {
    store.extend(writes.iter().map(|record| (record.key.clone(), record.clone())));
}
