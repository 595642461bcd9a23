//! Backups and what a restore makes of them, with the binary itself: nothing that was accepted is lost, nothing
//! happens twice, and what is not whole is refused before anything is touched.

mod common;

use common::{
    binary::{MOMENT, Served, done, jiaqiao, refused, run, said},
    client::{Client, PULL, rows},
    phone::{open_note, push_accepted},
    school::{self, CHILD, MOTHER},
};
use domain::{Command, Row, Scope, ScopeKind};
use protocol::{Answer, PullAnswer, PullRequest};
use std::{
    collections::BTreeMap,
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    thread,
};
use tempfile::TempDir;

const LATER: &str = "2026-11-23T17:30:00+08:00";

fn folder() -> TempDir {
    tempfile::tempdir().expect("a folder")
}

fn note(text: &str) -> Command {
    open_note(CHILD, text)
}

fn signed_in(office: &Client, login: &str) -> Client {
    let mut client = office.clone();
    sign_in(&mut client, login);
    client
}

fn sign_in(client: &mut Client, login: &str) {
    let answer = client.form("/sign-in", &[("login", login), ("password", school::PASSWORD)]);
    assert_eq!(answer.header("location"), Some("/app/today"), "{login}");
}

fn texts(client: &mut Client) -> Vec<String> {
    let text = |row| match row {
        Row::Note(note) => Some(note.text),
        _ => None,
    };
    let mut texts: Vec<String> = rows(client).into_iter().filter_map(text).collect();
    texts.sort();
    texts
}

/// A mother who writes without pause until told to stop; everything that she was told is accepted.
fn writing(mut mother: Client, stop: Arc<AtomicBool>) -> thread::JoinHandle<Vec<Command>> {
    thread::spawn(move || {
        let mut accepted = Vec::new();
        while !stop.load(Ordering::Relaxed) {
            let command = note(&format!("第{:05}张", accepted.len()));
            push_accepted(&mut mother, std::slice::from_ref(&command));
            accepted.push(command);
        }
        accepted
    })
}

/// A served school and a backup of it.
struct Backed {
    data: TempDir,
    backups: TempDir,
    file: PathBuf,
}

impl Backed {
    fn make() -> Backed {
        let (data, backups) = (folder(), folder());
        school::fill(data.path());
        let served = Served::start(data.path());
        let mut mother = signed_in(&served.client, "mother");
        push_accepted(&mut mother, &[note("备份之前")]);
        let file = backups.path().join("school.db");
        done(data.path(), &["backup", path(&file)]);
        served.stop();
        Backed { data, backups, file }
    }

    fn manifest(&self) -> PathBuf {
        self.backups.path().join("school.db.manifest.json")
    }
}

fn path(path: &Path) -> &str {
    path.to_str().expect("text")
}

fn epoch(data: &Path) -> u32 {
    let store = rusqlite::Connection::open(server::serve::database(data)).expect("a store");
    let epoch = store.query_row(
        "SELECT CAST(value AS INTEGER) FROM meta WHERE key = 'epoch'",
        [],
        |row| row.get(0),
    );
    epoch.expect("an epoch")
}

fn admin_log(data: &Path) -> Vec<String> {
    let store = rusqlite::Connection::open(server::serve::database(data)).expect("a store");
    let mut log = store
        .prepare("SELECT what || ' ' || detail FROM admin_log ORDER BY seq")
        .expect("a table");
    let lines = log.query_map([], |row| row.get(0)).expect("rows");
    lines.map(|line| line.expect("a line")).collect()
}

