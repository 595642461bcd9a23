//! Accounts in SQLite.

use super::{SqliteTx, broken};
use async_trait::async_trait;
use domain::{DeviceId, Instant, PersonId};
use office::{
    StoreError,
    accounts::{AccountEvent, AccountRow, AccountsTx, DeviceRow, Secret, SlipRow},
    tx::Stored,
};
use rusqlite::{OptionalExtension, Row, params};
use uuid::Uuid;

const DEVICE: &str =
    "SELECT device.id, device.person, browser, device.name, sid_hash, key, device.created_at,
     last_seen, expires_at, idle_ms, revoked_at";
const SLIP: &str =
    "SELECT id, person, long_hash, short_hash, created_at, expires_at, tries_left, used_at FROM slip";

#[async_trait(?Send)]
impl AccountsTx for SqliteTx<'_> {
    async fn account(&mut self, person: PersonId) -> Stored<Option<AccountRow>> {
        let mut find =
            self.prepare("SELECT password_hash, created_at, disabled FROM account WHERE person = ?1")?;
        let account = find.query_row(params![person.0], |row| {
            Ok(AccountRow {
                person,
                password_hash: row.get(0)?,
                created_at: Instant(row.get(1)?),
                disabled: row.get(2)?,
            })
        });
        account.optional().map_err(broken)
    }

    async fn set_account(&mut self, account: &AccountRow) -> Stored<()> {
        self.execute(
            "INSERT OR REPLACE INTO account (person, password_hash, created_at, disabled) VALUES (?1, ?2, ?3, ?4)",
            params![account.person.0, account.password_hash, account.created_at.0, account.disabled],
        )
    }

    async fn login_owner(&mut self, login: &str) -> Stored<Option<PersonId>> {
        let person = self.one("SELECT person FROM login WHERE login = ?1", params![login])?;
        Ok(person.map(PersonId))
    }

    async fn login_of(&mut self, person: PersonId) -> Stored<Option<String>> {
        let sql = "SELECT login FROM login WHERE person = ?1 ORDER BY created_at, login LIMIT 1";
        self.one(sql, params![person.0])
    }

    async fn add_login(&mut self, login: &str, person: PersonId, now: Instant) -> Stored<()> {
        let sql = "INSERT INTO login (login, person, created_at) VALUES (?1, ?2, ?3)";
        self.execute(sql, params![login, person.0, now.0])
    }

    async fn device(&mut self, id: DeviceId) -> Stored<Option<DeviceRow>> {
        let mut find = self.prepare(&format!("{DEVICE} FROM device WHERE id = ?1"))?;
        find.query_row(params![id.0], device).optional().map_err(broken)
    }

    async fn device_of_browser(&mut self, person: PersonId, browser: Uuid) -> Stored<Option<DeviceRow>> {
        let mut find = self.prepare(&format!(
            "{DEVICE} FROM device WHERE person = ?1 AND browser = ?2"
        ))?;
        find.query_row(params![person.0, browser], device)
            .optional()
            .map_err(broken)
    }

    async fn device_of_sid(&mut self, sid_hash: &Secret) -> Stored<Option<(DeviceRow, String)>> {
        let mut find = self.prepare(&format!(
            "{DEVICE}, person.name FROM device JOIN person ON person.id = device.person
             JOIN account ON account.person = device.person
             WHERE sid_hash = ?1 AND account.disabled = 0"
        ))?;
        let found = find.query_row(params![sid_hash.0], |row| Ok((device(row)?, row.get(11)?)));
        found.optional().map_err(broken)
    }

    async fn devices_of(&mut self, person: PersonId) -> Stored<Vec<DeviceRow>> {
        let sql = format!("{DEVICE} FROM device WHERE person = ?1 ORDER BY last_seen DESC, id");
        self.list(&sql, params![person.0], device)
    }

    async fn set_device(&mut self, device: &DeviceRow) -> Stored<()> {
        self.execute(
            "INSERT OR REPLACE INTO device (id, person, browser, name, sid_hash, key, created_at, last_seen,
             expires_at, idle_ms, revoked_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
            params![
                device.id.0,
                device.person.0,
                device.browser,
                device.name,
                device.sid_hash.0,
                device.key.0,
                device.created_at.0,
                device.last_seen.0,
                device.expires_at.0,
                device.idle_ms,
                device.revoked_at.map(|at| at.0),
            ],
        )
    }

    async fn touch_device(&mut self, id: DeviceId, now: Instant) -> Stored<()> {
        self.execute(
            "UPDATE device SET last_seen = ?2 WHERE id = ?1",
            params![id.0, now.0],
        )
    }

    async fn revoke_device(&mut self, id: DeviceId, now: Instant) -> Stored<()> {
        let sql = "UPDATE device SET revoked_at = ?2 WHERE id = ?1 AND revoked_at IS NULL";
        self.execute(sql, params![id.0, now.0])
    }

    async fn key_secret(&mut self) -> Stored<Option<Secret>> {
        let bytes: Option<Vec<u8>> = self.one(
            "SELECT unhex(value) FROM meta WHERE key = 'key_secret'",
            params![],
        )?;
        let secret = bytes.map(|bytes| <[u8; 32]>::try_from(bytes).map(Secret));
        secret
            .transpose()
            .map_err(|_| StoreError::Broken("the secret of device keys is damaged".into()))
    }

    async fn set_key_secret(&mut self, secret: &Secret) -> Stored<()> {
        self.execute(
            "INSERT OR REPLACE INTO meta (key, value) VALUES ('key_secret', hex(?1))",
            params![secret.0],
        )
    }

    async fn slip_of(&mut self, person: PersonId) -> Stored<Option<SlipRow>> {
        let sql = format!("{SLIP} WHERE person = ?1 ORDER BY created_at DESC, id DESC LIMIT 1");
        self.prepare(&sql)?
            .query_row(params![person.0], slip)
            .optional()
            .map_err(broken)
    }

    async fn slip(&mut self, id: Uuid) -> Stored<Option<SlipRow>> {
        self.prepare(&format!("{SLIP} WHERE id = ?1"))?
            .query_row(params![id], slip)
            .optional()
            .map_err(broken)
    }

    async fn set_slip(&mut self, slip: &SlipRow) -> Stored<()> {
        self.execute(
            "INSERT OR REPLACE INTO slip (id, person, long_hash, short_hash, created_at, expires_at, tries_left,
             used_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
            params![
                slip.id,
                slip.person.0,
                slip.long_hash.0,
                slip.short_hash,
                slip.created_at.0,
                slip.expires_at.0,
                slip.tries_left,
                slip.used_at.map(|at| at.0),
            ],
        )
    }

    async fn void_slips(&mut self, person: PersonId) -> Stored<()> {
        self.execute(
            "DELETE FROM slip WHERE person = ?1 AND used_at IS NULL",
            params![person.0],
        )
    }

    async fn move_ties(&mut self, from: PersonId, to: PersonId) -> Stored<()> {
        if from == to {
            return Ok(());
        }
        // Where both hold the same tie, one is enough.
        for table in ["guardianship", "teaching", "role"] {
            self.execute(
                &format!("UPDATE OR IGNORE {table} SET person = ?2 WHERE person = ?1"),
                params![from.0, to.0],
            )?;
            self.execute(&format!("DELETE FROM {table} WHERE person = ?1"), params![from.0])?;
        }
        // The next import finds the same person under both ids of the roster.
        let sql = "UPDATE roster SET id = ?2 WHERE kind = 'person' AND id = ?1";
        self.execute(sql, params![from.0, to.0])?;
        self.execute(
            "UPDATE login SET person = ?2 WHERE person = ?1",
            params![from.0, to.0],
        )?;
        self.void_slips(from).await?;
        // Nobody can sign in as this person any more, so the own account card has no reader.
        let own = domain::Scope::new(domain::ScopeKind::Person, from.0).to_string();
        self.execute("DELETE FROM feed WHERE scope = ?1", params![own])?;
        self.execute("DELETE FROM row WHERE kind = 'me' AND id = ?1", params![from.0])
    }

    async fn log_account(
        &mut self,
        event: AccountEvent,
        person: Option<PersonId>,
        now: Instant,
    ) -> Stored<()> {
        self.execute(
            "INSERT INTO account_log (at, what, person) VALUES (?1, ?2, ?3)",
            params![now.0, event.word(), person.map(|person| person.0)],
        )
    }

    async fn compact_accounts(&mut self, before: Instant) -> Stored<()> {
        self.execute("DELETE FROM account_log WHERE at < ?1", params![before.0])?;
        self.execute("DELETE FROM slip WHERE expires_at < ?1", params![before.0])
    }

    async fn latest_activity(&mut self) -> Stored<Option<Instant>> {
        let sql = "SELECT max(at) FROM (SELECT max(last_seen) AS at FROM device
             UNION ALL SELECT max(at) FROM account_log UNION ALL SELECT max(at) FROM outcome)";
        let latest: Option<Option<i64>> = self.one(sql, params![])?;
        Ok(latest.flatten().map(Instant))
    }
}

fn device(row: &Row<'_>) -> rusqlite::Result<DeviceRow> {
    Ok(DeviceRow {
        id: DeviceId(row.get(0)?),
        person: PersonId(row.get(1)?),
        browser: row.get(2)?,
        name: row.get(3)?,
        sid_hash: Secret(row.get(4)?),
        key: Secret(row.get(5)?),
        created_at: Instant(row.get(6)?),
        last_seen: Instant(row.get(7)?),
        expires_at: Instant(row.get(8)?),
        idle_ms: row.get(9)?,
        revoked_at: row.get::<_, Option<i64>>(10)?.map(Instant),
    })
}

fn slip(row: &Row<'_>) -> rusqlite::Result<SlipRow> {
    Ok(SlipRow {
        id: row.get(0)?,
        person: PersonId(row.get(1)?),
        long_hash: Secret(row.get(2)?),
        short_hash: row.get(3)?,
        created_at: Instant(row.get(4)?),
        expires_at: Instant(row.get(5)?),
        tries_left: row.get(6)?,
        used_at: row.get::<_, Option<i64>>(7)?.map(Instant),
    })
}
