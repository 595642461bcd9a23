//! A PostgreSQL of our own for as long as somebody holds it: a fresh folder, a socket in it, no port.
//!
//! Only the standard library, so that the tests of other crates can take this file in with `#[path]`. A shell
//! stands between us and the server: it ends the server, by its number, and removes the folder when the pipe to
//! it closes, however this process ends.

use std::{
    io::{BufRead, BufReader},
    path::{Path, PathBuf},
    process::{Child, ChildStdin, Command, Stdio},
    sync::{
        OnceLock,
        atomic::{AtomicU32, Ordering},
    },
};

/// A ready server instead, for machines where PostgreSQL runs elsewhere: `postgres://user@host/postgres`.
const READY: &str = "JIAQIAO_PG";

const MISSING: &str = "these cases need PostgreSQL (initdb, postgres, psql): `apt-get install postgresql`, or name \
     a server where databases may be made, JIAQIAO_PG=postgres://user@host/postgres";

/// `$1` is the folder of the programs, `$2` is "on" or "off" for fsync. PostgreSQL refuses to run as root; a folder
/// made by `mktemp` belongs to whoever the shell runs as. Signals to our whole group are not for the shell: it has
/// to clean up.
const SHELL: &str = r#"
trap '' HUP INT TERM
dir=$(mktemp -d /tmp/jiaqiao-pg.XXXXXX) || exit 1
trap 'rm -rf "$dir"' EXIT
"$1/initdb" -D "$dir/data" -U jiaqiao -A trust -E UTF8 --locale=C --no-sync >"$dir/log" 2>&1 || { cat "$dir/log"; exit 1; }
"$1/postgres" -D "$dir/data" -k "$dir" -c listen_addresses= -c fsync="$2" -c full_page_writes="$2" \
    -c max_connections=200 -c shared_buffers=64MB >>"$dir/log" 2>&1 &
server=$!
until "$1/pg_isready" -q -h "$dir" -U jiaqiao; do
    kill -0 $server 2>/dev/null || { cat "$dir/log"; exit 1; }
    sleep 0.05
done
echo "ready $dir"
read -r held
kill -QUIT $server
wait $server
"#;

pub struct Cluster {
    /// Up to the name of a database, and what comes after it.
    address: (String, String),
    psql: PathBuf,
    /// Closing it is the end of the server.
    held: Option<(Child, ChildStdin)>,
}

#[derive(Clone, Copy)]
pub enum Fsync {
    /// Wherever durability or speed is measured.
    On,
    Off,
}

impl Cluster {
    /// One for this process; the system ends it when the process ends.
    pub fn shared() -> &'static Cluster {
        static SHARED: OnceLock<Cluster> = OnceLock::new();
        SHARED.get_or_init(|| Cluster::start(Fsync::Off))
    }

    pub fn start(fsync: Fsync) -> Cluster {
        if let Ok(url) = std::env::var(READY) {
            return Cluster {
                address: around_the_name(&url),
                psql: PathBuf::from("psql"),
                held: None,
            };
        }
        let programs = programs();
        let mut shell = unprivileged_shell();
        let fsync = match fsync {
            Fsync::On => "on",
            Fsync::Off => "off",
        };
        shell.args(["-c", SHELL, "cluster"]).arg(&programs).arg(fsync);
        let mut child = shell
            .current_dir("/")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("a shell");
        let stdin = child.stdin.take().expect("a pipe");
        let mut told = BufReader::new(child.stdout.take().expect("a pipe")).lines();
        let first = told.next().and_then(Result::ok).unwrap_or_default();
        let Some(folder) = first.strip_prefix("ready ") else {
            let rest: Vec<String> = told.map_while(Result::ok).collect();
            panic!("no PostgreSQL of our own: {first}\n{}", rest.join("\n"));
        };
        Cluster {
            address: ("postgres://jiaqiao@localhost/".into(), format!("?host={folder}")),
            psql: programs.join("psql"),
            held: Some((child, stdin)),
        }
    }

    /// A new database, and its address.
    pub fn database(&self) -> String {
        static NUMBER: AtomicU32 = AtomicU32::new(0);
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let name = format!("case_{}_{number}", std::process::id());
        self.sql(
            "postgres",
            &format!("CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8'"),
        );
        self.address(&name)
    }

    /// What a statement says in a database, as text.
    pub fn sql(&self, database: &str, sql: &str) -> String {
        let done = Command::new(&self.psql)
            .args(["-X", "-q", "-t", "-A", "-v", "ON_ERROR_STOP=1", "-c", sql])
            .arg(self.address(database))
            .output();
        let done = done.unwrap_or_else(|error| panic!("{}: {error}; {MISSING}", self.psql.display()));
        assert!(
            done.status.success(),
            "{sql}: {}",
            String::from_utf8_lossy(&done.stderr)
        );
        String::from_utf8_lossy(&done.stdout).trim().to_owned()
    }

    fn address(&self, name: &str) -> String {
        format!("{}{name}{}", self.address.0, self.address.1)
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        if let Some((mut child, stdin)) = self.held.take() {
            drop(stdin);
            // It may have ended already.
            let _ = child.wait();
        }
    }
}

/// The name of the database that an address of [`Cluster::database`] ends in.
pub fn name(url: &str) -> &str {
    let path = url.split('?').next().unwrap_or(url);
    path.rsplit('/').next().unwrap_or(path)
}

fn around_the_name(url: &str) -> (String, String) {
    let (path, query) = url
        .split_once('?')
        .map_or((url, String::new()), |(path, query)| (path, format!("?{query}")));
    let (before, _) = path.rsplit_once('/').expect("an address with a database");
    (format!("{before}/"), query)
}

/// Debian keeps the server's programs out of the path, one folder for each version.
fn programs() -> PathBuf {
    let mut folders: Vec<PathBuf> = std::env::var_os("PATH")
        .map(|path| std::env::split_paths(&path).collect())
        .unwrap_or_default();
    let mut debian: Vec<PathBuf> = std::fs::read_dir("/usr/lib/postgresql")
        .map(|versions| {
            versions
                .flatten()
                .map(|version| version.path().join("bin"))
                .collect()
        })
        .unwrap_or_default();
    debian.sort();
    folders.extend(debian.into_iter().rev());
    let is_whole = |folder: &PathBuf| {
        ["initdb", "postgres", "psql"]
            .iter()
            .all(|name| folder.join(name).exists())
    };
    folders
        .into_iter()
        .find(is_whole)
        .unwrap_or_else(|| panic!("{MISSING}"))
}

fn unprivileged_shell() -> Command {
    let is_root = Path::new("/proc/self")
        .metadata()
        .is_ok_and(|facts| std::os::unix::fs::MetadataExt::uid(&facts) == 0);
    if !is_root {
        return Command::new("sh");
    }
    let mut command = Command::new("setpriv");
    command.args(["--reuid=nobody", "--regid=nogroup", "--clear-groups", "sh"]);
    command
}