#[test]
fn a_backup_under_load_restored_into_nothing_loses_nothing_and_doubles_nothing() {
    let (data, backups) = (folder(), folder());
    school::fill(data.path());
    let served = Served::start(data.path());
    let mother = signed_in(&served.client, "mother");
    let stop = Arc::new(AtomicBool::new(false));
    let writer = writing(mother.clone(), Arc::clone(&stop));
    let to = backups.path().join("school.db");
    // Not before she has begun, so that the copy is made in the middle.
    let mut teacher = signed_in(&served.client, "teacher");
    while texts(&mut teacher).len() < 20 {}
    done(data.path(), &["backup", path(&to)]);
    let at_backup = texts(&mut teacher).len();
    // A phone that the backup does not know.
    let mut father = signed_in(&served.client, "father");
    let father_before = father.me();
    let late = note("爸爸在备份之后写的");
    push_accepted(&mut father, std::slice::from_ref(&late));
    while texts(&mut teacher).len() < at_backup + 20 {}
    stop.store(true, Ordering::Relaxed);
    let accepted = writer.join().expect("she wrote");
    let teacher_before = teacher.me();
    served.kill();
    std::fs::remove_dir_all(data.path()).expect("everything is gone");

    let told = done(data.path(), &["restore", path(&to)]);
    assert!(told.contains("restored"), "{told}");
    let served = Served::start(data.path());
    let mut mother = mother.at(&served.client);
    let before = mother.me();
    assert!(before.epoch > teacher_before.epoch, "phones hear of it");
    let restored = texts(&mut mother);
    assert!(
        restored.len() < accepted.len(),
        "the backup was older: {}",
        restored.len()
    );
    for _ in 0..2 {
        push_accepted(&mut mother, &accepted);
    }

    // Their cookies: the teacher's is in the backup, the father's is not.
    let teacher_after = teacher.at(&served.client).me();
    assert_eq!(
        (teacher_after.device, teacher_after.key),
        (teacher_before.device, teacher_before.key)
    );
    let mut father = father.at(&served.client);
    assert!(father.session().is_none());
    sign_in(&mut father, "father");
    assert_eq!(father.me().key, father_before.key, "what this phone sealed opens");
    push_accepted(&mut father, &[late]);
    let mut expected: Vec<String> = (0..accepted.len()).map(|n| format!("第{n:05}张")).collect();
    expected.push("爸爸在备份之后写的".to_owned());
    expected.sort();
    for client in [&mut mother, &mut father, &mut teacher.at(&served.client)] {
        assert_eq!(texts(client), expected, "each of them once");
    }
    assert!(
        admin_log(data.path())
            .iter()
            .any(|line| line.starts_with("restore backup of "))
    );
    served.stop();
    done(data.path(), &["doctor"]);
}

#[test]
fn a_backup_is_one_checked_file_for_its_owner_and_overwrites_nothing() {
    let (data, backups) = (folder(), folder());
    school::fill(data.path());
    let none = refused(backups.path(), &["backup", "x.db"]);
    assert!(none.contains("nothing to back up"), "{none}");

    // A folder: the file is named after the moment.
    done(data.path(), &["backup", path(backups.path())]);
    let file = backups.path().join("jiaqiao-2026-11-23T1642.db");
    let mut names: Vec<_> = std::fs::read_dir(backups.path())
        .expect("a folder")
        .map(|entry| entry.expect("an entry").file_name().into_string().expect("text"))
        .collect();
    names.sort();
    assert_eq!(
        names,
        [
            "jiaqiao-2026-11-23T1642.db",
            "jiaqiao-2026-11-23T1642.db.manifest.json"
        ],
        "nothing else is left"
    );
    for name in &names {
        let mode = std::fs::metadata(backups.path().join(name))
            .expect("a file")
            .permissions()
            .mode();
        assert_eq!(mode & 0o777, 0o600, "{name}");
    }
    let manifest: serde_json::Value =
        serde_json::from_slice(&std::fs::read(backups.path().join(&names[1])).expect("a manifest"))
            .expect("JSON");
    let bytes = std::fs::metadata(&file).expect("a file").len();
    assert_eq!(
        (
            manifest["bytes"].as_u64(),
            manifest["epoch"].as_u64(),
            manifest["made_on"].as_str()
        ),
        (Some(bytes), Some(1), Some("2026-11-23 16:42"))
    );

    let was = std::fs::read(&file).expect("bytes");
    let again = refused(data.path(), &["backup", path(&file)]);
    assert!(again.contains("overwrites nothing"), "{again}");
    assert_eq!(std::fs::read(&file).expect("bytes"), was);
    // The rest of a backup that was killed is in nobody's way.
    let next = backups.path().join("next.db");
    std::fs::write(backups.path().join("next.db.part"), "half").expect("a file");
    done(data.path(), &["backup", path(&next)]);
}

