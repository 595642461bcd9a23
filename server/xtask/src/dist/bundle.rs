//! Turns compiled WebAssembly into the pair that a browser loads: the bindings' JavaScript and the
//! shrunk module.

use super::cache::{Cache, key};
use super::optimise;
use crate::house::House;
use anyhow::{Result, bail};
use std::path::Path;
use wasm_bindgen_cli_support::Bindgen;

pub struct Bundle {
    pub js: Vec<u8>,
    pub wasm: Vec<u8>,
}

pub fn make(house: &House, cache: &mut Cache, compiled: &[u8]) -> Result<Bundle> {
    let recipe = optimise::recipe(house)?;
    let key = key(&[b"bundle 1", recipe.as_bytes(), compiled]);
    let js = cache.get(&key, "js");
    let wasm = cache.get(&key, "wasm");
    if let (Some(js), Some(wasm)) = (js, wasm) {
        return Ok(Bundle { js, wasm });
    }
    let folder = cache.scratch()?;
    bind(compiled, "app", folder.path())?;
    let js = std::fs::read(folder.path().join("app.js"))?;
    let wasm = optimise::shrink(house, &folder.path().join("app_bg.wasm"))?;
    cache.put(&key, "js", &js)?;
    cache.put(&key, "wasm", &wasm)?;
    Ok(Bundle { js, wasm })
}

/// Writes `<name>.js` and `<name>_bg.wasm`. The library is pinned together with the crate in one lock
/// file, so the two cannot disagree.
pub fn bind(compiled: &[u8], name: &str, into: &Path) -> Result<()> {
    Bindgen::new()
        .input_bytes(name, compiled.to_vec())
        .out_name(name)
        .web(true)?
        .typescript(false)
        .remove_producers_section(true)
        .generate(into)?;
    // A snippet would be one more file with one more address, which the precache list does not know.
    if into.join("snippets").exists() {
        bail!("a crate brings its own JavaScript (wasm-bindgen snippets), which this build does not carry");
    }
    Ok(())
}
