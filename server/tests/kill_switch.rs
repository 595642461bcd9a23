//! The kill switch and kept builds: what an operator does at night, and what phones then hear.

mod common;

use common::{House, client::Client, write_assets};
use std::process::Command;

/// Standard output, or the error in words.
fn switch(house: &House, words: &[&str]) -> Result<String, String> {
    let output = Command::new(env!("CARGO_BIN_EXE_jiaqiao"))
        .arg("kill-switch")
        .args(words)
        .env("JIAQIAO_DATA", house.data.path())
        .output()
        .expect("a run");
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    match output.status.success() {
        true => Ok(text(&output.stdout)),
        false => Err(text(&output.stderr)),
    }
}

fn kill(client: &mut Client) -> bool {
    let answer = client.get("/version.json");
    assert_eq!(answer.header("cache-control"), Some("no-cache"));
    answer.json()["kill"].as_bool().expect("a word on it")
}

#[test]
fn the_switch_works_while_the_server_runs_and_goes_back() {
    let house = House::start();
    let mut client = house.client();
    let worker = client.get("/sw.js");
    assert!(!kill(&mut client) && worker.text() == "self");
    assert!(switch(&house, &[]).is_ok_and(|said| said.contains("off")));

    assert!(switch(&house, &["on"]).is_ok_and(|said| said.contains("on")));
    assert!(kill(&mut client));
    // A browser that asks whether its worker is still the newest must not hear "yes".
    let etag = worker.header("etag").expect("an etag");
    let leaving = client.send("GET", "/sw.js", &[("if-none-match", etag)], &[]);
    assert_eq!(leaving.status, 200);
    assert_eq!(
        (leaving.header("content-type"), leaving.header("cache-control")),
        (Some("text/javascript; charset=utf-8"), Some("no-cache"))
    );
    let leaving = leaving.text();
    assert!(
        leaving.contains("unregister") && !leaving.contains("'fetch'"),
        "{leaving}"
    );
    assert!(!leaving.to_lowercase().contains("indexeddb."), "{leaving}");
    // Everything else goes on, or phones could not load the app from the network.
    for path in ["/app/today", "/pkg/app.0001.js", "/sign-in"] {
        assert_eq!(client.get(path).status, 200, "{path}");
    }

    assert!(switch(&house, &["off"]).is_ok_and(|said| said.contains("off")));
    assert!(!kill(&mut client));
    assert_eq!(client.get("/sw.js").text(), "self");
}

#[test]
fn a_mistyped_folder_or_word_does_not_look_like_success() {
    let house = House::start();
    let elsewhere = house.data.path().join("nowhere");
    let elsewhere = elsewhere.to_str().expect("a path");
    assert!(switch(&house, &["on", "--data", elsewhere]).is_err_and(|said| said.contains("--data")));
    assert!(switch(&house, &["true"]).is_err());
    assert!(!kill(&mut house.client()));
}

#[test]
fn a_damaged_copy_of_an_earlier_build_is_no_reason_not_to_start() {
    let mut house = House::start();
    for build in ["0002", "0003"] {
        let (data, school) = house.stop();
        let kept = data.path().join("assets/0001/pkg/app.0001.js");
        if build == "0003" {
            std::fs::remove_file(kept).expect("removed");
        }
        let assets = data.path().join("dist");
        std::fs::remove_dir_all(&assets).expect("removed");
        write_assets(&assets, build);
        house = House::over(data, school, |_| {});
    }
    let mut client = house.client();
    for (build, status) in [("0003", 200), ("0002", 200), ("0001", 404)] {
        let answer = client.get(&format!("/pkg/app.{build}.js"));
        assert_eq!(answer.status, status, "{build}");
        assert_eq!(answer.text() == format!("// {build}"), status == 200, "{build}");
    }
}

#[test]
fn the_retry_of_a_page_without_its_script_asks_for_it_anew() {
    let house = House::start();
    // The common shell of these tests names no script.
    let shell = house.data.path().join("dist/shell.html");
    std::fs::write(shell, "<script src=\"/pkg/boot.js\"></script>").expect("written");
    let (data, school) = { house }.stop();
    let house = House::over(data, school, |_| {});
    let mut client = house.client();
    let mut pages = Vec::new();
    for _ in 0..2 {
        let fresh = client.get("/app/notes?fresh");
        assert_eq!(
            (fresh.status, fresh.header("cache-control"), fresh.header("etag")),
            (200, Some("no-store"), None)
        );
        assert!(
            fresh
                .header("content-security-policy")
                .expect("a policy")
                .contains("script-src 'self'")
        );
        let page = fresh.text();
        let script = page.split('"').nth(1).expect("a script");
        assert!(script.starts_with("/pkg/boot.js?"), "{page}");
        assert_eq!(client.get(script).text(), "1");
        pages.push(page);
    }
    assert_ne!(pages[0], pages[1]);
    assert!(
        client
            .get("/app/notes?fresher")
            .text()
            .contains("\"/pkg/boot.js\"")
    );
}
