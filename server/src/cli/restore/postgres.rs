//! Restoring a PostgreSQL store: what was there moves to a schema of its own, the backup comes in and its epoch
//! is raised, all in one transaction.

use super::{ACTS_MAX, Restored, Undone, hex};
use crate::{
    cli::{
        backup::{
            manifest::{Manifest, sum},
            postgres::{SCHEMA_NAME, clock, in_public},
            tools::{Tools, succeeded},
        },
        store::Place,
    },
    high_mark::HighMark,
    lock,
};
use anyhow::{Context, Result, ensure};
use domain::Instant;
use office::accounts::Secret;
use std::{
    fs::{self, File},
    io::{Read, Write},
    path::Path,
    process::Stdio,
};
use store::{Database, Options, PG_SCHEMA, PgLook, Store};

const RUNNING: &str = "some jiaqiao process works on this database: stop `jiaqiao serve` on every machine, and every \
    other command, then try again";

pub fn restore(
    from: &Path,
    manifest: &Manifest,
    place: &Place,
    url: &str,
    replace: bool,
) -> Result<Restored> {
    fs::create_dir_all(place.data()).with_context(|| format!("making {}", place.data().display()))?;
    let _hold = lock::alone(place.data())?.context(RUNNING)?;
    let mut look = PgLook::open(url).context("reaching the database")?;
    ensure!(look.others_count()? == 0, RUNNING);
    in_public(&mut look)?;
    let is_made = look.is_made()?;
    ensure!(
        !is_made || replace,
        "there is a store in this database; --replace moves it to a schema of its own and puts the backup in its place"
    );
    manifest.check(&sum(
        File::open(from).with_context(|| format!("opening {}", from.display()))?
    )?)?;
    ensure!(
        manifest.schema <= PG_SCHEMA,
        "the backup was made by a newer jiaqiao ({}, schema {}; this one knows {PG_SCHEMA}): use that one",
        manifest.app_version,
        manifest.schema
    );
    let tools = Tools::find(url, look.major()?)?;
    let before = is_made.then(|| Before::read(&mut look, manifest));
    drop(look);
    let now = clock(place, url)?.now();
    let swap = Swap::plan(manifest, place, before.as_ref(), now)?;
    swap.run(&tools, from)?;
    // The backup may be of an older schema.
    let store = Store::open(&Database::Postgres(url.to_owned()), &Options::default());
    let store = store.context("bringing the backup up to date")?;
    let epoch = store.run(store::work!(|tx| tx.epoch().await))?;
    Ok(Restored {
        epoch,
        aside: swap.aside.map(|schema| format!("schema {schema}")),
        undone: before.map_or(Undone::Nothing, |before| before.undone),
    })
}

struct Before {
    epoch: u32,
    secret: Option<Secret>,
    undone: Undone,
}

impl Before {
    fn read(look: &mut PgLook, manifest: &Manifest) -> Before {
        let mut read = || {
            let (epoch, secret) =
                look.run(store::work!(|tx| Ok((tx.epoch().await?, tx.key_secret().await?))))?;
            let acts = look.admin_acts_after(manifest.made_at, ACTS_MAX)?;
            Ok::<_, office::StoreError>(Before {
                epoch,
                secret,
                undone: Undone::Acts(acts),
            })
        };
        read().unwrap_or(Before {
            epoch: 0,
            secret: None,
            undone: Undone::Unreadable,
        })
    }
}

/// What is said before and after the backup's own statements.
struct Swap {
    aside: Option<String>,
    head: String,
    tail: String,
}

impl Swap {
    fn plan(manifest: &Manifest, place: &Place, before: Option<&Before>, now: Instant) -> Result<Swap> {
        let kept = HighMark::of(place.data(), &place.database()?).kept();
        let highest = manifest
            .epoch
            .max(before.map_or(0, |before| before.epoch))
            .max(kept.map_or(0, |kept| kept.epoch));
        let epoch = office::raised_epoch(highest, now);
        let aside = before.map(|_| format!("replaced_{}", now.0));
        let mut head = "BEGIN;\n".to_owned();
        if let Some(aside) = &aside {
            head += &format!("ALTER SCHEMA {SCHEMA_NAME} RENAME TO {aside};\nCREATE SCHEMA {SCHEMA_NAME};\n");
        }
        // From here on names are whole: the dump clears the search path.
        let mut tail = format!("UPDATE {SCHEMA_NAME}.meta SET value = '{epoch}' WHERE key = 'epoch';\n");
        if let Some(secret) = before.and_then(|before| before.secret) {
            // Phones that signed in after the backup got keys from this one.
            let secret = hex(&secret.0);
            tail += &format!(
                "INSERT INTO {SCHEMA_NAME}.meta (key, value) VALUES ('key_secret', upper('{secret}'))
                 ON CONFLICT (key) DO UPDATE SET value = excluded.value;\n"
            );
        }
        tail += &format!(
            "INSERT INTO {SCHEMA_NAME}.admin_log (at, what, detail)
             VALUES ({}, 'restore', 'backup of {}, epoch {} -> {epoch}');\nCOMMIT;\n",
            now.0,
            moment(manifest),
            manifest.epoch
        );
        Ok(Swap { aside, head, tail })
    }

    /// Without the last line nothing of it is committed, so whatever fails leaves everything as it was.
    fn run(&self, tools: &Tools, from: &Path) -> Result<()> {
        let mut psql = tools
            .connected("psql")
            .args(["--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1", "--file=-"])
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .context("starting psql")?;
        let mut complaints = psql.stderr.take().context("psql's words")?;
        let heard = std::thread::spawn(move || {
            let mut words = String::new();
            // What cannot be read is left out; the exit code says whether all is well.
            let _ = complaints.read_to_string(&mut words);
            words
        });
        let told = self.tell(tools, from, psql.stdin.take().context("psql's ear")?);
        let ended = psql.wait()?;
        let words = heard.join().unwrap_or_default();
        told?;
        ensure!(ended.success(), "psql: {}", words.trim());
        Ok(())
    }

    fn tell(&self, tools: &Tools, from: &Path, mut psql: impl Write) -> Result<()> {
        psql.write_all(self.head.as_bytes())?;
        let mut pg_restore = tools
            .command("pg_restore")
            .args([
                "--no-owner",
                "--no-privileges",
                "--schema",
                SCHEMA_NAME,
                "--file=-",
            ])
            .arg(from)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .context("starting pg_restore")?;
        let mut statements = pg_restore.stdout.take().context("pg_restore's words")?;
        let copied = std::io::copy(&mut statements, &mut psql);
        drop(statements);
        let ended = pg_restore.wait_with_output()?;
        if copied.is_err() {
            // psql ended early, and says itself why.
            return Ok(());
        }
        succeeded("pg_restore", &ended)?;
        // Should psql have stopped at an error, it hears nothing more, and its exit code tells.
        let _ = psql.write_all(self.tail.as_bytes());
        Ok(())
    }
}

/// The backup's moment goes into a statement: nothing but digits and what stands between them.
fn moment(manifest: &Manifest) -> String {
    let plain = |letter: &char| letter.is_ascii_digit() || matches!(letter, '-' | ':' | ' ');
    manifest.made_on.chars().filter(plain).collect()
}
