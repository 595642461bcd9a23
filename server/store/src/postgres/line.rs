//! One connection that is dialled again when it was lost, with the settings that our promises rest on.

use super::{ask::within, error::broken};
use office::{StoreError, tx::Stored};
use sqlx_core::{
    connection::{ConnectOptions, Connection},
    error::Error,
    executor::Executor,
    raw_sql::raw_sql,
    row::Row,
};
use sqlx_postgres::{PgConnectOptions, PgConnection, PgRow};
use std::{io, str::FromStr, time::Duration};

/// The oldest one that its makers still mend.
const SERVER_VERSION_MIN: i32 = 140_000;
/// A phone's request waits no longer than this for a database that is away. Undoing takes no time either.
const DIAL_MAX: Duration = Duration::from_secs(5);
/// We ask about 60 different things; each is planned once for a connection.
const STATEMENTS_KEPT: usize = 256;

/// - Another's group is waited for as long as SQLite's side waits (`busy_timeout`).
/// - A statement that takes half a minute is a fault, and must not hold the office.
/// - A process that was stopped inside a transaction gives the lock back in the end; an import thinks for some
///   seconds between two statements. One whose machine is gone is noticed after 25 s.
/// - A commit is on disk when it is answered, whatever the server's own default is; stricter stays as it is.
/// - Each statement is short, so compiling it never pays.
const SETTINGS: &str = "SET lock_timeout = '10s'; SET statement_timeout = '30s';
    SET idle_in_transaction_session_timeout = '120s';
    SET tcp_keepalives_idle = 10; SET tcp_keepalives_interval = 5; SET tcp_keepalives_count = 3;
    SELECT set_config('synchronous_commit', 'on', false)
        WHERE current_setting('synchronous_commit') IN ('off', 'local', 'remote_write');
    SET jit = off";

pub(super) struct Line {
    options: PgConnectOptions,
    conn: Option<PgConnection>,
}

impl Line {
    /// `name` is how the server's own views call it.
    pub fn new(url: &str, name: &str) -> Result<Line, StoreError> {
        // The parser's own words repeat parts of the address, which may hold a password.
        let options = PgConnectOptions::from_str(url)
            .map_err(|_| StoreError::Broken("the database's address cannot be read".into()))?
            .application_name(name)
            .statement_cache_capacity(STATEMENTS_KEPT)
            .disable_statement_logging();
        Ok(Line { options, conn: None })
    }

    /// The first connection: whoever starts a server wants to know why there is none.
    pub async fn open(&mut self) -> Result<&mut PgConnection, StoreError> {
        let told = |error| StoreError::Broken(format!("PostgreSQL cannot be reached: {error}"));
        let conn = settled(dial(&self.options).await.map_err(told)?).await?;
        Ok(self.conn.insert(conn))
    }

    pub async fn conn(&mut self) -> Result<&mut PgConnection, StoreError> {
        let conn = match self.conn.take() {
            Some(conn) => conn,
            None => settled(dial(&self.options).await.map_err(broken)?).await?,
        };
        Ok(self.conn.insert(conn))
    }

    fn is_up(&self) -> bool {
        self.conn.is_some()
    }

    /// Undoes whatever is open; where even that fails, the connection is given up.
    pub async fn undo(&mut self) {
        if let Some(conn) = &mut self.conn {
            let undone = tokio::time::timeout(DIAL_MAX, conn.execute("ROLLBACK"));
            if !matches!(undone.await, Ok(Ok(_))) {
                self.conn = None;
            }
        }
    }

    /// Begins a transaction. A connection that was lost while nothing was under way is found out here and
    /// dialled again, and nobody need know.
    pub async fn begin(&mut self, sql: &'static str) -> Stored<Vec<PgRow>> {
        let was_up = self.is_up();
        let begun = within(raw_sql(sql).fetch_all(self.conn().await?)).await;
        if begun.is_ok() {
            return begun;
        }
        self.undo().await;
        if was_up && !self.is_up() {
            return within(raw_sql(sql).fetch_all(self.conn().await?)).await;
        }
        begun
    }

    pub async fn close(self) {
        if let Some(conn) = self.conn {
            // The server finds out by itself otherwise.
            let _ = within(conn.close()).await;
        }
    }
}

async fn dial(options: &PgConnectOptions) -> Result<PgConnection, Error> {
    let dialled = tokio::time::timeout(DIAL_MAX, PgConnection::connect_with(options)).await;
    dialled.unwrap_or_else(|_| Err(Error::Io(io::ErrorKind::TimedOut.into())))
}

async fn settled(mut conn: PgConnection) -> Result<PgConnection, StoreError> {
    within(conn.execute(SETTINGS)).await?;
    let facts = "SELECT current_setting('server_version_num')::int, current_setting('server_encoding')";
    let facts = within(conn.fetch_one(facts)).await?;
    let (version, encoding): (i32, String) = (
        facts.try_get(0).map_err(broken)?,
        facts.try_get(1).map_err(broken)?,
    );
    if version < SERVER_VERSION_MIN {
        return Err(StoreError::Broken(format!("PostgreSQL {version} is too old")));
    }
    if encoding != "UTF8" {
        return Err(StoreError::Broken(format!(
            "the database keeps text as {encoding}; make it with ENCODING 'UTF8'"
        )));
    }
    Ok(conn)
}