#[test]
fn what_is_not_whole_is_refused_and_nothing_is_touched() {
    let backed = Backed::make();
    let data = backed.data.path();
    let whole = std::fs::read(&backed.file).expect("bytes");
    let manifest = std::fs::read_to_string(backed.manifest()).expect("text");
    let store = server::serve::database(data);
    let before = std::fs::read(&store).expect("bytes");
    let mut flipped = whole.clone();
    let middle = flipped.len() / 2;
    flipped[middle] ^= 1;
    for (bytes, words) in [
        (&whole[..whole.len() - 4_096], "not whole"),
        (&flipped[..], "damaged"),
        (&[][..], "not whole"),
    ] {
        std::fs::write(&backed.file, bytes).expect("a file");
        let why = refused(data, &["restore", "--replace", path(&backed.file)]);
        assert!(why.contains(words), "{why}");
    }
    std::fs::write(&backed.file, &whole).expect("a file");
    // Bytes that agree with their manifest, and are no whole database all the same.
    let broken = break_tables(&whole);
    std::fs::write(&backed.file, &broken).expect("a file");
    std::fs::write(backed.manifest(), with_sum(&manifest, &broken)).expect("a file");
    let why = refused(data, &["restore", "--replace", path(&backed.file)]);
    assert!(why.contains("the backup is damaged"), "{why}");
    std::fs::write(&backed.file, &whole).expect("a file");
    let newer = manifest.replace("\"format\": 1", "\"format\": 2");
    std::fs::write(backed.manifest(), newer).expect("a file");
    let why = refused(data, &["restore", "--replace", path(&backed.file)]);
    assert!(why.contains("has format 2"), "{why}");
    std::fs::remove_file(backed.manifest()).expect("a file");
    let why = refused(data, &["restore", "--replace", path(&backed.file)]);
    assert!(why.contains("no manifest"), "{why}");

    assert!(std::fs::read(&store).expect("bytes") == before, "touched");
    let left: Vec<_> = std::fs::read_dir(data)
        .expect("a folder")
        .map(|entry| entry.expect("an entry").file_name().into_string().expect("text"))
        .filter(|name| name.contains("restoring") || name.contains("replaced"))
        .collect();
    assert_eq!(left, Vec::<String>::new());
}

/// Zeroes a page in the middle, as a dying disk does.
fn break_tables(whole: &[u8]) -> Vec<u8> {
    let mut broken = whole.to_vec();
    let page = broken.len() / 4_096 / 2 * 4_096;
    broken[page..page + 4_096].fill(0);
    broken
}

fn with_sum(manifest: &str, bytes: &[u8]) -> String {
    use sha2::{Digest, Sha256};
    let mut manifest: serde_json::Value = serde_json::from_str(manifest).expect("JSON");
    let hex: String = Sha256::digest(bytes)
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    manifest["sha256"] = hex.into();
    manifest.to_string()
}

#[test]
fn a_running_office_is_left_alone() {
    let backed = Backed::make();
    let data = backed.data.path();
    let served = Served::start(data);
    let why = refused(data, &["restore", "--replace", path(&backed.file)]);
    assert!(why.contains("stop `jiaqiao serve`"), "{why}");
    served.stop();
    // Somebody who knows nothing of our lock: SQLite says so itself.
    let other = rusqlite::Connection::open(server::serve::database(data)).expect("a store");
    let count: i64 = other
        .query_row("SELECT count(*) FROM row", [], |row| row.get(0))
        .expect("a number");
    assert!(count > 0);
    let why = refused(data, &["restore", "--replace", path(&backed.file)]);
    assert!(why.contains("some process works on the store"), "{why}");
    drop(other);
    done(data, &["restore", "--replace", path(&backed.file)]);
}

