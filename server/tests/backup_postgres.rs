//! Backup, restore and doctor on PostgreSQL, with its own programs and a server of our own.

#[expect(dead_code, reason = "the store's tests use more of it")]
#[path = "../store/tests/suite/cluster.rs"]
mod cluster;
mod common;

use cluster::{Cluster, Fsync};
use common::{
    binary::{Served, jiaqiao, said},
    client::{Client, rows},
    phone::{open_note, push_accepted},
};
use domain::{ChildId, Row};
use std::{collections::BTreeMap, path::Path, sync::OnceLock};
use tempfile::TempDir;

/// With fsync, since the doctor asks for it.
fn server() -> &'static Cluster {
    static SERVER: OnceLock<Cluster> = OnceLock::new();
    SERVER.get_or_init(|| Cluster::start(Fsync::On))
}

/// An office whose store is a database, and whose folder holds the rest.
struct Office {
    data: TempDir,
    url: String,
}

impl Office {
    fn new() -> Office {
        Office {
            data: tempfile::tempdir().expect("a folder"),
            url: server().database(),
        }
    }

    fn command(&self) -> std::process::Command {
        let mut command = jiaqiao(self.data.path());
        command.env("DATABASE_URL", &self.url);
        command
    }

    fn demo(&self) -> Served {
        let mut command = self.command();
        command.env("JIAQIAO_DEMO", "true");
        Served::with(command, self.data.path())
    }

    fn done(&self, words: &[&str]) -> String {
        let output = self.command().args(words).output().expect("a run");
        assert!(output.status.success(), "{words:?}: {}", said(&output));
        said(&output)
    }

    fn refused(&self, words: &[&str]) -> String {
        let output = self.command().args(words).output().expect("a run");
        assert!(!output.status.success(), "{words:?} went well: {}", said(&output));
        said(&output)
    }

    fn sql(&self, sql: &str) -> String {
        server().sql(cluster::name(&self.url), sql)
    }
}

fn signed_in(office: &Client, login: &str) -> Client {
    let mut client = office.clone();
    sign_in(&mut client, login);
    client
}

fn sign_in(client: &mut Client, login: &str) {
    let answer = client.form("/sign-in", &[("login", login), ("password", "jiaqiao-demo")]);
    assert_eq!(answer.header("location"), Some("/app/today"), "{login}");
}

fn child(client: &mut Client) -> ChildId {
    let children = rows(client).into_iter().filter_map(|row| match row {
        // The one whose class teacher signs in here, too.
        Row::Child(child) if child.class_name == "三年级2班" => Some(child.id),
        _ => None,
    });
    children.min().expect("a child")
}

fn count(client: &mut Client, text: &str) -> usize {
    let is_it = |row: &Row| matches!(row, Row::Note(note) if note.text == text);
    rows(client).iter().filter(|row| is_it(row)).count()
}

fn path(path: &Path) -> &str {
    path.to_str().expect("text")
}

#[test]
fn a_restored_database_gets_back_what_was_accepted_after_its_backup_once() {
    let office = Office::new();
    let backups = tempfile::tempdir().expect("a folder");
    let file = backups.path().join("school.pgdump");
    let served = office.demo();
    let mut guardian = signed_in(&served.client, "guardian");
    let child = child(&mut guardian);
    let early = open_note(child, "备份之前写的");
    push_accepted(&mut guardian, std::slice::from_ref(&early));
    let told = office.done(&["backup", path(&file)]);
    assert!(told.contains("epoch 1,"), "{told}");
    let late = open_note(child, "备份之后写的");
    push_accepted(&mut guardian, std::slice::from_ref(&late));
    let mut teacher = signed_in(&served.client, "classteacher");
    let teacher_before = teacher.me();

    let running = office.refused(&["restore", "--replace", path(&file)]);
    assert!(running.contains("stop `jiaqiao serve`"), "{running}");
    // From another machine, which has another folder: the server itself says so.
    let elsewhere = tempfile::tempdir().expect("a folder");
    let output = office
        .command()
        .env("JIAQIAO_DATA", elsewhere.path())
        .args(["restore", "--replace", path(&file)])
        .output()
        .expect("a run");
    assert!(
        !output.status.success() && said(&output).contains("on every machine"),
        "{}",
        said(&output)
    );
    served.stop();
    let there = office.refused(&["restore", path(&file)]);
    assert!(there.contains("--replace"), "{there}");

    office.sql(
        "INSERT INTO admin_log (at, what, detail) VALUES (1795999999000, 'guardianship', 'child p1 end')",
    );
    let told = office.done(&["restore", "--replace", path(&file)]);
    assert!(told.contains("guardianship child p1 end"), "{told}");
    let aside = office.sql("SELECT nspname FROM pg_namespace WHERE nspname LIKE 'replaced_%'");
    assert!(told.contains(&aside), "{told}");
    let kept = office.sql(&format!(
        "SELECT count(*) FROM {aside}.row WHERE body LIKE '%备份之后写的%'"
    ));
    assert_eq!(kept, "1", "what was replaced is still there");

    let served = office.demo();
    let mut guardian = guardian.at(&served.client);
    assert!(guardian.me().epoch > 1);
    assert_eq!(
        (
            count(&mut guardian, "备份之前写的"),
            count(&mut guardian, "备份之后写的")
        ),
        (1, 0)
    );
    for _ in 0..2 {
        push_accepted(&mut guardian, &[early.clone(), late.clone()]);
    }
    let mut teacher = teacher.at(&served.client);
    assert!(teacher.session().is_none(), "she signed in after the backup");
    sign_in(&mut teacher, "classteacher");
    assert_eq!(
        teacher.me().key,
        teacher_before.key,
        "what her phone sealed opens"
    );
    for client in [&mut guardian, &mut teacher] {
        assert_eq!(
            (count(client, "备份之前写的"), count(client, "备份之后写的")),
            (1, 1)
        );
    }
    served.stop();
    let healthy = office.done(&["doctor"]);
    assert!(!healthy.contains("BROKEN"), "{healthy}");

    // Into an empty database, too; a moved-aside store is not in the next backup.
    let again = backups.path().join("again.pgdump");
    office.done(&["backup", path(&again)]);
    let new = Office::new();
    new.done(&["restore", path(&again)]);
    assert_eq!(
        new.sql("SELECT count(*) FROM pg_namespace WHERE nspname LIKE 'replaced_%'"),
        "0"
    );
    assert_eq!(
        new.sql("SELECT count(*) FROM admin_log WHERE what = 'restore'"),
        "2"
    );
    let served = new.demo();
    let mut guardian = guardian.at(&served.client);
    assert_eq!(count(&mut guardian, "备份之后写的"), 1);
}

