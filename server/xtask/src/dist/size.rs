//! What a first visit costs on a slow line: a table to look at, and a limit to keep.

use super::manifest::{File, Manifest};
use anyhow::{Context, Result, bail};
use std::fmt::Write;

/// What a public page brings along before somebody can type: style and boot script. 1 kB is 1000 bytes.
const FIRST_PAGE_BYTES_MAX: u64 = 20_000;
/// All that the app itself is. The design's aim is 300 kB; what it stands at and of what it is made is in
/// DECISIONS.md. This limit keeps what was reached, with 2 % to breathe, until it can be the aim.
const APP_BYTES_MAX: u64 = 480_000;

pub fn check(manifest: &Manifest) -> Result<()> {
    let entry = &manifest.entry;
    let page = [&entry.boot_js, &entry.style_css].map(String::as_str);
    let app = [
        "/app/shell",
        &entry.app_js,
        &entry.app_wasm,
        &entry.boot_js,
        &entry.style_css,
    ];
    keep(
        "a public page before it can be used",
        manifest,
        &page,
        FIRST_PAGE_BYTES_MAX,
    )?;
    keep("the app before it runs", manifest, &app, APP_BYTES_MAX)
}

fn keep(what: &str, manifest: &Manifest, urls: &[&str], bytes_max: u64) -> Result<()> {
    let sizes = urls
        .iter()
        .map(|url| file(manifest, url).map(File::travels_bytes));
    let bytes = sizes.sum::<Result<u64>>()?;
    println!("    {what}: {} of at most {}", kilo(bytes), kilo(bytes_max));
    if bytes > bytes_max {
        bail!("{what} downloads {}, more than {}", kilo(bytes), kilo(bytes_max));
    }
    Ok(())
}

fn file<'a>(manifest: &'a Manifest, url: &str) -> Result<&'a File> {
    manifest
        .files
        .get(url)
        .with_context(|| format!("{} does not list {url}", Manifest::NAME))
}

pub fn table(manifest: &Manifest) -> String {
    let mut table = format!(
        "    build {}\n    {:<32} {:>10} {:>10}\n",
        manifest.build, "", "raw", "brotli"
    );
    for (url, file) in &manifest.files {
        let brotli = file.brotli_bytes.map(kilo).unwrap_or_default();
        // Writing into a String cannot fail.
        let _ = writeln!(table, "    {url:<32} {:>10} {brotli:>10}", kilo(file.bytes));
    }
    table.trim_end().to_owned()
}

fn kilo(bytes: u64) -> String {
    format!("{:.1} kB", bytes as f64 / 1000.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dist::manifest::Entry;

    fn manifest(wasm_brotli_bytes: u64) -> Manifest {
        let entry = Entry {
            app_js: "/pkg/a.js".into(),
            app_wasm: "/pkg/a.wasm".into(),
            boot_js: "/pkg/b.js".into(),
            style_css: "/pkg/s.css".into(),
        };
        let urls = [
            "/app/shell",
            "/pkg/a.js",
            "/pkg/a.wasm",
            "/pkg/b.js",
            "/pkg/s.css",
            "/icons/big.png",
        ];
        let file = |url: &str| File {
            path: url[1..].to_owned(),
            media_type: String::new(),
            bytes: 1_000_000,
            brotli_bytes: Some(if url.ends_with(".wasm") {
                wasm_brotli_bytes
            } else {
                1_000
            }),
            immutable: false,
        };
        let files = urls.iter().map(|url| ((*url).to_owned(), file(url))).collect();
        Manifest {
            build: String::new(),
            entry,
            files,
        }
    }

    #[test]
    fn the_limit_counts_the_five_files_of_a_start_and_no_others() {
        assert!(check(&manifest(APP_BYTES_MAX - 4_000)).is_ok());
        assert!(check(&manifest(APP_BYTES_MAX - 3_999)).is_err());
    }
}
