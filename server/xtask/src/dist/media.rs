//! The media type of each kind of file we ship; an unknown kind is an error, not a guess.

use anyhow::{Result, bail};

pub fn media_type(path: &str) -> Result<&'static str> {
    Ok(match path.rsplit('.').next().unwrap_or_default() {
        "css" => "text/css; charset=utf-8",
        "html" => "text/html; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "json" => "application/json",
        "png" => "image/png",
        "svg" => "image/svg+xml",
        "txt" => "text/plain; charset=utf-8",
        "wasm" => "application/wasm",
        "webmanifest" => "application/manifest+json",
        _ => bail!("public/{path}: this kind of file has no media type yet; add it in dist/media.rs"),
    })
}

/// Pictures are compressed already.
pub fn is_worth_compressing(media_type: &str) -> bool {
    media_type != "image/png"
}
