//! Accounts in PostgreSQL.

use super::{
    PgTx,
    ask::{ask, number},
    engine::text,
};
use async_trait::async_trait;
use domain::{DeviceId, Instant, PersonId};
use office::{
    accounts::{AccountEvent, AccountRow, AccountsTx, DeviceRow, Secret, SlipRow},
    tx::Stored,
};
use sqlx_core::{error::Error, row::Row};
use sqlx_postgres::PgRow;
use uuid::Uuid;

/// A query for rows that [`device`] reads.
macro_rules! devices {
    ($rest:literal) => {
        concat!(
            "SELECT device.id, device.person, browser, device.name, sid_hash, key, device.created_at,
             last_seen, expires_at, idle_ms, revoked_at",
            $rest
        )
    };
}

/// A query for rows that [`slip`] reads.
macro_rules! slips {
    ($rest:literal) => {
        concat!(
            "SELECT id, person, long_hash, short_hash, created_at, expires_at, tries_left, used_at FROM slip ",
            $rest
        )
    };
}

#[async_trait(?Send)]
impl AccountsTx for PgTx<'_> {
    async fn account(&mut self, person: PersonId) -> Stored<Option<AccountRow>> {
        let find = ask("SELECT password_hash, created_at, disabled FROM account WHERE person = $1");
        let read = |row: &PgRow| {
            Ok(AccountRow {
                person,
                password_hash: row.try_get(0)?,
                created_at: Instant(row.try_get(1)?),
                disabled: row.try_get(2)?,
            })
        };
        self.first(find.bind(person.0), read).await
    }

    async fn set_account(&mut self, account: &AccountRow) -> Stored<()> {
        let set = ask(
            "INSERT INTO account (person, password_hash, created_at, disabled) VALUES ($1, $2, $3, $4)
             ON CONFLICT (person) DO UPDATE SET password_hash = excluded.password_hash,
             created_at = excluded.created_at, disabled = excluded.disabled",
        );
        let set = set.bind(account.person.0).bind(&account.password_hash);
        self.execute(set.bind(account.created_at.0).bind(account.disabled))
            .await
    }

    async fn login_owner(&mut self, login: &str) -> Stored<Option<PersonId>> {
        // What people type may hold anything; a NUL is no text to PostgreSQL, and no login number to us.
        if login.contains('\0') {
            return Ok(None);
        }
        let find = ask("SELECT person FROM login WHERE login = $1").bind(login);
        self.first(find, |row| row.try_get(0).map(PersonId)).await
    }

    async fn login_of(&mut self, person: PersonId) -> Stored<Option<String>> {
        let find = ask("SELECT login FROM login WHERE person = $1 ORDER BY created_at, login LIMIT 1");
        self.first(find.bind(person.0), text).await
    }

    async fn add_login(&mut self, login: &str, person: PersonId, now: Instant) -> Stored<()> {
        let add = ask("INSERT INTO login (login, person, created_at) VALUES ($1, $2, $3)");
        self.execute(add.bind(login).bind(person.0).bind(now.0)).await
    }

    async fn device(&mut self, id: DeviceId) -> Stored<Option<DeviceRow>> {
        let find = ask(devices!(" FROM device WHERE id = $1")).bind(id.0);
        self.first(find, device).await
    }

    async fn device_of_browser(&mut self, person: PersonId, browser: Uuid) -> Stored<Option<DeviceRow>> {
        let find = ask(devices!(" FROM device WHERE person = $1 AND browser = $2"));
        self.first(find.bind(person.0).bind(browser), device).await
    }

    async fn device_of_sid(&mut self, sid_hash: &Secret) -> Stored<Option<(DeviceRow, String)>> {
        let find = ask(devices!(
            ", person.name FROM device JOIN person ON person.id = device.person
             JOIN account ON account.person = device.person
             WHERE sid_hash = $1 AND NOT account.disabled"
        ));
        let read = |row: &PgRow| Ok((device(row)?, row.try_get(11)?));
        self.first(find.bind(sid_hash.0), read).await
    }

    async fn devices_of_sids(&mut self, sids: &[Secret]) -> Stored<Vec<DeviceRow>> {
        let find = ask(devices!(
            " FROM device JOIN account ON account.person = device.person
             WHERE sid_hash = ANY($1) AND NOT account.disabled"
        ));
        let sids: Vec<Vec<u8>> = sids.iter().map(|sid| sid.0.to_vec()).collect();
        self.list(find.bind(sids), device).await
    }

    async fn devices_of(&mut self, person: PersonId) -> Stored<Vec<DeviceRow>> {
        let find = ask(devices!(
            " FROM device WHERE person = $1 ORDER BY last_seen DESC, id"
        ));
        self.list(find.bind(person.0), device).await
    }

    async fn set_device(&mut self, device: &DeviceRow) -> Stored<()> {
        let set = ask(
            "INSERT INTO device (id, person, browser, name, sid_hash, key, created_at, last_seen, expires_at,
             idle_ms, revoked_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
             ON CONFLICT (id) DO UPDATE SET person = excluded.person, browser = excluded.browser,
             name = excluded.name, sid_hash = excluded.sid_hash, key = excluded.key,
             created_at = excluded.created_at, last_seen = excluded.last_seen,
             expires_at = excluded.expires_at, idle_ms = excluded.idle_ms, revoked_at = excluded.revoked_at",
        );
        let set = set.bind(device.id.0).bind(device.person.0).bind(device.browser);
        let set = set.bind(&device.name).bind(device.sid_hash.0).bind(device.key.0);
        let set = set.bind(device.created_at.0).bind(device.last_seen.0);
        let set = set.bind(device.expires_at.0).bind(device.idle_ms);
        self.execute(set.bind(device.revoked_at.map(|at| at.0))).await
    }

    async fn touch_device(&mut self, id: DeviceId, now: Instant) -> Stored<()> {
        let set = ask("UPDATE device SET last_seen = $2 WHERE id = $1");
        self.execute(set.bind(id.0).bind(now.0)).await
    }

    async fn revoke_device(&mut self, id: DeviceId, now: Instant) -> Stored<()> {
        let set = ask("UPDATE device SET revoked_at = $2 WHERE id = $1 AND revoked_at IS NULL");
        self.execute(set.bind(id.0).bind(now.0)).await
    }

    async fn slip_of(&mut self, person: PersonId) -> Stored<Option<SlipRow>> {
        let find = ask(slips!(
            "WHERE person = $1 ORDER BY created_at DESC, id DESC LIMIT 1"
        ));
        self.first(find.bind(person.0), slip).await
    }

    async fn slip(&mut self, id: Uuid) -> Stored<Option<SlipRow>> {
        self.first(ask(slips!("WHERE id = $1")).bind(id), slip).await
    }

    async fn set_slip(&mut self, slip: &SlipRow) -> Stored<()> {
        let set = ask(
            "INSERT INTO slip (id, person, long_hash, short_hash, created_at, expires_at, tries_left, used_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
             ON CONFLICT (id) DO UPDATE SET person = excluded.person, long_hash = excluded.long_hash,
             short_hash = excluded.short_hash, created_at = excluded.created_at,
             expires_at = excluded.expires_at, tries_left = excluded.tries_left, used_at = excluded.used_at",
        );
        let set = set.bind(slip.id).bind(slip.person.0).bind(slip.long_hash.0);
        let set = set
            .bind(&slip.short_hash)
            .bind(slip.created_at.0)
            .bind(slip.expires_at.0);
        let set = set.bind(i32::from(slip.tries_left));
        self.execute(set.bind(slip.used_at.map(|at| at.0))).await
    }

    async fn void_slips(&mut self, person: PersonId) -> Stored<()> {
        let drop = ask("DELETE FROM slip WHERE person = $1 AND used_at IS NULL");
        self.execute(drop.bind(person.0)).await
    }

    async fn move_ties(&mut self, from: PersonId, to: PersonId) -> Stored<()> {
        // Where both hold the same tie, one is enough.
        const STEPS: [&str; 8] = [
            "UPDATE guardianship SET person = $2 WHERE person = $1 AND child NOT IN
                 (SELECT child FROM guardianship WHERE person = $2)",
            "DELETE FROM guardianship WHERE person = $1 AND $2 <> $1",
            "UPDATE teaching SET person = $2 WHERE person = $1 AND (class, class_teacher, subject) NOT IN
                 (SELECT class, class_teacher, subject FROM teaching WHERE person = $2)",
            "DELETE FROM teaching WHERE person = $1 AND $2 <> $1",
            "UPDATE role SET person = $2 WHERE person = $1 AND (role, school) NOT IN
                 (SELECT role, school FROM role WHERE person = $2)",
            "DELETE FROM role WHERE person = $1 AND $2 <> $1",
            // The next import finds the same person under both ids of the roster.
            "UPDATE roster SET id = $2 WHERE kind = 'person' AND id = $1",
            "UPDATE login SET person = $2 WHERE person = $1",
        ];
        for step in STEPS {
            self.execute(ask(step).bind(from.0).bind(to.0)).await?;
        }
        self.void_slips(from).await?;
        // Nobody can sign in as this person any more, so the own account card has no reader.
        let own = domain::Scope::new(domain::ScopeKind::Person, from.0).to_string();
        self.execute(ask("DELETE FROM feed WHERE scope = $1").bind(own))
            .await?;
        self.execute(ask("DELETE FROM row WHERE kind = 'me' AND id = $1").bind(from.0))
            .await
    }

    async fn log_account(
        &mut self,
        event: AccountEvent,
        person: Option<PersonId>,
        now: Instant,
    ) -> Stored<()> {
        let add = ask("INSERT INTO account_log (at, what, person) VALUES ($1, $2, $3)");
        let add = add.bind(now.0).bind(event.word());
        self.execute(add.bind(person.map(|person| person.0))).await
    }

    async fn compact_accounts(&mut self, before: Instant) -> Stored<()> {
        self.execute(ask("DELETE FROM account_log WHERE at < $1").bind(before.0))
            .await?;
        self.execute(ask("DELETE FROM slip WHERE expires_at < $1").bind(before.0))
            .await
    }

    async fn key_secret(&mut self) -> Stored<Option<Secret>> {
        let find = ask("SELECT decode(value, 'hex') FROM meta WHERE key = 'key_secret'");
        self.first(find, |row| row.try_get(0).map(Secret)).await
    }

    async fn set_key_secret(&mut self, secret: &Secret) -> Stored<()> {
        let set = ask(
            "INSERT INTO meta (key, value) VALUES ('key_secret', upper(encode($1, 'hex')))
             ON CONFLICT (key) DO UPDATE SET value = excluded.value",
        );
        self.execute(set.bind(secret.0)).await
    }

    async fn latest_activity(&mut self) -> Stored<Option<Instant>> {
        let find = ask("SELECT max(at) FROM (SELECT max(last_seen) AS at FROM device
             UNION ALL SELECT max(at) FROM account_log UNION ALL SELECT max(at) FROM outcome) AS latest");
        let latest = self.first(find, |row| row.try_get::<Option<i64>, _>(0)).await?;
        Ok(latest.flatten().map(Instant))
    }
}

fn device(row: &PgRow) -> Result<DeviceRow, Error> {
    Ok(DeviceRow {
        id: DeviceId(row.try_get(0)?),
        person: PersonId(row.try_get(1)?),
        browser: row.try_get(2)?,
        name: row.try_get(3)?,
        sid_hash: Secret(row.try_get(4)?),
        key: Secret(row.try_get(5)?),
        created_at: Instant(row.try_get(6)?),
        last_seen: Instant(row.try_get(7)?),
        expires_at: Instant(row.try_get(8)?),
        idle_ms: row.try_get(9)?,
        revoked_at: row.try_get::<Option<i64>, _>(10)?.map(Instant),
    })
}

fn slip(row: &PgRow) -> Result<SlipRow, Error> {
    Ok(SlipRow {
        id: row.try_get(0)?,
        person: PersonId(row.try_get(1)?),
        long_hash: Secret(row.try_get(2)?),
        short_hash: row.try_get(3)?,
        created_at: Instant(row.try_get(4)?),
        expires_at: Instant(row.try_get(5)?),
        tries_left: number(row, 6)?,
        used_at: row.try_get::<Option<i64>, _>(7)?.map(Instant),
    })
}
