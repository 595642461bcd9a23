//! Schema steps, one file each, applied in order in one transaction; `user_version` counts them.

use super::broken;
use office::StoreError;
use rusqlite::Connection;

const STEPS: [&str; 4] = [
    include_str!("../../migrations/0001_engine.sql"),
    include_str!("../../migrations/0002_people.sql"),
    include_str!("../../migrations/0003_accounts.sql"),
    include_str!("../../migrations/0004_notices.sql"),
];

/// How many steps a store of this program has behind it.
#[expect(clippy::cast_possible_truncation, reason = "a handful of steps")]
pub const SCHEMA: u32 = STEPS.len() as u32;

pub fn migrate(conn: &Connection) -> Result<(), StoreError> {
    let run = || -> rusqlite::Result<()> {
        conn.execute_batch("BEGIN IMMEDIATE")?;
        let done: u32 = conn.pragma_query_value(None, "user_version", |row| row.get(0))?;
        for (step, number) in STEPS.iter().zip(1u32..).skip(done as usize) {
            conn.execute_batch(step)?;
            conn.pragma_update(None, "user_version", number)?;
        }
        conn.execute_batch("COMMIT")
    };
    run().map_err(|error| {
        // Nothing to undo if BEGIN itself failed.
        let _ = conn.execute_batch("ROLLBACK");
        broken(error)
    })
}
