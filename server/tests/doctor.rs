//! What the doctor says of a healthy store, and that it names each thing that was broken on purpose.

mod common;

use common::{
    binary::{Served, done, jiaqiao, run, said},
    school,
};
use serde_json::Value;
use std::{collections::BTreeMap, path::Path};
use tempfile::TempDir;

/// A school that was served once.
fn healthy() -> TempDir {
    let data = tempfile::tempdir().expect("a folder");
    school::fill(data.path());
    let served = Served::start(data.path());
    let mut mother = served.client.clone();
    mother.form("/sign-in", &[("login", "mother"), ("password", school::PASSWORD)]);
    assert!(mother.session().is_some());
    served.stop();
    data
}

/// What was found, by name: the level and the words; and the exit code.
fn examine(data: &Path, more: &[&str]) -> (BTreeMap<String, (String, String)>, Option<i32>) {
    let output = run(data, &[&["doctor", "--json"], more].concat());
    let report: Value =
        serde_json::from_slice(&output.stdout).unwrap_or_else(|_| panic!("{}", said(&output)));
    let findings = report["findings"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|finding| {
            let text = |name: &str| finding[name].as_str().expect("text").to_owned();
            let (level, advice) = (text("level"), text("advice"));
            assert_eq!(
                advice.is_empty(),
                level == "good",
                "each finding says what to do: {finding}"
            );
            (text("name"), (level, text("said")))
        });
    (findings.collect(), output.status.code())
}

fn store(data: &Path) -> rusqlite::Connection {
    rusqlite::Connection::open(server::serve::database(data)).expect("a store")
}

#[test]
fn a_healthy_store_is_called_so_beside_a_running_office_and_nothing_is_written() {
    let data = healthy();
    let served = Served::start(data.path());
    done(data.path(), &["doctor"]);
    served.stop();
    let file = server::serve::database(data.path());
    drop(store(data.path()));
    let before = std::fs::read(&file).expect("bytes");
    for more in [&[][..], &["--quick"]] {
        let (findings, code) = examine(data.path(), more);
        assert!(
            findings.values().all(|(level, _)| level == "good"),
            "{findings:?}"
        );
        assert_eq!(code, Some(0));
        let counts = &findings["counts"].1;
        assert!(
            counts.contains("people 7, accounts 4, devices signed in 1"),
            "{counts}"
        );
    }
    assert!(std::fs::read(&file).expect("bytes") == before, "written");
    let nowhere = tempfile::tempdir().expect("a folder");
    let none = run(nowhere.path(), &["doctor"]);
    assert!(!none.status.success() && said(&none).contains("no store"));
    assert_eq!(std::fs::read_dir(nowhere.path()).expect("a folder").count(), 0);
}

#[test]
fn each_thing_that_is_broken_is_named() {
    for (broken, name, level) in [
        ("DELETE FROM row WHERE kind = 'class'", "feed_rows", "broken"),
        (
            "UPDATE meta SET value = '1' WHERE key = 'feed_head'",
            "feed_head",
            "broken",
        ),
        ("DELETE FROM meta WHERE key = 'feed_head'", "feed_head", "broken"),
        (
            "INSERT INTO feed_floor VALUES ('child/family:x', 999999)",
            "feed_floors",
            "broken",
        ),
        (
            "UPDATE row SET version = 0 WHERE kind = 'child'",
            "rows",
            "broken",
        ),
        (
            "INSERT INTO outcome VALUES (x'01', x'02', 7, '\"accepted\"', 1795423320000)",
            "outcomes",
            "broken",
        ),
        (
            "INSERT INTO device_seq VALUES (x'02', 6);
             INSERT INTO outcome VALUES (x'01', x'02', 7, '\"accepted\"', 1795423320000)",
            "outcomes",
            "broken",
        ),
        ("DELETE FROM person WHERE name = '李一'", "people", "broken"),
        ("DELETE FROM meta WHERE key = 'epoch'", "epoch", "broken"),
        (
            "DELETE FROM meta WHERE key = 'key_secret'",
            "key_secret",
            "notice",
        ),
        (
            "INSERT INTO release VALUES ('notice', x'01', 1795420000000)",
            "releases",
            "notice",
        ),
        (
            "INSERT INTO outcome VALUES (x'01', x'02', 7, '\"accepted\"', 1700000000000);
             INSERT INTO device_seq VALUES (x'02', 7)",
            "outcomes_kept",
            "notice",
        ),
        ("PRAGMA user_version = 99", "schema", "broken"),
        ("PRAGMA user_version = 3", "schema", "notice"),
        ("PRAGMA journal_mode = DELETE", "journal", "notice"),
        // A day later than now.
        (
            "INSERT INTO admin_log (at, what, detail) VALUES (1795509720000, 'x', 'y')",
            "clock",
            "broken",
        ),
    ] {
        let data = healthy();
        store(data.path()).execute_batch(broken).expect(broken);
        let (findings, code) = examine(data.path(), &[]);
        assert_eq!(findings[name].0, level, "{broken}: {findings:?}");
        let is_broken = findings.values().any(|(level, _)| level == "broken");
        assert_eq!(
            (code, level == "broken" || !is_broken),
            (Some(i32::from(is_broken)), true),
            "{broken}"
        );
    }
}

