//! The engine's statements: rows, feed, outcomes.

use super::{SqliteTx, broken};
use async_trait::async_trait;
use domain::{CommandId, DeviceId, Instant, Json, RowKey, Scope};
use office::{
    StoreError,
    tx::{EngineTx, FeedRow, Stored},
};
use protocol::{Outcome, WireRow};
use rusqlite::{OptionalExtension, Row, params, types::FromSql};

#[async_trait(?Send)]
impl EngineTx for SqliteTx<'_> {
    async fn row(&mut self, key: &RowKey) -> Stored<Option<WireRow>> {
        let mut find = self.prepare("SELECT kind, id, version, body FROM row WHERE kind = ?1 AND id = ?2")?;
        find.query_row(params![key.kind, key.id], wire_row)
            .optional()
            .map_err(broken)
    }

    async fn set_row(&mut self, row: &WireRow) -> Stored<()> {
        let body = row.body.as_ref().map(Json::text).unwrap_or_default();
        self.execute(
            "INSERT INTO row (kind, id, version, body) VALUES (?1, ?2, ?3, ?4)
             ON CONFLICT (kind, id) DO UPDATE SET version = excluded.version, body = excluded.body",
            params![row.kind, row.id, row.version, body],
        )
    }

    async fn homes(&mut self, key: &RowKey) -> Stored<Vec<Scope>> {
        let sql = "SELECT scope FROM feed WHERE kind = ?1 AND id = ?2 AND dead_at IS NULL";
        let scopes: Vec<String> = self.list(sql, params![key.kind, key.id], |row| row.get(0))?;
        scopes
            .iter()
            .map(|text| text.parse().map_err(StoreError::Broken))
            .collect()
    }

    async fn feed(&mut self, scope: Scope, key: &RowKey, alive: bool, now: Instant) -> Stored<()> {
        let seq = self.next_seq()?;
        let dead_at = (!alive).then_some(now.0);
        self.execute(
            "INSERT INTO feed (scope, kind, id, seq, dead_at) VALUES (?1, ?2, ?3, ?4, ?5)
             ON CONFLICT (scope, kind, id) DO UPDATE SET seq = excluded.seq, dead_at = excluded.dead_at",
            params![scope.to_string(), key.kind, key.id, seq, dead_at],
        )
    }

    async fn changes(&mut self, scope: Scope, after: u64, limit: usize) -> Stored<Vec<FeedRow>> {
        let sql = "SELECT feed.kind, feed.id, row.version, row.body, feed.seq, feed.dead_at
                   FROM feed JOIN row ON row.kind = feed.kind AND row.id = feed.id
                   WHERE feed.scope = ?1 AND feed.seq > ?2 ORDER BY feed.seq LIMIT ?3";
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        self.list(sql, params![scope.to_string(), signed(after), limit], |row| {
            let dead: Option<i64> = row.get(5)?;
            let mut wire = wire_row(row)?;
            wire.body = wire.body.filter(|_| dead.is_none());
            Ok(FeedRow {
                seq: unsigned(row.get(4)?),
                row: wire,
            })
        })
    }

    async fn changes_count(&mut self, scope: Scope, after: u64) -> Stored<u64> {
        let sql = "SELECT count(*) FROM feed WHERE scope = ?1 AND seq > ?2";
        let count = self.one(sql, params![scope.to_string(), signed(after)])?;
        Ok(unsigned(count.unwrap_or(0)))
    }

    async fn alive(&mut self, scope: Scope, kind: &str) -> Stored<Vec<WireRow>> {
        // Feed first, in the order of its key: left to itself SQLite goes through every row of the kind in the city.
        let sql = "SELECT row.kind, row.id, row.version, row.body
                   FROM feed CROSS JOIN row ON row.kind = feed.kind AND row.id = feed.id
                   WHERE feed.scope = ?1 AND feed.kind = ?2 AND feed.dead_at IS NULL ORDER BY feed.id";
        self.list(sql, params![scope.to_string(), kind], wire_row)
    }

    async fn floor(&mut self, scope: Scope) -> Stored<u64> {
        let floor = self.one(
            "SELECT seq FROM feed_floor WHERE scope = ?1",
            params![scope.to_string()],
        )?;
        Ok(unsigned(floor.unwrap_or(0)))
    }

    async fn compact(&mut self, before: Instant) -> Stored<()> {
        self.execute(
            "INSERT INTO feed_floor (scope, seq)
             SELECT scope, max(seq) FROM feed WHERE dead_at < ?1 GROUP BY scope
             ON CONFLICT (scope) DO UPDATE SET seq = max(seq, excluded.seq)",
            params![before.0],
        )?;
        self.execute("DELETE FROM feed WHERE dead_at < ?1", params![before.0])?;
        self.execute("DELETE FROM outcome WHERE at < ?1", params![before.0])
    }

    async fn last_seq(&mut self, device: DeviceId) -> Stored<u64> {
        let last = self.one(
            "SELECT last_seq FROM device_seq WHERE device = ?1",
            params![device.0],
        )?;
        Ok(unsigned(last.unwrap_or(0)))
    }

    async fn outcome(&mut self, id: CommandId) -> Stored<Option<(DeviceId, Outcome)>> {
        let mut find = self.prepare("SELECT device, outcome FROM outcome WHERE command = ?1")?;
        let found = find.query_row(params![id.0], |row| Ok((row.get(0)?, row.get::<_, String>(1)?)));
        let Some((device, outcome)) = found.optional().map_err(broken)? else {
            return Ok(None);
        };
        let outcome =
            serde_json::from_str(&outcome).map_err(|error| StoreError::Broken(error.to_string()))?;
        Ok(Some((DeviceId(device), outcome)))
    }

    async fn settle(
        &mut self,
        device: DeviceId,
        seq: u64,
        id: CommandId,
        outcome: Outcome,
        now: Instant,
    ) -> Stored<()> {
        let outcome =
            serde_json::to_string(&outcome).map_err(|error| StoreError::Broken(error.to_string()))?;
        self.execute(
            "INSERT INTO outcome (command, device, seq, outcome, at) VALUES (?1, ?2, ?3, ?4, ?5)",
            params![id.0, device.0, signed(seq), outcome, now.0],
        )?;
        self.execute(
            "INSERT INTO device_seq (device, last_seq) VALUES (?1, ?2)
             ON CONFLICT (device) DO UPDATE SET last_seq = excluded.last_seq",
            params![device.0, signed(seq)],
        )
    }

    async fn epoch(&mut self) -> Stored<u32> {
        let epoch: Option<String> = self.one("SELECT value FROM meta WHERE key = 'epoch'", params![])?;
        epoch
            .and_then(|text| text.parse().ok())
            .ok_or_else(|| StoreError::Broken("no epoch".into()))
    }

    async fn set_epoch(&mut self, epoch: u32) -> Stored<()> {
        self.execute(
            "UPDATE meta SET value = ?1 WHERE key = 'epoch'",
            params![epoch.to_string()],
        )
    }

    async fn feed_head(&mut self) -> Stored<u64> {
        let head: Option<i64> = self.one(
            "SELECT CAST(value AS INTEGER) FROM meta WHERE key = 'feed_head'",
            params![],
        )?;
        head.map(unsigned)
            .ok_or_else(|| StoreError::Broken("no feed head".into()))
    }

    async fn scopes_changed(&mut self, after: u64, limit: usize) -> Stored<Vec<Scope>> {
        let sql = "SELECT DISTINCT scope FROM feed WHERE seq > ?1 ORDER BY scope LIMIT ?2";
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        let scopes: Vec<String> = self.list(sql, params![signed(after), limit], |row| row.get(0))?;
        scopes
            .iter()
            .map(|text| text.parse().map_err(StoreError::Broken))
            .collect()
    }

    async fn set_release(&mut self, key: &RowKey, at: Instant) -> Stored<()> {
        self.execute(
            "INSERT INTO release (kind, id, at) VALUES (?1, ?2, ?3)
             ON CONFLICT (kind, id) DO UPDATE SET at = excluded.at",
            params![key.kind, key.id, at.0],
        )
    }

    async fn due_releases(&mut self, now: Instant, limit: usize) -> Stored<Vec<RowKey>> {
        let sql = "SELECT kind, id FROM release WHERE at <= ?1 ORDER BY at, kind, id LIMIT ?2";
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        self.list(sql, params![now.0, limit], |row| {
            Ok(RowKey {
                kind: row.get(0)?,
                id: row.get(1)?,
            })
        })
    }

    async fn next_release(&mut self) -> Stored<Option<Instant>> {
        let at: Option<Option<i64>> = self.one("SELECT min(at) FROM release", params![])?;
        Ok(at.flatten().map(Instant))
    }

    async fn drop_release(&mut self, key: &RowKey) -> Stored<()> {
        self.execute(
            "DELETE FROM release WHERE kind = ?1 AND id = ?2",
            params![key.kind, key.id],
        )
    }
}

