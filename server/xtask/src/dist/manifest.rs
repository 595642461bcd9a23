//! `dist/manifest.json`: what was built, under which address; the server reads it at start.

use serde::Serialize;
use std::collections::BTreeMap;

#[derive(Debug, Serialize)]
pub struct Manifest {
    /// Names this build; `jq-<build>` is the phone's cache.
    pub build: String,
    pub entry: Entry,
    /// By address.
    pub files: BTreeMap<String, File>,
}

#[derive(Clone, Debug, Serialize)]
pub struct Entry {
    pub app_js: String,
    pub app_wasm: String,
    pub boot_js: String,
    pub style_css: String,
}

#[derive(Debug, Serialize)]
pub struct File {
    /// Relative to `dist/`. The compressed copy lies beside it with `.br` at the end.
    pub path: String,
    #[serde(rename = "type")]
    pub media_type: String,
    pub bytes: u64,
    /// Absent when there is no compressed copy.
    #[serde(skip_serializing_if = "Option::is_none")]
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
}
