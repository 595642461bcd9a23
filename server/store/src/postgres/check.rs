//! The health of a database, read-only.

use super::{look::PgLook, migrate::SCHEMA};
use crate::check::{Asks, Finding, ask_all, unanswered};
use office::StoreError;

/// Without these an acknowledged write may not be on disk after a power cut, whatever we ask for.
const DURABLE: [&str; 2] = ["fsync", "full_page_writes"];

/// Everything that can be said of the database.
pub fn check_database(url: &str, now_ms: i64) -> Vec<Finding> {
    let mut look = match PgLook::open(url) {
        Ok(look) => look,
        Err(error) => {
            return vec![Finding::broken(
                "postgres",
                format!("no answer from the database: {error}"),
                "Start the PostgreSQL server, or correct --database-url. Phones keep what is written meanwhile.",
            )];
        }
    };
    let mut findings = vec![version(&mut look), durable(&mut look), schema(&mut look)];
    findings.extend(ask_all(&mut look, now_ms));
    findings
}

impl Asks for PgLook {
    const HEAD_SQL: &'static str = "(SELECT seq FROM feed_head)";

    fn number(&mut self, sql: &str) -> Result<Option<i64>, StoreError> {
        PgLook::number(self, sql)
    }
}

fn version(look: &mut PgLook) -> Finding {
    // Too old a server, or one with another encoding, does not even let us in.
    match look.text("SELECT 'PostgreSQL ' || current_setting('server_version')") {
        Ok(said) => Finding::good("postgres", said.unwrap_or_default()),
        Err(error) => unanswered("postgres", &error),
    }
}

fn durable(look: &mut PgLook) -> Finding {
    for setting in DURABLE {
        match look.text(&format!("SELECT current_setting('{setting}')")) {
            Ok(Some(value)) if value == "on" => {}
            Ok(_) => {
                return Finding::broken(
                    "durability",
                    format!("the server runs with {setting} = off"),
                    format!(
                        "Set {setting} = on in postgresql.conf and restart the server: a power cut would lose or \
                             damage what people were told is saved."
                    ),
                );
            }
            Err(error) => return unanswered("durability", &error),
        }
    }
    Finding::good("durability", "what is committed is on disk")
}

fn schema(look: &mut PgLook) -> Finding {
    match look.schema() {
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
        Err(error) => unanswered("schema", &error),
    }
}
