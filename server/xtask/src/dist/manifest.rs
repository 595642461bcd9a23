//! `dist/manifest.json`: what was built, under which address; the server reads it at start.

use anyhow::{Context, Result};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::path::Path;

#[derive(Debug, Deserialize, Serialize)]
pub struct Manifest {
    /// Names this build; `jq-<build>` is the phone's cache.
    pub build: String,
    pub entry: Entry,
    /// By address.
    pub files: BTreeMap<String, File>,
}

#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Entry {
    pub app_js: String,
    pub app_wasm: String,
    pub boot_js: String,
    pub style_css: String,
}

#[derive(Debug, Deserialize, Serialize)]
pub struct File {
    /// Relative to `dist/`. The compressed copy lies beside it with `.br` at the end.
    pub path: String,
    #[serde(rename = "type")]
    pub media_type: String,
    pub bytes: u64,
    /// Absent when there is no compressed copy.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub brotli_bytes: Option<u64>,
    /// The address carries the content's hash.
    pub immutable: bool,
}

impl File {
    /// What travels to a browser that understands brotli, as all of ours do.
    pub fn travels_bytes(&self) -> u64 {
        self.brotli_bytes.unwrap_or(self.bytes)
    }
}

impl Manifest {
    pub const NAME: &str = "manifest.json";

    pub fn read(dist: &Path) -> Result<Manifest> {
        let path = dist.join(Manifest::NAME);
        let text = std::fs::read_to_string(&path).with_context(|| format!("reading {}", path.display()))?;
        serde_json::from_str(&text).with_context(|| format!("understanding {}", path.display()))
    }
}
