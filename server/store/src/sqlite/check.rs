//! The health of a SQLite file, read-only.

use super::{Look, SQLITE_VERSION_MIN, broken, migrate::SCHEMA};
use crate::check::{Asks, Finding, ask_all, unanswered};
use office::StoreError;
use rusqlite::{Connection, OptionalExtension};
use std::path::Path;

/// Damage is told by its first lines; a broken file can say thousands.
const DAMAGE_LINES_MAX: usize = 5;

const RESTORE: &str = "The file is damaged. Stop `serve`, keep a copy of the data folder, restore the newest backup \
    with `jiaqiao restore --replace`, and have the disk looked at.";

/// Everything that can be said of the file; `quick` leaves out the comparison of indexes with tables, which
/// takes minutes for gigabytes.
pub fn check_file(path: &Path, quick: bool, now_ms: i64) -> Vec<Finding> {
    let mut findings = vec![version()];
    let mut look = match Look::open(path) {
        Ok(look) => look,
        Err(error) => {
            findings.push(unanswered("file", &error));
            return findings;
        }
    };
    findings.push(journal(&look.conn));
    findings.push(whole(&look.conn, quick));
    findings.push(foreign_keys(&look.conn));
    findings.push(schema(&look.conn));
    findings.extend(ask_all(&mut look, now_ms));
    findings
}

/// Says what is damaged in the file, if anything.
pub fn damage(conn: &Connection, quick: bool) -> Result<Option<String>, StoreError> {
    let pragma = if quick { "quick_check" } else { "integrity_check" };
    let sql = format!("PRAGMA {pragma}({DAMAGE_LINES_MAX})");
    let read = || -> rusqlite::Result<Vec<String>> {
        let mut check = conn.prepare(&sql)?;
        check.query_map([], |row| row.get(0))?.collect()
    };
    let lines = read().map_err(broken)?;
    Ok((lines != ["ok"]).then(|| lines.join("; ")))
}

impl Asks for Look {
    const HEAD_SQL: &'static str = "(SELECT CAST(value AS integer) FROM meta WHERE key = 'feed_head')";

    fn number(&mut self, sql: &str) -> Result<Option<i64>, StoreError> {
        let number = self.conn.query_row(sql, [], |row| row.get(0)).optional();
        number.map(Option::flatten).map_err(broken)
    }
}

fn version() -> Finding {
    let version = rusqlite::version();
    if rusqlite::version_number() >= SQLITE_VERSION_MIN {
        return Finding::good("sqlite", format!("SQLite {version}"));
    }
    Finding::broken(
        "sqlite",
        format!("SQLite {version} can damage files in WAL mode"),
        "Use a build of this program with SQLite 3.51.3 or later.",
    )
}

fn journal(conn: &Connection) -> Finding {
    let mode: rusqlite::Result<String> = conn.pragma_query_value(None, "journal_mode", |row| row.get(0));
    match mode {
        Ok(mode) if mode == "wal" => Finding::good("journal", "journal mode WAL"),
        Ok(mode) => Finding::notice(
            "journal",
            format!("journal mode {mode} instead of WAL"),
            "`jiaqiao serve` sets it at its start. If it comes back, some other program changes this file.",
        ),
        Err(error) => unanswered("journal", &broken(error)),
    }
}

fn whole(conn: &Connection, quick: bool) -> Finding {
    match damage(conn, quick) {
        Ok(None) => Finding::good("integrity", "the file is whole"),
        Ok(Some(damage)) => Finding::broken("integrity", damage, RESTORE),
        Err(error) => unanswered("integrity", &error),
    }
}

fn foreign_keys(conn: &Connection) -> Finding {
    let count = conn.query_row("SELECT count(*) FROM pragma_foreign_key_check", [], |row| {
        row.get(0)
    });
    match count {
        Ok(0i64) => Finding::good("foreign_keys", "no reference leads nowhere"),
        Ok(count) => Finding::broken(
            "foreign_keys",
            format!("{count} references lead nowhere"),
            RESTORE,
        ),
        Err(error) => unanswered("foreign_keys", &broken(error)),
    }
}

fn schema(conn: &Connection) -> Finding {
    match conn.pragma_query_value(None, "user_version", |row| row.get::<_, u32>(0)) {
        Ok(found) if found == SCHEMA => Finding::good("schema", format!("schema {found}")),
        Ok(found) if found < SCHEMA => Finding::notice(
            "schema",
            format!("schema {found}; this program's is {SCHEMA}"),
            "Make a backup, then start `jiaqiao serve`: it brings the schema up to date.",
        ),
        Ok(found) => Finding::broken(
            "schema",
            format!("schema {found}; this program knows {SCHEMA}"),
            "The store was served by a newer jiaqiao. Use that one.",
        ),
        Err(error) => unanswered("schema", &broken(error)),
    }
}
