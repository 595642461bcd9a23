//! The files that `xtask` built, in memory: this build's, and the hashed ones of the two builds before.

mod keep;
mod kill;
mod manifest;

pub use kill::{KillSwitch, LEAVING_WORKER};
pub use manifest::Entry;

use anyhow::{Context, Result};
use axum::body::Bytes;
use http::HeaderValue;
use manifest::Manifest;
use sha2::{Digest, Sha256};
use std::{collections::BTreeMap, path::Path};

pub struct Assets {
    /// Names the build; pages and workers of other builds notice by it.
    pub build: String,
    pub entry: Entry,
    pub kill: KillSwitch,
    files: BTreeMap<String, Asset>,
    /// `/pkg` files of earlier builds, for pages that were open when the server changed.
    older: BTreeMap<String, Asset>,
}

#[derive(Clone)]
pub struct Asset {
    pub media_type: HeaderValue,
    pub plain: Bytes,
    pub brotli: Option<Bytes>,
    /// The address carries the content's hash.
    pub immutable: bool,
    /// Names the content, so that a browser that has it need not fetch it again; weak, since it is the same
    /// for both codings.
    pub etag: HeaderValue,
}

impl Assets {
    /// Loads `folder`, puts a copy into `data`, and loads what it still has of earlier builds.
    pub fn load(folder: &Path, data: &Path) -> Result<Assets> {
        let manifest = Manifest::read(folder).with_context(|| {
            format!(
                "no built files in {}: run `cargo xtask dist`, or name their folder with --assets",
                folder.display()
            )
        })?;
        let files = read_all(folder, &manifest, |_| true)?;
        let mut older = BTreeMap::new();
        for (folder, manifest) in keep::keep(folder, &manifest, data)? {
            // A copy that cannot be read is a build that is no longer served, no reason not to start.
            match read_all(&folder, &manifest, |url| url.starts_with("/pkg/")) {
                Ok(files) => older.extend(files),
                Err(error) => tracing::warn!(build = manifest.build, "an earlier build: {error:#}"),
            }
        }
        let kill = KillSwitch::of(data);
        if kill.is_on() {
            tracing::warn!("the kill switch is on: phones drop the kept program");
        }
        Ok(Assets {
            build: manifest.build,
            entry: manifest.entry,
            kill,
            files,
            older,
        })
    }

    pub fn find(&self, url: &str) -> Option<&Asset> {
        self.files.get(url).or_else(|| self.older.get(url))
    }
}

fn read_all(folder: &Path, manifest: &Manifest, wanted: fn(&str) -> bool) -> Result<BTreeMap<String, Asset>> {
    let files = manifest.files.iter().filter(|(url, _)| wanted(url));
    files
        .map(|(url, file)| Ok((url.clone(), read(folder, url, file)?)))
        .collect()
}

fn read(folder: &Path, url: &str, file: &manifest::File) -> Result<Asset> {
    let path = folder.join(
        file.path
            .as_deref()
            .unwrap_or_else(|| url.trim_start_matches('/')),
    );
    let plain = std::fs::read(&path).with_context(|| format!("reading {}", path.display()))?;
    let brotli = match file.brotli_bytes {
        Some(_) => {
            let path = path.with_added_extension("br");
            Some(std::fs::read(&path).with_context(|| format!("reading {}", path.display()))?)
        }
        None => None,
    };
    let etag = Sha256::digest(&plain)
        .iter()
        .take(12)
        .map(|byte| format!("{byte:02x}"))
        .collect::<String>();
    Ok(Asset {
        media_type: HeaderValue::from_str(&file.media_type).context("a media type")?,
        plain: plain.into(),
        brotli: brotli.map(Bytes::from),
        immutable: file.immutable,
        etag: HeaderValue::from_str(&format!("W/\"{etag}\"")).context("an etag")?,
    })
}
