//! `cargo xtask run`: build everything and become the demo server.

use crate::house::House;
use crate::progress::step;
use crate::{dist, shell};
use anyhow::Result;
use std::process::Command;

pub fn run(house: &House, extra: &[String]) -> Result<()> {
    dist::dist(house)?;
    step("build the server", || build_server(house))?;
    become_server(
        Command::new(house.server())
            .current_dir(&house.root)
            .args(arguments(house, extra)),
    )
}

pub fn build_server(house: &House) -> Result<()> {
    shell::stream(house.cargo().args(["build", "--release", "-p", "server"]))
}

/// Our defaults, each left out when the caller states it.
fn arguments(house: &House, extra: &[String]) -> Vec<String> {
    let defaults = [
        ("--data", house.root.join("data").display().to_string()),
        ("--listen", "127.0.0.1:3000".to_owned()),
        ("--assets", house.dist().display().to_string()),
    ];
    let mut words = vec!["serve".to_owned()];
    if !is_given("--demo", extra) {
        words.push("--demo".to_owned());
    }
    for (flag, value) in defaults {
        if !is_given(flag, extra) {
            words.extend([flag.to_owned(), value]);
        }
    }
    words.extend_from_slice(extra);
    words
}

fn is_given(flag: &str, extra: &[String]) -> bool {
    extra
        .iter()
        .any(|word| word == flag || word.strip_prefix(flag).is_some_and(|rest| rest.starts_with('=')))
}

/// Replaces this process, so that Ctrl-C and the exit code belong to the server alone.
#[cfg(unix)]
fn become_server(server: &mut Command) -> Result<()> {
    use std::os::unix::process::CommandExt;
    Err(anyhow::Error::new(server.exec()).context("starting the server"))
}

#[cfg(not(unix))]
fn become_server(server: &mut Command) -> Result<()> {
    shell::stream(server)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn house() -> House {
        House {
            root: "/r".into(),
            target: "/r/target".into(),
            xtask_target: "/r/target/xtask".into(),
        }
    }

    #[test]
    fn a_plain_run_is_the_demo_on_port_3000() {
        let expected = "serve --demo --data /r/data --listen 127.0.0.1:3000 --assets /r/target/dist";
        assert_eq!(arguments(&house(), &[]).join(" "), expected);
    }

    #[test]
    fn what_the_caller_states_is_not_said_twice() {
        let extra = [
            "--listen=127.0.0.1:4000".to_owned(),
            "--data".to_owned(),
            "/d".to_owned(),
        ];
        let expected = "serve --demo --assets /r/target/dist --listen=127.0.0.1:4000 --data /d";
        assert_eq!(arguments(&house(), &extra).join(" "), expected);
    }
}