#[test]
fn a_replaced_store_is_kept_and_says_what_has_to_be_done_again() {
    let backed = Backed::make();
    let data = backed.data.path();
    let why = refused(data, &["restore", path(&backed.file)]);
    assert!(why.contains("--replace"), "{why}");

    // After the backup: a note, and an administrator ends something.
    let served = Served::start(data);
    let mut mother = signed_in(&served.client, "mother");
    push_accepted(&mut mother, &[note("备份之后")]);
    served.stop();
    let store = server::serve::database(data);
    let later = rusqlite::Connection::open(&store).expect("a store");
    later
        .execute(
            "INSERT INTO admin_log (at, what, detail) VALUES (1795423400000, 'guardianship', 'child p1 end')",
            [],
        )
        .expect("a line");
    later
        .execute("UPDATE meta SET value = '2000000000' WHERE key = 'epoch'", [])
        .expect("a high epoch");
    drop(later);

    let told = done(data, &["restore", "--replace", path(&backed.file)]);
    assert!(
        told.contains("2026-11-23 16:43  guardianship child p1 end"),
        "{told}"
    );
    assert_eq!(epoch(data), 2_000_000_001, "above both");
    let aside = data.join("jiaqiao.db.replaced-2026-11-23T1642");
    assert!(told.contains(path(&aside)), "{told}");
    let kept = rusqlite::Connection::open(&aside).expect("the store before");
    let notes: i64 = kept
        .query_row("SELECT count(*) FROM row WHERE kind = 'note'", [], |row| {
            row.get(0)
        })
        .expect("a number");
    assert_eq!(notes, 2);
    let served = Served::start(data);
    let mut mother = mother.at(&served.client);
    sign_in(&mut mother, "mother");
    assert_eq!(texts(&mut mother), ["备份之前"]);
}

#[test]
fn a_store_that_cannot_be_read_is_moved_aside_and_its_journal_with_it() {
    let backed = Backed::make();
    let data = backed.data.path();
    let store = server::serve::database(data);
    std::fs::write(&store, "这不是数据库".repeat(1_000)).expect("a file");
    std::fs::write(data.join("jiaqiao.db-wal"), "a journal of the old file").expect("a file");
    let was = std::fs::read(&store).expect("bytes");
    let told = done(data, &["restore", "--replace", path(&backed.file)]);
    assert!(told.contains("is not known"), "{told}");
    assert!(data.join("jiaqiao.db.replaced-2026-11-23T1642-wal").exists());
    let aside = data.join("jiaqiao.db.replaced-2026-11-23T1642");
    assert!(std::fs::read(aside).expect("bytes") == was, "kept as it was");
    assert!(
        !data.join("jiaqiao.db-wal").exists(),
        "it would be taken for the new file's"
    );
    done(data, &["doctor"]);
}

#[test]
fn one_backup_restored_twice_is_two_epochs() {
    let backed = Backed::make();
    let mut epochs = Vec::new();
    for moment in [MOMENT, LATER] {
        let elsewhere = folder();
        let restored = jiaqiao(elsewhere.path())
            .args(["restore", path(&backed.file)])
            .env("JIAQIAO_CLOCK", moment)
            .output()
            .expect("a run");
        assert!(restored.status.success(), "{}", said(&restored));
        epochs.push(epoch(elsewhere.path()));
    }
    assert!(epochs[0] < epochs[1], "{epochs:?}");
}

