//! Where everything lives: the repository's root and the folders that builds go to.

use anyhow::{Context, Result, bail};
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;

pub struct House {
    pub root: PathBuf,
    /// Target folder of the house's own crates.
    pub target: PathBuf,
    /// Target folder of `xtask` itself, apart so that neither waits for the other.
    pub xtask_target: PathBuf,
}

impl House {
    /// Looks upward from the current folder, not at where xtask was compiled: a cached binary must
    /// work in a fresh clone elsewhere.
    pub fn find() -> Result<House> {
        let here = std::env::current_dir().context("reading the current folder")?;
        let Some(root) = here.ancestors().find(|folder| is_root(folder)) else {
            bail!("{} is not inside the Jiaqiao repository", here.display());
        };
        Ok(House::at(root, &here, std::env::var_os("CARGO_TARGET_DIR")))
    }

    fn at(root: &Path, here: &Path, cargo_target_dir: Option<OsString>) -> House {
        let (target, xtask_target) = match cargo_target_dir.filter(|folder| !folder.is_empty()) {
            Some(folder) => (here.join(&folder).join("house"), here.join(&folder)),
            None => (root.join("target"), root.join("target/xtask")),
        };
        House {
            root: root.to_path_buf(),
            target,
            xtask_target,
        }
    }

    /// `cargo` for the house's crates, started in the root.
    pub fn cargo(&self) -> Command {
        self.cargo_into(&self.target)
    }

    pub fn cargo_into(&self, target: &Path) -> Command {
        let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
        for (name, _) in std::env::vars_os().filter(|(name, _)| describes_xtask(&name.to_string_lossy())) {
            cargo.env_remove(name);
        }
        cargo.current_dir(&self.root).env("CARGO_TARGET_DIR", target);
        cargo
    }

    pub fn end2end(&self) -> PathBuf {
        self.root.join("end2end")
    }

    pub fn dist(&self) -> PathBuf {
        self.target.join("dist")
    }

    pub fn suite(&self) -> PathBuf {
        self.target.join("suite")
    }

    pub fn server(&self) -> PathBuf {
        self.target.join("release/jiaqiao")
    }
}

fn is_root(folder: &Path) -> bool {
    folder.join("server/xtask/Cargo.toml").is_file() && folder.join("Cargo.toml").is_file()
}

/// `cargo run` tells a program about its own package. Some build scripts (ring's) look at the same
/// names and would rebuild each time when called from here.
fn describes_xtask(name: &str) -> bool {
    name.starts_with("CARGO_PKG_")
        || name.starts_with("CARGO_MANIFEST_")
        || [
            "CARGO",
            "CARGO_CRATE_NAME",
            "CARGO_BIN_NAME",
            "CARGO_PRIMARY_PACKAGE",
            "OUT_DIR",
        ]
        .contains(&name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_given_target_folder_keeps_house_and_xtask_apart() {
        let house = House::at(Path::new("/r"), Path::new("/r/app"), Some("/cache".into()));
        assert_eq!(house.target, Path::new("/cache/house"));
        assert_eq!(house.xtask_target, Path::new("/cache"));
    }

    #[test]
    fn without_one_the_root_decides() {
        let house = House::at(Path::new("/r"), Path::new("/r/app"), Some("".into()));
        assert_eq!(house.target, Path::new("/r/target"));
        assert_eq!(house.xtask_target, Path::new("/r/target/xtask"));
    }
}
