//! A database that is only looked at, from a thread that may wait: nothing is migrated, nothing is written.

use super::{
    PgTx,
    error::broken,
    line::Line,
    migrate::{is_made, steps_done},
};
use crate::Work;
use office::StoreError;
use sqlx_core::{executor::Executor, raw_sql::raw_sql, row::Row};
use tokio::runtime::Runtime;

const BEGIN: &str = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";
/// Whole tables are read here, which for a city takes longer than anything the office asks. The transaction that
/// a dump starts from idles until the dump has begun.
const PATIENCE: &str = "SET statement_timeout = '15min'; SET idle_in_transaction_session_timeout = '15min'";

const OTHERS: &str = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()
    AND pid <> pg_backend_pid() AND application_name LIKE 'jiaqiao%'";
const ENDING_TRIES: u32 = 10;

/// A question that fails must not spoil the ones after it.
const BEFORE: &str = "SAVEPOINT question";
const AFTER: &str = "ROLLBACK TO question; RELEASE question";

/// One transaction: everything that is asked sees the same moment.
pub struct PgLook {
    runtime: Runtime,
    line: Line,
}

impl PgLook {
    pub fn open(url: &str) -> Result<PgLook, StoreError> {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        let runtime = runtime.map_err(|error| StoreError::Broken(error.to_string()))?;
        let mut line = Line::new(url, "jiaqiao-look")?;
        runtime.block_on(async {
            let conn = line.conn().await?;
            conn.execute(PATIENCE).await.map_err(broken)?;
            conn.execute(BEGIN).await.map(drop).map_err(broken)
        })?;
        Ok(PgLook { runtime, line })
    }

    /// Whether a store was ever made here.
    pub fn is_made(&mut self) -> Result<bool, StoreError> {
        let PgLook { runtime, line } = self;
        runtime.block_on(async { is_made(line.conn().await?).await })
    }

    pub fn schema(&mut self) -> Result<u32, StoreError> {
        let PgLook { runtime, line } = self;
        runtime.block_on(async { steps_done(line.conn().await?).await })
    }

    /// Work that only reads. It was written for our own schema: of another, it may fail.
    pub fn run<T>(&mut self, work: Work<T>) -> Result<T, StoreError> {
        let PgLook { runtime, line } = self;
        runtime.block_on(async {
            let conn = line.conn().await?;
            conn.execute(BEFORE).await.map_err(broken)?;
            let mut tx = PgTx {
                conn: &mut *conn,
                held: None,
            };
            let read = work(&mut tx).await;
            conn.execute(AFTER).await.map_err(broken)?;
            read
        })
    }

    pub fn rows_count(&mut self) -> Result<u64, StoreError> {
        let count = self.number("SELECT count(*) FROM row")?;
        Ok(count.and_then(|count| u64::try_from(count).ok()).unwrap_or(0))
    }

    /// A name under which `pg_dump` sees exactly what is seen here, while this is open.
    pub fn snapshot(&mut self) -> Result<String, StoreError> {
        let PgLook { runtime, line } = self;
        runtime.block_on(async {
            // Not inside a savepoint: PostgreSQL exports none from there.
            let row = line.conn().await?.fetch_one("SELECT pg_export_snapshot()").await;
            row.and_then(|row| row.try_get(0)).map_err(broken)
        })
    }

    /// The server's major version, as its programs' folders are called.
    pub fn major(&mut self) -> Result<i64, StoreError> {
        let version = self.number("SELECT current_setting('server_version_num')::bigint / 10000")?;
        Ok(version.unwrap_or(0))
    }

    pub fn current_schema(&mut self) -> Result<Option<String>, StoreError> {
        self.text("SELECT current_schema()::text")
    }

    /// Connections of other jiaqiao processes to this database. One that has just ended is waited for: its
    /// server process needs a moment to notice.
    pub fn others_count(&mut self) -> Result<i64, StoreError> {
        let mut others = 0;
        for _ in 0..ENDING_TRIES {
            others = self.number(OTHERS)?.unwrap_or(0);
            if others == 0 {
                break;
            }
            self.text("SELECT pg_stat_clear_snapshot()::text || pg_sleep(0.2)::text")?;
        }
        Ok(others)
    }

    /// What administrators did after a moment, oldest first: a restore undoes it.
    pub fn admin_acts_after(&mut self, at_ms: i64, limit: usize) -> Result<Vec<(i64, String)>, StoreError> {
        let sql = format!(
            "SELECT at, what || ' ' || detail FROM admin_log WHERE at > {at_ms} ORDER BY seq LIMIT {limit}"
        );
        let PgLook { runtime, line } = self;
        runtime.block_on(async {
            let rows = raw_sql(sql_of(sql))
                .fetch_all(line.conn().await?)
                .await
                .map_err(broken)?;
            let acts = rows.iter().map(|row| Ok((row.try_get(0)?, row.try_get(1)?)));
            acts.collect::<Result<_, sqlx_core::error::Error>>()
                .map_err(broken)
        })
    }

    /// The first column of the first row.
    pub(super) fn number(&mut self, sql: &str) -> Result<Option<i64>, StoreError> {
        self.first(sql)
    }

    pub(super) fn text(&mut self, sql: &str) -> Result<Option<String>, StoreError> {
        self.first(sql)
    }

    fn first<T>(&mut self, sql: &str) -> Result<Option<T>, StoreError>
    where
        T: for<'r> sqlx_core::decode::Decode<'r, sqlx_postgres::Postgres>
            + sqlx_core::types::Type<sqlx_postgres::Postgres>,
    {
        let PgLook { runtime, line } = self;
        runtime.block_on(async {
            let conn = line.conn().await?;
            conn.execute(BEFORE).await.map_err(broken)?;
            let asked = raw_sql(sql_of(sql.to_owned())).fetch_all(&mut *conn).await;
            conn.execute(AFTER).await.map_err(broken)?;
            let rows = asked.map_err(broken)?;
            match rows.first() {
                Some(row) => row.try_get(0).map_err(broken),
                None => Ok(None),
            }
        })
    }
}

/// Our own constants, with numbers put in.
fn sql_of(sql: String) -> sqlx_core::sql_str::AssertSqlSafe<String> {
    sqlx_core::sql_str::AssertSqlSafe(sql)
}