impl SqliteTx<'_> {
    pub(super) fn prepare(&self, sql: &str) -> Stored<rusqlite::CachedStatement<'_>> {
        self.conn.prepare_cached(sql).map_err(broken)
    }

    pub(super) fn execute(&self, sql: &str, values: impl rusqlite::Params) -> Stored<()> {
        self.prepare(sql)?.execute(values).map(drop).map_err(broken)
    }

    pub(super) fn list<T>(
        &self,
        sql: &str,
        values: impl rusqlite::Params,
        read: impl FnMut(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Stored<Vec<T>> {
        let mut find = self.prepare(sql)?;
        let rows = find.query_map(values, read).map_err(broken)?;
        rows.collect::<rusqlite::Result<Vec<T>>>().map_err(broken)
    }

    /// The first column of the first row.
    pub(super) fn one<T: FromSql>(&self, sql: &str, values: impl rusqlite::Params) -> Stored<Option<T>> {
        self.prepare(sql)?
            .query_row(values, |row| row.get(0))
            .optional()
            .map_err(broken)
    }

    /// Raises the head of the feed; its row is written last in a group on PostgreSQL, so that no reader
    /// passes a number that commits later. SQLite has one writer, so order is given.
    fn next_seq(&self) -> Stored<i64> {
        let sql = "UPDATE meta SET value = CAST(value AS INTEGER) + 1 WHERE key = 'feed_head'
                   RETURNING CAST(value AS INTEGER)";
        self.one(sql, params![])?
            .ok_or_else(|| StoreError::Broken("no feed head".into()))
    }
}

fn wire_row(row: &Row<'_>) -> rusqlite::Result<WireRow> {
    let body: String = row.get(3)?;
    Ok(WireRow {
        kind: row.get(0)?,
        id: row.get(1)?,
        version: row.get(2)?,
        body: Json::parse(body),
    })
}

/// SQLite's integers are signed; our counts never come near the sign.
fn signed(count: u64) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

pub(super) fn unsigned(count: i64) -> u64 {
    u64::try_from(count).unwrap_or(0)
}
