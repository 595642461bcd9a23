//! Builds what a phone downloads into `<target>/dist/`: hashed, compressed, listed in manifest.json.

mod assemble;
mod bundle;
mod cache;
mod compile;
mod compress;
mod fill;
mod folder;
mod manifest;
mod media;
mod names;
mod optimise;
mod precache;
mod public;
pub mod size;
mod style;
pub mod suite;

pub use manifest::Manifest;

use crate::house::House;
use crate::progress::step;
use crate::tools;
use anyhow::Result;
use cache::Cache;

pub fn dist(house: &House) -> Result<Manifest> {
    tools::for_building(house)?;
    let mut cache = Cache::open(house.target.join("dist-cache"))?;
    let wasm = step("compile the app for the phone", || compile::phone(house))?;
    let bundle = step("bind and shrink", || bundle::make(house, &mut cache, &wasm))?;
    let manifest = step("hash, compress, list", || {
        let style = style::sheet(&house.root.join("style"))?;
        let public = public::read(&house.root.join("public"))?;
        let assembled = assemble::assemble(bundle, style, public)?;
        folder::write(&house.dist(), &assembled, &mut cache)
    })?;
    cache.forget_unused()?;
    println!("{}", size::table(&manifest));
    Ok(manifest)
}
