//! Rules that no compiler knows, one file each; a check returns complaints that say what to do.

mod allow;
mod cfg_count;
mod clock;
mod edges;
mod endpoints;
#[cfg(test)]
mod fake;
mod paths;
mod readme;
mod traps;
mod tree;
mod wire;

use crate::house::House;
use anyhow::{Result, bail};
use std::fmt;
use tree::Tree;

pub fn command(house: &House, words: &[String]) -> Result<()> {
    match words {
        [] => check(house),
        [word] if word == "--write-hash" => wire::write_hash(&Tree::read(&house.root)?),
        _ => bail!("`tidy` knows only `--write-hash`"),
    }
}

pub fn check(house: &House) -> Result<()> {
    let tree = Tree::read(&house.root)?;
    let checks: [Check; 9] = [
        edges::check,
        wire::check,
        clock::check,
        traps::check,
        endpoints::check,
        allow::check,
        cfg_count::check,
        readme::check,
        paths::check,
    ];
    let mut complaints = Vec::new();
    for check in checks {
        complaints.extend(check(&tree)?);
    }
    for complaint in &complaints {
        println!("{complaint}");
    }
    match complaints.len() {
        0 => Ok(()),
        count => bail!("{count} to tidy up"),
    }
}

type Check = fn(&Tree) -> Result<Vec<Complaint>>;

#[derive(Debug)]
pub struct Complaint {
    pub path: String,
    pub line: usize,
    /// What is wrong, and what to do.
    pub what: String,
}

impl Complaint {
    pub fn new(path: &str, line: usize, what: impl Into<String>) -> Complaint {
        Complaint {
            path: path.to_owned(),
            line,
            what: what.into(),
        }
    }
}

impl fmt::Display for Complaint {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}:{}: {}", self.path, self.line, self.what)
    }
}
