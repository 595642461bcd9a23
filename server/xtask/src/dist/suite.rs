//! The storage cases as a page module (`suite.js`, `suite_bg.wasm`), run on a real IndexedDB by the
//! end-to-end tests.

use super::{bundle, compile};
use crate::house::House;
use anyhow::Result;
use std::path::PathBuf;

pub fn suite(house: &House) -> Result<PathBuf> {
    let compiled = compile::suite(house)?;
    let folder = house.suite();
    if folder.exists() {
        std::fs::remove_dir_all(&folder)?;
    }
    std::fs::create_dir_all(&folder)?;
    bundle::bind(&compiled, "suite", &folder)?;
    Ok(folder)
}
