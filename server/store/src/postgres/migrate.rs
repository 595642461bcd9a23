//! Schema steps, one file each, applied in order in one transaction; `schema_step` counts them.

use super::{ask::within, error::broken};
use office::StoreError;
use sqlx_core::{executor::Executor, query_scalar::query_scalar};
use sqlx_postgres::PgConnection;

const STEPS: [&str; 4] = [
    include_str!("../../migrations/postgres/0001_engine.sql"),
    include_str!("../../migrations/postgres/0002_people.sql"),
    include_str!("../../migrations/postgres/0003_accounts.sql"),
    include_str!("../../migrations/postgres/0004_notices.sql"),
];

/// How many steps a store of this program has behind it.
#[expect(clippy::cast_possible_truncation, reason = "a handful of steps")]
pub const SCHEMA: u32 = STEPS.len() as u32;

/// Instances that start together take turns; the number is `jiaqiao` in bytes.
const BEGIN: &str = "BEGIN; SELECT pg_advisory_xact_lock(29952214766805359);
    CREATE TABLE IF NOT EXISTS schema_step (step integer PRIMARY KEY)";

pub(super) async fn migrate(conn: &mut PgConnection) -> Result<(), StoreError> {
    within(conn.execute(BEGIN)).await?;
    let done = query_scalar::<_, i64>("SELECT count(*) FROM schema_step");
    let done = within(done.fetch_one(&mut *conn)).await?;
    for (step, number) in STEPS.iter().zip(1i32..).skip(usize::try_from(done).unwrap_or(0)) {
        within(conn.execute(*step)).await?;
        let note = sqlx_core::query::query("INSERT INTO schema_step VALUES ($1)").bind(number);
        within(note.execute(&mut *conn)).await?;
    }
    within(conn.execute("COMMIT")).await.map(drop)
}

/// Whether a store was ever made in this database.
pub(super) async fn is_made(conn: &mut PgConnection) -> Result<bool, StoreError> {
    let made = query_scalar("SELECT to_regclass('schema_step') IS NOT NULL");
    made.fetch_one(conn).await.map_err(broken)
}

/// How many steps a store has behind it.
pub(super) async fn steps_done(conn: &mut PgConnection) -> Result<u32, StoreError> {
    let done = query_scalar::<_, i64>("SELECT count(*) FROM schema_step");
    let done = done.fetch_one(conn).await.map_err(broken)?;
    Ok(u32::try_from(done).unwrap_or(u32::MAX))
}
