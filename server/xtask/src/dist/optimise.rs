//! Shrinks WebAssembly with binaryen's wasm-opt, which npm brings as a script for Node.

use crate::house::House;
use crate::shell;
use anyhow::{Context, Result};
use std::path::Path;
use std::process::Command;

/// What rustc 1.95 and wasm-bindgen emit, each by name. `--all-features` would let binaryen write
/// encodings that today's browsers refuse ("Invalid import kind").
const FEATURES: [&str; 6] = [
    "--enable-bulk-memory",
    "--enable-multivalue",
    "--enable-mutable-globals",
    "--enable-nontrapping-float-to-int",
    "--enable-reference-types",
    "--enable-sign-ext",
];
/// What travels is brotli's output, so that is what we minimise. Measured on our app, brotli kB: no wasm-opt
/// 436, -Oz 469 (inlining repeats code that brotli pays for again; rustc has already inlined where speed
/// asks for it), -Oz without inlining 429, and with functions sorted by name, which puts the many copies of
/// one generic function side by side, 419.
const PASSES: [&str; 8] = [
    "-Oz",
    "--always-inline-max-function-size=0",
    "--one-caller-inline-max-function-size=0",
    "--flexible-inline-max-function-size=0",
    "--reorder-functions-by-name",
    "--strip-debug",
    "--strip-producers",
    "--strip-target-features",
];

pub fn shrink(house: &House, module: &Path) -> Result<Vec<u8>> {
    let shrunk = module.with_extension("opt.wasm");
    let tool = house.end2end().join("node_modules/binaryen/bin/wasm-opt");
    let mut wasm_opt = Command::new("node");
    wasm_opt
        .arg(tool)
        .args(FEATURES)
        .args(PASSES)
        .arg("-o")
        .arg(&shrunk)
        .arg(module);
    shell::quiet(&mut wasm_opt)?;
    std::fs::read(&shrunk).context("reading what wasm-opt wrote")
}

/// Everything but the module that decides what `shrink` returns; part of the cache's key.
pub fn recipe(house: &House) -> Result<String> {
    let package = house.end2end().join("node_modules/binaryen/package.json");
    let text = std::fs::read_to_string(&package).with_context(|| format!("reading {}", package.display()))?;
    let package: serde_json::Value = serde_json::from_str(&text)?;
    Ok(format!(
        "{} {} {}",
        package["version"],
        FEATURES.join(" "),
        PASSES.join(" ")
    ))
}
