//! The binary itself, run as an administrator runs it.

use super::{client::Client, write_assets};
use std::{
    io::{BufRead, BufReader, Read},
    path::Path,
    process::{Child, Command, Output, Stdio},
};

pub const MOMENT: &str = "2026-11-23T16:42:00+08:00";

pub fn jiaqiao(data: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_jiaqiao"));
    command
        .env("JIAQIAO_DATA", data)
        .env("JIAQIAO_CLOCK", MOMENT)
        .env_remove("DATABASE_URL")
        .env_remove("RUST_LOG");
    command
}

pub fn run(data: &Path, words: &[&str]) -> Output {
    jiaqiao(data).args(words).output().expect("a run")
}

/// Runs what has to go well; gives what it said.
pub fn done(data: &Path, words: &[&str]) -> String {
    let output = run(data, words);
    assert!(output.status.success(), "{words:?}: {}", said(&output));
    said(&output)
}

/// Runs what has to be refused; gives why.
pub fn refused(data: &Path, words: &[&str]) -> String {
    let output = run(data, words);
    assert!(!output.status.success(), "{words:?} went well: {}", said(&output));
    said(&output)
}

pub fn said(output: &Output) -> String {
    format!(
        "{}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    )
}

/// A served folder; killed when dropped.
pub struct Served {
    child: Child,
    pub client: Client,
}

impl Served {
    pub fn start(data: &Path) -> Served {
        Served::with(jiaqiao(data), data)
    }

    pub fn with(mut command: Command, data: &Path) -> Served {
        let assets = data.join("dist");
        write_assets(&assets, "0001");
        let mut child = command
            .args(["serve", "--listen", "127.0.0.1:0", "--assets"])
            .arg(assets)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("a server");
        let mut line = String::new();
        let mut told = BufReader::new(child.stdout.take().expect("its output"));
        told.read_line(&mut line).expect("a greeting");
        let address = line.trim().rsplit("http://").next();
        let Some(address) = address.and_then(|address| address.parse().ok()) else {
            let mut log = String::new();
            let _ = child.stderr.take().expect("its log").read_to_string(&mut log);
            panic!("no server: {line}{log}");
        };
        // A log that nobody reads would fill its pipe and stop the server.
        let mut log = child.stderr.take().expect("its log");
        std::thread::spawn(move || std::io::copy(&mut log, &mut std::io::sink()));
        std::thread::spawn(move || std::io::copy(&mut told, &mut std::io::sink()));
        Served {
            child,
            client: Client::new(address),
        }
    }

    /// As a power cut would.
    pub fn kill(mut self) {
        self.end();
    }

    /// As an administrator would.
    pub fn stop(mut self) {
        // It greets before it listens to signals, and answers after.
        assert_eq!(self.client.get("/healthz").status, 200);
        let id = self.child.id().to_string();
        let told = Command::new("kill").args(["-TERM", &id]).status().expect("kill");
        assert!(told.success() && self.child.wait().expect("an end").success());
    }

    fn end(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        self.end();
    }
}
