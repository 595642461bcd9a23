//! From the parts to the full set of files with their final names and contents; touches no disk.

use super::bundle::Bundle;
use super::fill::{self, Values};
use super::manifest::Entry;
use super::media::media_type;
use super::names::{hashed, sha256_hex};
use super::precache;
use super::public::PublicFile;
use anyhow::{Context, Result};

const BUILD_HEX: usize = 12;
const BOOT: &str = "boot.js";
const UPDATE: &str = "update.js";
const SHELL: &str = "shell.html";
const WORKER: &str = "sw.js";
/// All /app/* addresses answer with the shell; the worker fetches it under this one.
const SHELL_URL: &str = "/app/shell";

pub struct Assembled {
    pub build: String,
    pub entry: Entry,
    pub assets: Vec<Asset>,
}

pub struct Asset {
    pub url: String,
    /// Relative to `dist/`.
    pub path: String,
    pub media_type: &'static str,
    pub bytes: Vec<u8>,
    pub immutable: bool,
}

pub fn assemble(bundle: Bundle, style: Vec<u8>, mut public: Vec<PublicFile>) -> Result<Assembled> {
    let js = packed("app", "js", bundle.js)?;
    let wasm = packed("app_bg", "wasm", bundle.wasm)?;
    let style = packed("style", "css", style)?;
    let update = packed("update", "js", take(&mut public, UPDATE)?.bytes)?;
    let values = Values::new([
        (fill::APP_JS, js.url.clone()),
        (fill::APP_WASM, wasm.url.clone()),
        (fill::UPDATE_JS, update.url.clone()),
        (fill::STYLE_CSS, style.url.clone()),
    ]);
    let boot = packed("boot", "js", values.fill(BOOT, &take(&mut public, BOOT)?.bytes)?)?;
    let worker = take(&mut public, WORKER)?;

    let entry = Entry {
        app_js: js.url.clone(),
        app_wasm: wasm.url.clone(),
        boot_js: boot.url.clone(),
        style_css: style.url.clone(),
    };
    let mut assets = vec![js, wasm, boot, style, update];
    let build = build_name(&assets, &public, &worker);
    let values = values
        .with(fill::BOOT_JS, entry.boot_js.clone())
        .with(fill::BUILD, build.clone());
    for file in public {
        assets.push(plain(file, &values)?);
    }
    // Last, since it holds the hashes of all others.
    let values = values.with(fill::PRECACHE, precache::list(&assets)?);
    assets.push(plain(worker, &values)?);
    Ok(Assembled { build, entry, assets })
}

fn packed(stem: &str, extension: &str, bytes: Vec<u8>) -> Result<Asset> {
    let path = format!("pkg/{}", hashed(stem, extension, &bytes));
    Ok(Asset {
        url: format!("/{path}"),
        media_type: media_type(&path)?,
        path,
        bytes,
        immutable: true,
    })
}

fn plain(file: PublicFile, values: &Values) -> Result<Asset> {
    let PublicFile { path, bytes } = file;
    let bytes = if fill::is_template(&path) {
        values.fill(&path, &bytes)?
    } else {
        bytes
    };
    let url = if path == SHELL {
        SHELL_URL.to_owned()
    } else {
        format!("/{path}")
    };
    Ok(Asset {
        url,
        media_type: media_type(&path)?,
        path,
        bytes,
        immutable: false,
    })
}

fn take(public: &mut Vec<PublicFile>, path: &str) -> Result<PublicFile> {
    let place = public.iter().position(|file| file.path == path);
    Ok(public.remove(place.with_context(|| format!("public/{path} is missing"))?))
}

/// Names of the hashed files and the raw bytes of everything else: any difference that a phone could
/// see gives the build another name, and with it another cache.
fn build_name(hashed: &[Asset], public: &[PublicFile], worker: &PublicFile) -> String {
    let mut all = Vec::new();
    for asset in hashed {
        all.extend_from_slice(asset.path.as_bytes());
        all.push(0);
    }
    for file in public.iter().chain([worker]) {
        all.extend_from_slice(file.path.as_bytes());
        all.push(0);
        all.extend_from_slice(sha256_hex(&file.bytes).as_bytes());
    }
    sha256_hex(&all)[..BUILD_HEX].to_owned()
}

#[cfg(test)]
#[path = "assemble_tests.rs"]
mod tests;
