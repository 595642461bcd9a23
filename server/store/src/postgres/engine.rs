//! The engine's statements: rows, feed, outcomes.

use super::{
    Held, PgTx,
    ask::{ask, at_most, signed, unsigned},
};
use async_trait::async_trait;
use domain::{CommandId, DeviceId, Instant, Json, RowKey, Scope};
use office::{
    StoreError,
    tx::{EngineTx, FeedRow, Stored},
};
use protocol::{Outcome, WireRow};
use sqlx_core::{error::Error, row::Row};
use sqlx_postgres::PgRow;

#[async_trait(?Send)]
impl EngineTx for PgTx<'_> {
    async fn row(&mut self, key: &RowKey) -> Stored<Option<WireRow>> {
        let find = ask("SELECT kind, id, version, body FROM row WHERE kind = $1 AND id = $2");
        self.first(find.bind(&key.kind).bind(key.id), wire_row).await
    }

    async fn set_row(&mut self, row: &WireRow) -> Stored<()> {
        let body = row.body.as_ref().map(Json::text).unwrap_or_default();
        let set = ask(
            "INSERT INTO row (kind, id, version, body, staff) VALUES ($1, $2, $3, $4, $5)
             ON CONFLICT (kind, id) DO UPDATE
             SET version = excluded.version, body = excluded.body, staff = excluded.staff",
        );
        let set = set.bind(&row.kind).bind(row.id).bind(i64::from(row.version));
        self.execute(set.bind(body).bind(staff(body))).await
    }

    async fn homes(&mut self, key: &RowKey) -> Stored<Vec<Scope>> {
        let find =
            ask("SELECT scope FROM feed WHERE kind = $1 AND id = $2 AND dead_at IS NULL ORDER BY scope");
        let scopes = self.list(find.bind(&key.kind).bind(key.id), text).await?;
        scopes.iter().map(|text| scope(text)).collect()
    }

    async fn feed(&mut self, scope: Scope, key: &RowKey, alive: bool, now: Instant) -> Stored<()> {
        let seq = self.next_seq()?;
        let dead_at = (!alive).then_some(now.0);
        let set = ask(
            "INSERT INTO feed (scope, kind, id, seq, dead_at) VALUES ($1, $2, $3, $4, $5)
             ON CONFLICT (scope, kind, id) DO UPDATE SET seq = excluded.seq, dead_at = excluded.dead_at",
        );
        let set = set.bind(scope.to_string()).bind(&key.kind).bind(key.id);
        self.execute(set.bind(seq).bind(dead_at)).await
    }

    async fn changes(&mut self, scope: Scope, after: u64, limit: usize) -> Stored<Vec<FeedRow>> {
        let find = ask(
            "SELECT feed.kind, feed.id, row.version, row.body, feed.seq, feed.dead_at
             FROM feed JOIN row ON row.kind = feed.kind AND row.id = feed.id
             WHERE feed.scope = $1 AND feed.seq > $2 ORDER BY feed.seq LIMIT $3",
        );
        let find = find
            .bind(scope.to_string())
            .bind(signed(after))
            .bind(at_most(limit));
        let read = |row: &PgRow| {
            let dead: Option<i64> = row.try_get(5)?;
            let mut wire = wire_row(row)?;
            wire.body = wire.body.filter(|_| dead.is_none());
            Ok(FeedRow {
                seq: unsigned(row.try_get(4)?),
                row: wire,
            })
        };
        self.list(find, read).await
    }

    async fn changes_count(&mut self, scope: Scope, after: u64) -> Stored<u64> {
        let find = ask("SELECT count(*) FROM feed WHERE scope = $1 AND seq > $2");
        let count = self.first(find.bind(scope.to_string()).bind(signed(after)), count);
        Ok(count.await?.unwrap_or(0))
    }

    async fn alive(&mut self, scope: Scope, kind: &str) -> Stored<Vec<WireRow>> {
        let find = ask("SELECT row.kind, row.id, row.version, row.body
             FROM feed JOIN row ON row.kind = feed.kind AND row.id = feed.id
             WHERE feed.scope = $1 AND feed.kind = $2 AND feed.dead_at IS NULL ORDER BY row.id");
        self.list(find.bind(scope.to_string()).bind(kind.to_owned()), wire_row)
            .await
    }

    async fn floor(&mut self, scope: Scope) -> Stored<u64> {
        let find = ask("SELECT seq FROM feed_floor WHERE scope = $1").bind(scope.to_string());
        Ok(self.first(find, count).await?.unwrap_or(0))
    }

    async fn compact(&mut self, before: Instant) -> Stored<()> {
        let raise = ask("INSERT INTO feed_floor (scope, seq)
             SELECT scope, max(seq) FROM feed WHERE dead_at < $1 GROUP BY scope
             ON CONFLICT (scope) DO UPDATE SET seq = greatest(feed_floor.seq, excluded.seq)");
        self.execute(raise.bind(before.0)).await?;
        self.execute(ask("DELETE FROM feed WHERE dead_at < $1").bind(before.0))
            .await?;
        self.execute(ask("DELETE FROM outcome WHERE at < $1").bind(before.0))
            .await
    }

    async fn last_seq(&mut self, device: DeviceId) -> Stored<u64> {
        let find = ask("SELECT last_seq FROM device_seq WHERE device = $1").bind(device.0);
        Ok(self.first(find, count).await?.unwrap_or(0))
    }

    async fn outcome(&mut self, id: CommandId) -> Stored<Option<(DeviceId, Outcome)>> {
        let find = ask("SELECT device, outcome FROM outcome WHERE command = $1").bind(id.0);
        let read = |row: &PgRow| Ok((DeviceId(row.try_get(0)?), row.try_get::<String, _>(1)?));
        let Some((device, outcome)) = self.first(find, read).await? else {
            return Ok(None);
        };
        let outcome = serde_json::from_str(&outcome).map_err(unreadable)?;
        Ok(Some((device, outcome)))
    }

    /// Both in one statement: this is asked for each command that anybody sends.
    async fn settle(
        &mut self,
        device: DeviceId,
        seq: u64,
        id: CommandId,
        outcome: Outcome,
        now: Instant,
    ) -> Stored<()> {
        let outcome = serde_json::to_string(&outcome).map_err(unreadable)?;
        let set = ask("WITH settled AS (
                 INSERT INTO outcome (command, device, seq, outcome, at) VALUES ($1, $2, $3, $4, $5)
             )
             INSERT INTO device_seq (device, last_seq) VALUES ($2, $3)
             ON CONFLICT (device) DO UPDATE SET last_seq = excluded.last_seq");
        let set = set.bind(id.0).bind(device.0).bind(signed(seq));
        self.execute(set.bind(outcome).bind(now.0)).await
    }

    async fn epoch(&mut self) -> Stored<u32> {
        if let Some(held) = self.held {
            return Ok(held.epoch);
        }
        let found = self
            .first(ask("SELECT value FROM meta WHERE key = 'epoch'"), text)
            .await?;
        found
            .and_then(|text| text.parse().ok())
            .ok_or_else(|| StoreError::Broken("no epoch".into()))
    }

    async fn set_epoch(&mut self, epoch: u32) -> Stored<()> {
        let set = ask("UPDATE meta SET value = $1 WHERE key = 'epoch'");
        self.execute(set.bind(epoch.to_string())).await?;
        self.held = self.held.map(|held| Held { epoch, ..held });
        Ok(())
    }

    async fn feed_head(&mut self) -> Stored<u64> {
        if let Some(held) = self.held {
            return Ok(unsigned(held.head));
        }
        let head = self.first(ask("SELECT seq FROM feed_head"), count).await?;
        head.ok_or_else(|| StoreError::Broken("no feed head".into()))
    }

    async fn scopes_changed(&mut self, after: u64, limit: usize) -> Stored<Vec<Scope>> {
        let find = ask("SELECT DISTINCT scope FROM feed WHERE seq > $1 ORDER BY scope LIMIT $2");
        let scopes = self
            .list(find.bind(signed(after)).bind(at_most(limit)), text)
            .await?;
        scopes.iter().map(|text| scope(text)).collect()
    }

    async fn set_release(&mut self, key: &RowKey, at: Instant) -> Stored<()> {
        let set = ask("INSERT INTO release (kind, id, at) VALUES ($1, $2, $3)
             ON CONFLICT (kind, id) DO UPDATE SET at = excluded.at");
        self.execute(set.bind(&key.kind).bind(key.id).bind(at.0)).await
    }

    async fn due_releases(&mut self, now: Instant, limit: usize) -> Stored<Vec<RowKey>> {
        let find = ask("SELECT kind, id FROM release WHERE at <= $1 ORDER BY at, kind, id LIMIT $2");
        self.list(find.bind(now.0).bind(at_most(limit)), row_key).await
    }

    async fn next_release(&mut self) -> Stored<Option<Instant>> {
        let find = ask("SELECT at FROM release ORDER BY at LIMIT 1");
        self.first(find, |row| row.try_get(0).map(Instant)).await
    }

    async fn drop_release(&mut self, key: &RowKey) -> Stored<()> {
        let drop = ask("DELETE FROM release WHERE kind = $1 AND id = $2");
        self.execute(drop.bind(&key.kind).bind(key.id)).await
    }
}

impl PgTx<'_> {
    /// Counted here, since the row of `feed_head` is locked by our group, and written once at its end.
    fn next_seq(&mut self) -> Stored<i64> {
        let held = self.held.as_mut();
        let held = held.ok_or_else(|| StoreError::Broken("a reader does not write".into()))?;
        held.head += 1;
        Ok(held.head)
    }
}

/// The teacher whom a thread's row names. SQLite draws it out by itself; PostgreSQL's JSON refuses bodies that
/// are good JSON (a NUL in a text), so it is done here.
fn staff(body: &str) -> Option<String> {
    let body: serde_json::Value = serde_json::from_str(body).ok()?;
    Some(body.get("staff")?.as_str()?.to_owned())
}

fn wire_row(row: &PgRow) -> Result<WireRow, Error> {
    let version: i64 = row.try_get(2)?;
    Ok(WireRow {
        kind: row.try_get(0)?,
        id: row.try_get(1)?,
        version: u32::try_from(version).map_err(|error| Error::Decode(error.into()))?,
        body: Json::parse(row.try_get(3)?),
    })
}

pub(super) fn row_key(row: &PgRow) -> Result<RowKey, Error> {
    Ok(RowKey {
        kind: row.try_get(0)?,
        id: row.try_get(1)?,
    })
}

pub(super) fn text(row: &PgRow) -> Result<String, Error> {
    row.try_get(0)
}

fn count(row: &PgRow) -> Result<u64, Error> {
    row.try_get(0).map(unsigned)
}

fn scope(text: &str) -> Stored<Scope> {
    text.parse().map_err(StoreError::Broken)
}

pub(super) fn unreadable(error: serde_json::Error) -> StoreError {
    StoreError::Broken(error.to_string())
}