#[test]
fn a_file_that_was_put_back_by_hand_is_noticed_at_the_next_start() {
    let backed = Backed::make();
    let data = backed.data.path();
    let served = Served::start(data);
    let mut mother = signed_in(&served.client, "mother");
    let late = note("备份之后");
    push_accepted(&mut mother, std::slice::from_ref(&late));
    let was = mother.me().epoch;
    served.stop();
    // With the care to take the journal away, which would be played into a file that is not its own.
    std::fs::copy(&backed.file, server::serve::database(data)).expect("a copy");
    for beside in ["jiaqiao.db-wal", "jiaqiao.db-shm"] {
        let _ = std::fs::remove_file(data.join(beside));
    }
    let ill = run(data, &["doctor"]);
    assert!(
        !ill.status.success() && said(&ill).contains("an older store was put back"),
        "{}",
        said(&ill)
    );

    let served = Served::start(data);
    let mut mother = mother.at(&served.client);
    // Her cookie of after the backup is unknown; what she wrote waits on her phone.
    assert!(mother.session().is_none());
    sign_in(&mut mother, "mother");
    assert!(mother.me().epoch > was, "phones hear of it");
    push_accepted(&mut mother, &[late]);
    assert_eq!(texts(&mut mother), ["备份之前", "备份之后"]);
    assert!(
        admin_log(data)
            .iter()
            .any(|line| line.starts_with("put_back epoch"))
    );
    served.stop();
    done(data, &["doctor"]);
    // And no new alarm at the start after.
    let served = Served::start(data);
    let after = mother.at(&served.client).me().epoch;
    served.stop();
    assert_eq!(after, epoch(data));
    assert_eq!(
        admin_log(data)
            .iter()
            .filter(|line| line.starts_with("put_back"))
            .count(),
        1
    );
}

#[test]
fn keys_from_before_the_secret_stay_as_they_are() {
    let data = folder();
    let school = school::fill(data.path());
    let served = Served::start(data.path());
    let mut mother = signed_in(&served.client, "mother");
    let before = mother.me();
    served.stop();
    // As a store of the first builds: a drawn key, and no secret.
    school.run(store::work!(|tx| {
        let mut device = tx.devices_of(MOTHER).await?.remove(0);
        device.key = office::accounts::Secret([9; 32]);
        tx.set_device(&device).await
    }));
    let store = rusqlite::Connection::open(server::serve::database(data.path())).expect("a store");
    store
        .execute("DELETE FROM meta WHERE key = 'key_secret'", [])
        .expect("no secret");
    drop(store);
    let served = Served::start(data.path());
    let mut mother = mother.at(&served.client);
    sign_in(&mut mother, "mother");
    let after = mother.me();
    assert_eq!(after.device, before.device);
    assert_eq!(after.key, "CQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQk=");
}

/// What a phone holds of a past that this store does not know, where nothing else tells of it: a folder that was
/// put back whole, mark and all.
#[test]
fn a_cursor_above_the_head_gets_its_scope_anew() {
    let data = folder();
    school::fill(data.path());
    let served = Served::start(data.path());
    let mut mother = signed_in(&served.client, "mother");
    push_accepted(&mut mother, &[note("一张")]);
    let mut request = PullRequest {
        caller: mother.caller(),
        epoch: 0,
        cursors: BTreeMap::new(),
    };
    let mut pull = |request: &PullRequest| match mother.ask::<PullAnswer>(PULL, request) {
        Answer::Ok(pulled) => pulled,
        other => panic!("no pull: {other:?}"),
    };
    let all = pull(&request);
    request.epoch = all.epoch;
    request.cursors = all
        .changes
        .iter()
        .map(|change| (change.scope, change.cursor))
        .collect();
    assert!(pull(&request).changes.is_empty());
    let family = Scope::new(ScopeKind::ChildFamily, CHILD.0);
    let head = *request.cursors.values().max().expect("a cursor");
    request.cursors.insert(family, head + 1);
    let anew = pull(&request).changes;
    let whole = all
        .changes
        .iter()
        .find(|change| change.scope == family)
        .expect("the family's");
    assert_eq!(anew.len(), 1, "the other scopes are read on");
    assert_eq!(
        (anew[0].scope, anew[0].reset, &anew[0].rows),
        (family, true, &whole.rows)
    );
    assert_eq!(
        anew[0].cursor, whole.cursor,
        "and its number says that numbers went back"
    );
}
