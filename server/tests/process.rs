//! The binary itself: commands and their exit codes, and an end that finishes what is in flight.

mod common;

use common::{
    client::{Client, Reply},
    write_assets,
};
use std::{
    io::{BufRead, BufReader, Read, Write},
    path::Path,
    process::{Child, Command, Output, Stdio},
};

const SCHOOL: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/demo/school");
const HOSTILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/core/tests/fixtures/hostile");

fn jiaqiao(data: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_jiaqiao"));
    command
        .env("JIAQIAO_DATA", data)
        .env("JIAQIAO_CLOCK", "2026-11-23T16:42:00+08:00")
        .env_remove("RUST_LOG");
    command
}

fn run(data: &Path, words: &[&str]) -> Output {
    jiaqiao(data).args(words).output().expect("a run")
}

fn said(output: &Output) -> String {
    format!(
        "{}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    )
}

#[test]
fn a_school_is_set_up_from_the_command_line() {
    let data = tempfile::tempdir().expect("a folder");
    let data = data.path();
    let missing = run(data, &["slips", "--staff"]);
    assert!(
        !missing.status.success() && said(&missing).contains("no store"),
        "{}",
        said(&missing)
    );

    let looked = tempfile::tempdir().expect("a folder");
    let dry = run(looked.path(), &["import", "--dry-run", "--json", SCHOOL]);
    let report: serde_json::Value = serde_json::from_slice(&dry.stdout).expect("JSON");
    assert_eq!(
        (report["outcome"].as_str(), report["applied"].as_bool()),
        (Some("accept"), Some(false))
    );
    assert_eq!(
        std::fs::read_dir(looked.path()).expect("a folder").count(),
        0,
        "a dry run writes nothing"
    );
    assert_eq!(run(data, &["import", SCHOOL]).status.code(), Some(0));
    let again = run(data, &["import", "--lang", "en", SCHOOL]);
    assert!(said(&again).contains("No difference"), "{}", said(&again));
    for (case, code) in [("h58-zip-bomb.zip", 4), ("h23-dangling", 3)] {
        assert_eq!(
            run(data, &["import", &format!("{HOSTILE}/{case}")]).status.code(),
            Some(code),
            "{case}"
        );
    }

    let slip = run(
        data,
        &["slips", "--person", "g000513", "--base-url", "https://jq.example"],
    );
    assert!(
        said(&slip).contains("赵俊熙的母亲") || said(&slip).contains("赵知远的母亲"),
        "{}",
        said(&slip)
    );
    assert!(said(&slip).contains("https://jq.example/claim?login="));
    let invite = run(data, &["invite-admin", "--name", "马建华", "--school", "s01"]);
    assert!(
        invite.status.success() && said(&invite).contains("马建华"),
        "{}",
        said(&invite)
    );
    assert!(
        !run(data, &["invite-admin", "--name", "马建华", "--school", "s99"])
            .status
            .success()
    );

    let end = [
        "guardianship",
        "--child",
        "p000342",
        "--guardian",
        "g000514",
        "--end",
    ];
    assert!(run(data, &end).status.success());
    let nobody = [
        "guardianship",
        "--child",
        "p000342",
        "--guardian",
        "g000001",
        "--rights",
        "read",
    ];
    assert!(!run(data, &nobody).status.success());
    let log = rusqlite::Connection::open(server::serve::database(data)).expect("a store");
    let lines: Vec<String> = log
        .prepare("SELECT what || ' ' || detail FROM admin_log ORDER BY seq")
        .expect("a table")
        .query_map([], |row| row.get(0))
        .expect("rows")
        .map(|line| line.expect("a line"))
        .collect();
    assert!(
        lines
            .iter()
            .any(|line| line.starts_with("guardianship child p000342 guardian g000514 end")),
        "{lines:?}"
    );
    assert!(
        lines.iter().all(|line| !line.contains('马')),
        "no names in the log: {lines:?}"
    );
}

fn serve(data: &Path) -> (Child, Client) {
    let assets = data.join("dist");
    write_assets(&assets, "0001");
    let mut child = jiaqiao(data)
        .args(["serve", "--listen", "127.0.0.1:0", "--assets"])
        .arg(assets)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("a server");
    let mut line = String::new();
    BufReader::new(child.stdout.take().expect("its output"))
        .read_line(&mut line)
        .expect("a greeting");
    let address = line
        .trim()
        .rsplit("http://")
        .next()
        .and_then(|address| address.parse().ok())
        .expect(&line);
    (child, Client::new(address))
}

#[test]
fn an_ending_server_finishes_what_is_in_flight() {
    let data = tempfile::tempdir().expect("a folder");
    let (mut child, client) = serve(data.path());
    let body = "login=nobody&password=nothing+to+see";
    let head = format!(
        "POST /sign-in HTTP/1.1\r\nhost: x\r\nsec-fetch-site: same-origin\r\nconnection: close\r\n\
         content-type: application/x-www-form-urlencoded\r\ncontent-length: {}\r\n\r\n",
        body.len()
    );
    let mut stream = client.raw(head.as_bytes());
    // Answered only after the request above was accepted, too.
    assert_eq!(client.clone().get("/healthz").status, 200);
    let ended = Command::new("kill")
        .args(["-TERM", &child.id().to_string()])
        .status()
        .expect("kill");
    assert!(ended.success());
    // It no longer listens, and still waits for this one.
    while std::net::TcpStream::connect(stream.peer_addr().expect("a peer")).is_ok() {}
    stream.write_all(body.as_bytes()).expect("still open");
    assert_eq!(
        Reply::receive(&mut stream).header("location"),
        Some("/sign-in?problem=wrong")
    );
    assert!(child.wait().expect("an end").success());

    let mut log = String::new();
    child
        .stderr
        .take()
        .expect("its log")
        .read_to_string(&mut log)
        .expect("text");
    let lines: Vec<serde_json::Value> = log
        .lines()
        .map(|line| serde_json::from_str(line).expect("JSON"))
        .collect();
    assert!(
        lines
            .iter()
            .any(|line| line["route"] == "/sign-in" && line["status"] == 303 && line["method"] == "POST")
    );
    assert!(
        !log.contains("nobody") && !log.contains("nothing"),
        "personal data in the log"
    );
}

#[test]
fn a_taken_port_or_missing_files_are_said_in_words() {
    let data = tempfile::tempdir().expect("a folder");
    let none = run(
        data.path(),
        &["serve", "--listen", "127.0.0.1:0", "--assets", "/nowhere"],
    );
    assert!(
        !none.status.success() && said(&none).contains("cargo xtask dist"),
        "{}",
        said(&none)
    );
    let taken = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = taken.local_addr().expect("an address").to_string();
    let refused = run(data.path(), &["serve", "--listen", &address]);
    assert!(
        !refused.status.success() && said(&refused).contains(&address),
        "{}",
        said(&refused)
    );
}
