//! Makes sure that what we did not write is there: wasm target, Node, npm packages, PostgreSQL, Chromium, fonts.

use crate::house::House;
use crate::progress::step;
use crate::shell::{ask, quiet, stream};
use anyhow::{Result, bail};
use std::path::Path;
use std::process::Command;
use std::time::SystemTime;

const NODE_MAJOR_MIN: u32 = 20;
const WASM: &str = "wasm32-unknown-unknown";

/// Everything a build needs.
pub fn for_building(house: &House) -> Result<()> {
    c_compiler()?;
    wasm_target(house)?;
    node()?;
    npm_packages(house)
}

/// SQLite comes as C and is compiled into the server.
fn c_compiler() -> Result<()> {
    if ask("cc", &["--version"]).is_some() {
        return Ok(());
    }
    bail!(
        "no C compiler (`cc`), which SQLite needs: `apt-get install build-essential`, or your system's equivalent"
    )
}

fn wasm_target(house: &House) -> Result<()> {
    let sysroot = quiet(
        Command::new("rustc")
            .args(["--print", "sysroot"])
            .current_dir(&house.root),
    )?;
    if Path::new(sysroot.trim()).join("lib/rustlib").join(WASM).is_dir() {
        return Ok(());
    }
    if ask("rustup", &["--version"]).is_none() {
        bail!(
            "this rustc cannot build for {WASM}: install rustup (https://rustup.rs), it reads rust-toolchain.toml"
        );
    }
    step("add the wasm target", || {
        quiet(
            Command::new("rustup")
                .args(["target", "add", WASM])
                .current_dir(&house.root),
        )
        .map(drop)
    })
}

fn node() -> Result<()> {
    if node_is_new_enough() {
        return Ok(());
    }
    if may_install() {
        install(&["nodejs", "npm"])?;
    }
    if node_is_new_enough() {
        return Ok(());
    }
    bail!(
        "Node {NODE_MAJOR_MIN} or newer with npm is needed for wasm-opt: https://nodejs.org, or `apt-get install nodejs npm`"
    )
}

fn node_is_new_enough() -> bool {
    let major = ask("node", &["--version"]).and_then(|version| {
        version
            .trim_start_matches('v')
            .split('.')
            .next()?
            .parse::<u32>()
            .ok()
    });
    major.is_some_and(|major| major >= NODE_MAJOR_MIN) && ask("npm", &["--version"]).is_some()
}

/// Installs what package-lock.json names unless node_modules is at least as new as it.
fn npm_packages(house: &House) -> Result<()> {
    let end2end = house.end2end();
    let installed = modified(&end2end.join("node_modules/.package-lock.json"));
    if installed.is_some() && installed >= modified(&end2end.join("package-lock.json")) {
        return Ok(());
    }
    step("npm ci", || {
        let arguments = ["ci", "--ignore-scripts", "--no-audit", "--no-fund"];
        quiet(Command::new("npm").args(arguments).current_dir(&end2end)).map(drop)
    })
}

fn modified(path: &Path) -> Option<SystemTime> {
    path.metadata().and_then(|facts| facts.modified()).ok()
}

/// The browser that the end-to-end cases drive, and Chinese letters for it to draw.
pub fn for_browsing() -> Result<()> {
    let missing = missing_for_browsing();
    if missing.is_empty() {
        return Ok(());
    }
    if may_install() {
        install(&missing)?;
    }
    match missing_for_browsing().as_slice() {
        [] => Ok(()),
        still => bail!(
            "the browser cases need: `apt-get install --no-install-recommends {}`",
            still.join(" ")
        ),
    }
}

fn missing_for_browsing() -> Vec<&'static str> {
    let mut missing = Vec::new();
    if !Path::new("/usr/bin/chromium").exists() {
        missing.push("chromium");
    }
    let debian_fonts = Path::new("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc").exists();
    if !debian_fonts && ask("fc-list", &[":lang=zh"]).is_none_or(|fonts| fonts.is_empty()) {
        missing.push("fonts-noto-cjk");
    }
    missing
}

/// The PostgreSQL that the store's and the server's cases start for themselves.
pub fn for_databases() -> Result<()> {
    // A ready server, as `server/store/tests/suite/cluster.rs` takes it.
    if std::env::var_os("JIAQIAO_PG").is_some() || has_postgres() {
        return Ok(());
    }
    if may_install() {
        install(&["postgresql"])?;
    }
    if has_postgres() {
        return Ok(());
    }
    bail!(
        "the cases of the store need PostgreSQL: `apt-get install --no-install-recommends postgresql`, or name a \
         server where databases may be made, JIAQIAO_PG=postgres://user@host/postgres"
    )
}

/// In the path, or where Debian keeps the programs of each version.
fn has_postgres() -> bool {
    let debian = std::fs::read_dir("/usr/lib/postgresql").into_iter().flatten();
    ask("initdb", &["--version"]).is_some()
        || debian
            .flatten()
            .any(|version| version.path().join("bin/initdb").exists())
}

/// Only in a throw-away machine do we install for somebody: as root, with apt.
fn may_install() -> bool {
    ask("id", &["-u"]).is_some_and(|id| id == "0") && ask("apt-get", &["--version"]).is_some()
}

fn install(packages: &[&str]) -> Result<()> {
    step(&format!("apt-get install {}", packages.join(" ")), || {
        stream(Command::new("apt-get").args(["-q", "update"]))?;
        let arguments = ["-q", "install", "-y", "--no-install-recommends"];
        stream(
            Command::new("apt-get")
                .args(arguments)
                .args(packages)
                .env("DEBIAN_FRONTEND", "noninteractive"),
        )
    })
}
