//! `manifest.json` beside the built files: what was built, under which address.

use anyhow::{Context, Result, ensure};
use serde::Deserialize;
use std::{collections::BTreeMap, path::Path};

#[derive(Deserialize)]
pub struct Manifest {
    pub build: String,
    pub entry: Entry,
    /// By address.
    pub files: BTreeMap<String, File>,
}

/// Addresses of what a page starts with.
#[derive(Clone, Deserialize)]
pub struct Entry {
    pub app_js: String,
    pub app_wasm: String,
    pub boot_js: String,
    pub style_css: String,
}

#[derive(Deserialize)]
pub struct File {
    /// Relative to the folder; by default the address.
    #[serde(default)]
    pub path: Option<String>,
    #[serde(rename = "type")]
    pub media_type: String,
    /// Present where a compressed copy lies beside the file, with `.br` at the end.
    #[serde(default)]
    pub brotli_bytes: Option<u64>,
    #[serde(default)]
    pub immutable: bool,
}

impl Manifest {
    pub const NAME: &str = "manifest.json";

    pub fn read(folder: &Path) -> Result<Manifest> {
        let text = std::fs::read(folder.join(Manifest::NAME))?;
        let manifest: Manifest = serde_json::from_slice(&text).context("manifest.json")?;
        let plain =
            |name: &str| !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
        // The name becomes a folder's.
        ensure!(
            plain(&manifest.build),
            "manifest.json: the build's name may have letters and digits only"
        );
        let inside = |path: &str| !path.starts_with('/') && path.split('/').all(|part| part != "..");
        let paths = manifest.files.values().filter_map(|file| file.path.as_deref());
        ensure!(
            paths.into_iter().all(inside),
            "manifest.json: a path leads outside"
        );
        Ok(manifest)
    }
}
