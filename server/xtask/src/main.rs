//! What a newcomer and CI type: `cargo xtask run | test | dist | tidy`.

#![expect(
    clippy::print_stdout,
    reason = "a command line tool talks through its standard output"
)]

mod dist;
mod house;
mod progress;
mod run;
mod shell;
mod test;
mod tidy;
mod tools;

use anyhow::{Result, bail};
use house::House;
use std::process::ExitCode;

const HELP: &str = "\
家桥 Jiaqiao: everything is built, tested and started from here.

    cargo xtask run             build it all and start a school with sample people on 127.0.0.1:3000
                                (more words go to the server: `cargo xtask run --listen 127.0.0.1:4000`)
    cargo xtask test            everything CI checks; stops at the first step that fails
    cargo xtask test unit tidy  only these steps, in their usual order:
                                STEPS
        --keep-going            go on after a step that failed
        --only WORD             end2end: only files whose path contains WORD
    cargo xtask ci              the same as `test`
    cargo xtask dist            what a phone downloads, hashed and compressed, in target/dist
    cargo xtask tidy            rules that no compiler knows: edges between crates, the wire's hash, clocks
        --write-hash            write the hash of the golden files into PROTOCOL.md, once the change is described

Folders follow CARGO_TARGET_DIR when it is set.";

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    match obey(&words) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn obey(words: &[String]) -> Result<ExitCode> {
    let Some((command, rest)) = words.split_first() else {
        println!("{}", HELP.replace("STEPS", &test::step_names()));
        return Ok(ExitCode::SUCCESS);
    };
    match command.as_str() {
        "run" => run::run(&House::find()?, rest)?,
        "test" | "ci" => return test::test(&House::find()?, rest),
        "dist" => drop(dist::dist(&House::find()?)?),
        "tidy" => tidy::command(&House::find()?, rest)?,
        "help" | "--help" | "-h" => return obey(&[]),
        other => bail!("`{other}` is not a command; `cargo xtask` alone lists them"),
    }
    Ok(ExitCode::SUCCESS)
}
