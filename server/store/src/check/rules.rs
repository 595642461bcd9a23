//! The questions, in SQL that SQLite and PostgreSQL both speak: each counts what must not be.

use super::Level;

pub(super) struct Rule {
    pub name: &'static str,
    pub level: Level,
    /// Counts what is wrong; [`HEAD`] and [`NOW`] stand for what engine and clock say.
    pub sql: &'static str,
    pub good: &'static str,
    pub wrong: &'static str,
    pub advice: &'static str,
}

pub(super) const HEAD: &str = "{head}";
pub(super) const NOW: &str = "{now}";

const RESTORE: &str = "Rows were lost outside this program. Stop `serve` and restore the newest backup with \
    `jiaqiao restore --replace`; phones send again what was accepted after it.";
/// A raised epoch has every phone read everything anew and send again what it knows to be accepted.
const NUMBERS: &str = "Phones may have missed changes. Stop `serve` and restore the newest backup with `jiaqiao \
    restore --replace`: it raises the epoch, and every phone reads everything anew.";

pub(super) const RULES: [Rule; 11] = [
    Rule {
        name: "epoch",
        level: Level::Broken,
        // Values of other keys are no numbers, and must not be read as some.
        sql: "SELECT 1 - count(*) FROM meta WHERE CASE WHEN key = 'epoch' THEN CAST(value AS bigint) END > 0",
        good: "the epoch is readable",
        wrong: "the store has no epoch",
        advice: RESTORE,
    },
    Rule {
        name: "key_secret",
        level: Level::Notice,
        sql: "SELECT 1 - count(*) FROM meta WHERE key = 'key_secret'",
        good: "keys of new devices can be given again after a restore",
        wrong: "the secret of device keys has not been made yet",
        advice: "Start `jiaqiao serve` once, then make a backup: older backups cannot give a phone that signed in \
                 after them its key again.",
    },
    Rule {
        name: "feed_rows",
        level: Level::Broken,
        sql: "SELECT count(*) FROM feed WHERE dead_at IS NULL AND NOT EXISTS
              (SELECT 1 FROM row WHERE row.kind = feed.kind AND row.id = feed.id)",
        good: "every entry of the feed has its row",
        wrong: "{n} entries of the feed have no row: no phone will get them",
        advice: RESTORE,
    },
    Rule {
        name: "feed_numbers",
        level: Level::Broken,
        sql: "SELECT count(*) - count(DISTINCT seq) FROM feed",
        good: "no two entries of the feed have the same number",
        wrong: "{n} numbers of the feed are there twice",
        advice: NUMBERS,
    },
    Rule {
        name: "feed_head",
        level: Level::Broken,
        sql: "SELECT count(*) FROM feed WHERE seq < 1 OR seq > coalesce({head}, 0)",
        good: "the feed's head is at or after every entry",
        wrong: "{n} entries of the feed lie outside 1 to its head: their numbers would be given twice",
        advice: NUMBERS,
    },
    Rule {
        name: "feed_floors",
        level: Level::Broken,
        sql: "SELECT count(*) FROM feed_floor WHERE seq < 1 OR seq > coalesce({head}, 0)",
        good: "no scope's floor lies above the head",
        wrong: "{n} scopes have a floor above the head: their phones read everything with each pull",
        advice: NUMBERS,
    },
    Rule {
        name: "rows",
        level: Level::Broken,
        sql: "SELECT count(*) FROM row WHERE version < 1 OR body = ''",
        good: "every row has a body and a version",
        wrong: "{n} rows have no body or no version",
        advice: RESTORE,
    },
    Rule {
        name: "outcomes",
        level: Level::Broken,
        sql: "SELECT count(*) FROM (SELECT device, max(seq) AS last FROM outcome GROUP BY device) AS told
              LEFT JOIN device_seq ON device_seq.device = told.device
              WHERE device_seq.last_seq IS NULL OR device_seq.last_seq < told.last",
        good: "no outcome has a number that its device was not given",
        wrong: "{n} devices have outcomes beyond their last number: their next commands would be turned away",
        advice: RESTORE,
    },
    Rule {
        name: "people",
        level: Level::Broken,
        sql: "SELECT (SELECT count(*) FROM account WHERE person NOT IN (SELECT id FROM person))
              + (SELECT count(*) FROM device WHERE person NOT IN (SELECT person FROM account))
              + (SELECT count(*) FROM guardianship WHERE child NOT IN (SELECT id FROM person)
                 OR person NOT IN (SELECT id FROM person))
              + (SELECT count(*) FROM enrolment WHERE child NOT IN (SELECT id FROM person)
                 OR class NOT IN (SELECT id FROM class))
              + (SELECT count(*) FROM teaching WHERE person NOT IN (SELECT id FROM person)
                 OR class NOT IN (SELECT id FROM class))
              + (SELECT count(*) FROM class WHERE school NOT IN (SELECT id FROM school))",
        good: "accounts, devices and ties lead to people, classes and schools that exist",
        wrong: "{n} accounts, devices or ties lead to nobody",
        advice: RESTORE,
    },
    Rule {
        name: "releases",
        level: Level::Notice,
        // `serve` looks each minute.
        sql: "SELECT count(*) FROM release WHERE at < {now} - 600000",
        good: "nothing that waited for its moment is overdue",
        wrong: "{n} rows should have been released more than ten minutes ago",
        advice: "They go out while `jiaqiao serve` runs. If it does run, look in its log for \"the day's changes \
                 wait\".",
    },
    Rule {
        name: "outcomes_kept",
        level: Level::Notice,
        // 180 days are promised; `serve` forgets the older ones each minute.
        sql: "SELECT count(*) FROM outcome WHERE at < {now} - CAST(190 AS bigint) * 86400000",
        good: "what may be forgotten was forgotten",
        wrong: "{n} outcomes are older than 190 days",
        advice: "`jiaqiao serve` forgets them within a minute. If it does run, look in its log for \"compaction \
                 failed\".",
    },
];

pub(super) const NEWEST: &str = "SELECT max(at) FROM (SELECT max(last_seen) AS at FROM device
    UNION ALL SELECT max(at) FROM account_log UNION ALL SELECT max(at) FROM admin_log
    UNION ALL SELECT max(at) FROM outcome) AS times";

pub(super) const COUNTS: [(&str, &str); 8] = [
    (
        "epoch",
        "SELECT CAST(value AS bigint) FROM meta WHERE key = 'epoch'",
    ),
    ("head", "SELECT {head}"),
    ("schools", "SELECT count(*) FROM school"),
    ("people", "SELECT count(*) FROM person"),
    ("accounts", "SELECT count(*) FROM account"),
    (
        "devices signed in",
        "SELECT count(*) FROM device WHERE revoked_at IS NULL AND expires_at > {now}",
    ),
    ("rows", "SELECT count(*) FROM row"),
    ("feed entries", "SELECT count(*) FROM feed"),
];
