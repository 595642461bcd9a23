//! PostgreSQL's own programs: where they are, and how they are told which database is meant.

use anyhow::{Context, Result, bail};
use percent_encoding::percent_decode_str;
use std::{
    env,
    ffi::OsStr,
    fs,
    path::{Path, PathBuf},
    process::{Command, Output},
};
use url::Url;

const NAMES: [&str; 3] = ["pg_dump", "pg_restore", "psql"];
/// Debian keeps one folder for each version here, out of the path.
const DEBIAN: &str = "/usr/lib/postgresql";

pub struct Tools {
    folder: PathBuf,
    /// The address without its password: this one may stand in a list of processes.
    address: String,
    password: Option<String>,
}

impl Tools {
    /// Those of the server's own version before others: an older `pg_dump` refuses a newer server, and a newer
    /// `pg_restore` may say what an older server does not know.
    pub fn find(url: &str, major: i64) -> Result<Tools> {
        let (address, password) = without_password(url)?;
        let folders = [Path::new(DEBIAN).join(major.to_string()).join("bin")];
        let path = env::var_os("PATH").unwrap_or_default();
        let found = folders
            .into_iter()
            .chain(env::split_paths(&path))
            .chain(debian())
            .find(|folder| NAMES.iter().all(|name| folder.join(name).is_file()));
        let folder = found.with_context(|| {
            format!(
                "pg_dump, pg_restore and psql are needed, best of version {major}, and are neither in PATH nor \
                 below {DEBIAN}: install postgresql-client-{major}"
            )
        })?;
        Ok(Tools {
            folder,
            address,
            password,
        })
    }

    pub fn command(&self, name: &str) -> Command {
        let mut command = Command::new(self.folder.join(name));
        command
            .env("PGAPPNAME", "jiaqiao-tools")
            .env("PGCONNECT_TIMEOUT", "10");
        if let Some(password) = &self.password {
            command.env("PGPASSWORD", password);
        }
        command
    }

    /// As [`Tools::command`], told which database is meant.
    pub fn connected(&self, name: &str) -> Command {
        let mut command = self.command(name);
        command.arg("--no-password").arg("--dbname").arg(&self.address);
        command
    }
}

/// What a program said that ended badly.
pub fn succeeded(name: &str, output: &Output) -> Result<()> {
    if output.status.success() {
        return Ok(());
    }
    bail!("{name}: {}", String::from_utf8_lossy(&output.stderr).trim())
}

fn without_password(url: &str) -> Result<(String, Option<String>)> {
    // The parser's own words would repeat the address.
    let mut url = Url::parse(url).map_err(|_| anyhow::anyhow!("the database's address cannot be read"))?;
    let mut password = url.password().map(decoded);
    if password.is_some() {
        // An address with a password has a host, so taking it out does not fail.
        let _ = url.set_password(None);
    }
    if url.query_pairs().any(|(name, _)| name == "password") {
        let pairs: Vec<(String, String)> = url.query_pairs().into_owned().collect();
        let (secret, kept): (Vec<_>, Vec<_>) = pairs.into_iter().partition(|(name, _)| name == "password");
        password = secret.into_iter().next().map(|(_, value)| value);
        url.query_pairs_mut().clear().extend_pairs(kept);
    }
    Ok((url.into(), password))
}

fn decoded(text: &str) -> String {
    percent_decode_str(text).decode_utf8_lossy().into_owned()
}

/// The newest version first.
fn debian() -> Vec<PathBuf> {
    let versions = fs::read_dir(DEBIAN).into_iter().flatten().flatten();
    let number = |folder: &Path| -> u32 {
        let name = folder.file_name().and_then(OsStr::to_str);
        name.and_then(|name| name.parse().ok()).unwrap_or(0)
    };
    let mut folders: Vec<PathBuf> = versions.map(|version| version.path()).collect();
    folders.sort_by_key(|folder| std::cmp::Reverse(number(folder)));
    folders.into_iter().map(|folder| folder.join("bin")).collect()
}

#[cfg(test)]
mod tests {
    use super::without_password;

    #[test]
    fn no_password_stays_in_an_address() {
        for (url, address, password) in [
            (
                "postgres://u:p%40ss%2Bw@h:5433/n?sslmode=require",
                "postgres://u@h:5433/n?sslmode=require",
                Some("p@ss+w"),
            ),
            (
                "postgres://u@localhost/n?host=%2Frun%2Fpg&password=geheim",
                "postgres://u@localhost/n?host=%2Frun%2Fpg",
                Some("geheim"),
            ),
            ("postgresql://h/n", "postgresql://h/n", None),
        ] {
            let (got, secret) = without_password(url).expect(url);
            assert_eq!((got.as_str(), secret.as_deref()), (address, password), "{url}");
        }
        let error = without_password("postgres://u:p@h:port/n").expect_err("no address");
        assert!(!error.to_string().contains(":p@"), "{error}");
    }
}
