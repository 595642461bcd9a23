//! The steps themselves, cheapest first.

use super::Context;
use crate::dist::{size, suite};
use crate::run::build_server;
use crate::{shell, tidy, tools};
use anyhow::{Result, bail};
use std::process::Command;

pub struct Step {
    pub name: &'static str,
    pub check: fn(&Context) -> Result<()>,
}

pub const STEPS: [Step; 8] = [
    Step {
        name: "format",
        check: format,
    },
    Step {
        name: "clippy",
        check: clippy,
    },
    Step {
        name: "tidy",
        check: |context| tidy::check(context.house),
    },
    Step {
        name: "unit",
        check: unit,
    },
    Step {
        name: "simulator",
        check: simulator,
    },
    Step {
        name: "dist",
        check: |context| context.dist().map(drop),
    },
    Step {
        name: "size",
        check: |context| size::check(context.dist()?),
    },
    Step {
        name: "end2end",
        check: end2end,
    },
];

fn format(context: &Context) -> Result<()> {
    shell::quiet(
        context
            .house
            .cargo()
            .args(["fmt", "--all", "--check", "--", "--color=never"]),
    )
    .map(drop)
}

/// Three calls, since `ssr` and `csr` must never meet in one.
fn clippy(context: &Context) -> Result<()> {
    let calls = [
        "--workspace --exclude browser --exclude app --all-targets",
        "-p app --features ssr --all-targets",
        "-p browser --target wasm32-unknown-unknown",
    ];
    for call in calls {
        let mut cargo = context.house.cargo();
        shell::stream(
            cargo
                .arg("clippy")
                .args(call.split(' '))
                .args(["--", "-D", "warnings"]),
        )?;
    }
    Ok(())
}

fn unit(context: &Context) -> Result<()> {
    tools::for_databases()?;
    let house = context.house;
    let crates = ["domain", "protocol", "replica", "office", "store", "server"];
    shell::stream(
        house
            .cargo()
            .args(["test", "--release"])
            .args(crates.iter().flat_map(|name| ["-p", name])),
    )?;
    shell::stream(
        house
            .cargo_into(&house.xtask_target)
            .args(["test", "-p", "xtask"]),
    )
}

fn simulator(context: &Context) -> Result<()> {
    let arguments = ["run", "--release", "-p", "simulator", "--", "--seeds", "3000"];
    shell::stream(context.house.cargo().args(arguments))
}

fn end2end(context: &Context) -> Result<()> {
    let house = context.house;
    let mut files = tests_below(&house.end2end())?;
    if let Some(word) = &context.only {
        files.retain(|path| path.contains(word));
    }
    if files.is_empty() {
        bail!("no end2end/tests/**/*.test.mjs to run, so nothing would be shown");
    }
    tools::for_browsing()?;
    context.dist()?;
    build_server(house)?;
    let suite = suite::suite(house)?;
    let arguments = ["--test", "--test-concurrency=1", "--test-reporter=spec"];
    shell::stream(
        Command::new("node")
            .args(arguments)
            .args(files)
            .current_dir(house.end2end())
            .env("JIAQIAO_BIN", house.server())
            .env("JIAQIAO_DIST", house.dist())
            .env("JIAQIAO_SUITE", suite),
    )
}

/// Paths relative to `end2end/`. Node 20 takes no patterns, so the files are named one by one.
fn tests_below(end2end: &std::path::Path) -> Result<Vec<String>> {
    let folder = end2end.join("tests");
    if !folder.is_dir() {
        return Ok(Vec::new());
    }
    let mut found = Vec::new();
    let mut folders = vec![folder];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder)? {
            let path = entry?.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.to_string_lossy().ends_with(".test.mjs") {
                found.push(path.strip_prefix(end2end)?.to_string_lossy().into_owned());
            }
        }
    }
    found.sort();
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn test_files_are_found_at_any_depth_and_helpers_are_not() {
        let end2end = tempfile::tempdir().unwrap();
        let notes = end2end.path().join("tests/notes");
        std::fs::create_dir_all(&notes).unwrap();
        for name in ["offline.test.mjs", "helper.mjs"] {
            std::fs::write(notes.join(name), "").unwrap();
        }
        assert_eq!(
            tests_below(end2end.path()).unwrap(),
            ["tests/notes/offline.test.mjs"]
        );
    }
}