#[test]
fn a_damaged_file_is_named_damaged() {
    let data = healthy();
    // Everything into the file itself, and then a page of it to nothing.
    store(data.path())
        .execute_batch("PRAGMA journal_mode = DELETE")
        .expect("one file");
    let file = server::serve::database(data.path());
    let mut bytes = std::fs::read(&file).expect("bytes");
    let page = bytes.len() / 4_096 / 2 * 4_096;
    bytes[page..page + 4_096].fill(0);
    std::fs::write(&file, &bytes).expect("a file");
    let (findings, code) = examine(data.path(), &[]);
    assert_eq!(
        (findings["integrity"].0.as_str(), code),
        ("broken", Some(1)),
        "{findings:?}"
    );

    std::fs::write(&file, "no database at all").expect("a file");
    let (findings, code) = examine(data.path(), &[]);
    assert_eq!(
        (findings["integrity"].0.as_str(), code),
        ("broken", Some(1)),
        "{findings:?}"
    );
}

#[test]
fn an_index_that_lost_an_entry_is_found_by_the_slow_look_alone() {
    let data = healthy();
    let conn = store(data.path());
    // As many entries as the table has, and none of its own: what a page written to the wrong place does.
    conn.execute_batch(
        "PRAGMA writable_schema = ON;
         CREATE TABLE hidden (rootpage);
         INSERT INTO hidden SELECT sql FROM sqlite_schema WHERE name = 'feed_row';
         UPDATE sqlite_schema SET sql = 'CREATE INDEX feed_row ON feed (kind, scope)' WHERE name = 'feed_row';",
    )
    .expect("a trick");
    drop(conn);
    let conn = store(data.path());
    conn.execute_batch("REINDEX feed_row").expect("other entries");
    conn.execute_batch(
        "PRAGMA writable_schema = ON;
         UPDATE sqlite_schema SET sql = (SELECT rootpage FROM hidden) WHERE name = 'feed_row';
         DROP TABLE hidden;",
    )
    .expect("a trick");
    drop(conn);
    assert_eq!(examine(data.path(), &["--quick"]).0["integrity"].0, "good");
    let (findings, _) = examine(data.path(), &[]);
    assert_eq!(findings["integrity"].0, "broken", "{findings:?}");
}

#[test]
fn the_newest_backup_has_an_age() {
    let data = healthy();
    let backups = tempfile::tempdir().expect("a folder");
    let folder = backups.path().to_str().expect("text");
    let (findings, code) = examine(data.path(), &["--backups", folder]);
    assert_eq!((findings["backup"].0.as_str(), code), ("broken", Some(1)));
    done(data.path(), &["backup", folder]);
    let (findings, code) = examine(data.path(), &["--backups", folder]);
    assert_eq!(
        (findings["backup"].0.as_str(), code),
        ("good", Some(0)),
        "{findings:?}"
    );
    let later = jiaqiao(data.path())
        .args(["doctor", "--backups", folder])
        .env("JIAQIAO_CLOCK", "2026-11-25T16:42:00+08:00")
        .output()
        .expect("a run");
    assert!(
        !later.status.success() && said(&later).contains("48 hours ago"),
        "{}",
        said(&later)
    );
    // A backup that lost its end is none.
    let file = backups.path().join("jiaqiao-2026-11-23T1642.db");
    std::fs::write(file, "half").expect("a file");
    let (findings, _) = examine(data.path(), &["--backups", folder]);
    assert!(findings["backup"].1.contains("no backup"), "{findings:?}");
}
