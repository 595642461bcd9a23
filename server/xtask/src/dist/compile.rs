//! Compiles the browser crate to WebAssembly; cargo itself skips what has not changed.

use crate::house::House;
use crate::shell;
use anyhow::{Context, Result};

const TARGET: &str = "wasm32-unknown-unknown";

/// The small build that phones download.
pub fn phone(house: &House) -> Result<Vec<u8>> {
    shell::stream(
        house
            .cargo()
            .args(["build", "--profile", "phone", "-p", "browser", "--target", TARGET]),
    )?;
    read(house, "phone")
}

/// The test build: faster to make, with the storage suite inside.
pub fn suite(house: &House) -> Result<Vec<u8>> {
    let arguments = [
        "build",
        "--release",
        "-p",
        "browser",
        "--target",
        TARGET,
        "--features",
        "suite",
    ];
    shell::stream(house.cargo().args(arguments))?;
    read(house, "release")
}

fn read(house: &House, profile: &str) -> Result<Vec<u8>> {
    let path = house.target.join(TARGET).join(profile).join("browser.wasm");
    std::fs::read(&path).with_context(|| format!("reading {}", path.display()))
}