#[test]
fn a_backup_that_is_not_whole_or_does_not_fit_changes_nothing() {
    let office = Office::new();
    let backups = tempfile::tempdir().expect("a folder");
    let file = backups.path().join("school.pgdump");
    office.demo().stop();
    office.done(&["backup", path(&file)]);
    let whole = std::fs::read(&file).expect("bytes");
    std::fs::write(&file, &whole[..whole.len() / 2]).expect("a file");
    let new = Office::new();
    let why = new.refused(&["restore", path(&file)]);
    assert!(why.contains("not whole"), "{why}");
    assert_eq!(new.sql("SELECT to_regclass('schema_step') IS NULL"), "t");

    // Something else has the name of a table of ours: nothing of the backup stays.
    std::fs::write(&file, &whole).expect("a file");
    new.sql("CREATE TABLE slip (x integer)");
    let why = new.refused(&["restore", path(&file)]);
    assert!(why.contains("slip"), "{why}");
    assert_eq!(new.sql("SELECT to_regclass('schema_step') IS NULL"), "t");
    new.sql("DROP TABLE slip");
    new.done(&["restore", path(&file)]);

    // A file of the other engine.
    let sqlite = jiaqiao(new.data.path())
        .args(["restore", path(&file)])
        .output()
        .expect("a run");
    assert!(
        said(&sqlite).contains("backup of PostgreSQL"),
        "{}",
        said(&sqlite)
    );
}

#[test]
fn the_doctor_names_what_is_broken_in_a_database() {
    let office = Office::new();
    office.demo().stop();
    let healthy = examine(&office);
    assert!(healthy.values().all(|level| level == "good"), "{healthy:?}");
    for (broken, name) in [
        ("DELETE FROM row WHERE kind = 'class'", "feed_rows"),
        ("UPDATE feed_head SET seq = 1", "feed_head"),
        (
            "INSERT INTO outcome SELECT id, id, 7, '\"accepted\"', 1795423320000 FROM school LIMIT 1",
            "outcomes",
        ),
        ("DELETE FROM meta WHERE key = 'epoch'", "epoch"),
    ] {
        assert_eq!(examine(&office)[name], "good", "{broken}");
        office.sql(broken);
        assert_eq!(examine(&office)[name], "broken", "{broken}");
    }
    let nowhere = jiaqiao(office.data.path())
        .env("DATABASE_URL", "postgres://nobody@127.0.0.1:1/nothing")
        .arg("doctor")
        .output()
        .expect("a run");
    assert!(!nowhere.status.success());
}

/// Levels, by the names of what was looked at.
fn examine(office: &Office) -> BTreeMap<String, String> {
    let output = office
        .command()
        .args(["doctor", "--json"])
        .output()
        .expect("a run");
    let report: serde_json::Value =
        serde_json::from_slice(&output.stdout).unwrap_or_else(|_| panic!("{}", said(&output)));
    let findings = report["findings"].as_array().expect("a list").iter();
    let text = |value: &serde_json::Value| value.as_str().expect("text").to_owned();
    findings
        .map(|finding| (text(&finding["name"]), text(&finding["level"])))
        .collect()
}
