//! How a statement is asked: bound, limited in time, its rows read one by one.

use super::{PgTx, error::broken};
use office::{StoreError, tx::Stored};
use sqlx_core::{error::Error, query::Query, query::query, row::Row};
use sqlx_postgres::{PgArguments, PgRow, Postgres};
use std::{future::Future, time::Duration};

pub(super) type Ask = Query<'static, Postgres, PgArguments>;

/// The server gives up after 30 s; a little later we do, in case it is the network that is silent.
const ANSWER_MAX: Duration = Duration::from_secs(35);

pub(super) fn ask(sql: &'static str) -> Ask {
    query(sql)
}

pub(super) async fn within<T>(asked: impl Future<Output = Result<T, Error>>) -> Stored<T> {
    match tokio::time::timeout(ANSWER_MAX, asked).await {
        Ok(answer) => answer.map_err(broken),
        Err(_) => Err(StoreError::Busy),
    }
}

impl PgTx<'_> {
    pub(super) async fn execute(&mut self, ask: Ask) -> Stored<()> {
        within(ask.execute(&mut *self.conn)).await.map(drop)
    }

    pub(super) async fn list<T>(
        &mut self,
        ask: Ask,
        read: impl FnMut(&PgRow) -> Result<T, Error>,
    ) -> Stored<Vec<T>> {
        let rows = within(ask.fetch_all(&mut *self.conn)).await?;
        rows.iter()
            .map(read)
            .collect::<Result<Vec<T>, Error>>()
            .map_err(broken)
    }

    /// The first row, where there can be only one or the others do not matter.
    pub(super) async fn first<T>(
        &mut self,
        ask: Ask,
        read: impl FnMut(&PgRow) -> Result<T, Error>,
    ) -> Stored<Option<T>> {
        Ok(self.list(ask, read).await?.into_iter().next())
    }
}

/// PostgreSQL has no unsigned numbers; what does not fit was not written by us.
pub(super) fn number<T: TryFrom<i32>>(row: &PgRow, column: usize) -> Result<T, Error> {
    let number: i32 = row.try_get(column)?;
    T::try_from(number).map_err(|_| Error::Decode(format!("{number} in column {column}").into()))
}

/// Our counts never come near the sign.
pub(super) fn signed(count: u64) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

pub(super) fn unsigned(count: i64) -> u64 {
    u64::try_from(count).unwrap_or(0)
}

/// As many as asked for, or all.
pub(super) fn at_most(limit: usize) -> i64 {
    i64::try_from(limit).unwrap_or(i64::MAX)
}
