//! The list inside the service worker: which files a phone keeps, and how it knows they are the right ones.

use super::assemble::Asset;
use super::names::sha256_base64;
use anyhow::Result;
use serde::Serialize;

/// Small files that the running app shows; the rest of the icons is for the system, which keeps its own copy.
const KEPT: [&str; 4] = [
    "/app/shell",
    "/icons/icon-192.png",
    "/icons/icon.svg",
    "/manifest.webmanifest",
];

#[derive(Serialize)]
struct Kept<'a> {
    url: &'a str,
    sha256: String,
    bytes: usize,
    r#type: &'a str,
}

/// A JSON array, which is JavaScript too.
pub fn list(assets: &[Asset]) -> Result<String> {
    let kept = assets
        .iter()
        .filter(|asset| asset.immutable || KEPT.contains(&asset.url.as_str()));
    let kept: Vec<Kept> = kept
        .map(|asset| Kept {
            url: &asset.url,
            sha256: sha256_base64(&asset.bytes),
            bytes: asset.bytes.len(),
            // The worker compares without parameters; servers differ in how they write a charset.
            r#type: asset.media_type.split(';').next().unwrap_or_default(),
        })
        .collect();
    Ok(serde_json::to_string(&kept)?)
}
