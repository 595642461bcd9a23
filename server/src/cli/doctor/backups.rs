//! How old the newest backup of a folder is.

use crate::cli::backup::manifest::Manifest;
use domain::Instant;
use std::path::Path;
use store::Finding;

/// A nightly backup that was made is younger than this, also after a slow night.
const AGE_HOURS_MAX: i64 = 26;
const HOUR_MS: i64 = 3_600_000;

const ADVICE: &str = "Make one with `jiaqiao backup TO`, every night: what was accepted more than 7 days after the \
    newest backup cannot come back from phones.";

pub fn check(folder: &Path, now: Instant) -> Finding {
    let name = "backup";
    let newest = match newest(folder) {
        Ok(Some(newest)) => newest,
        Ok(None) => {
            return Finding::broken(name, format!("no backup in {}", folder.display()), ADVICE);
        }
        Err(error) => {
            let said = format!("{} could not be read: {error}", folder.display());
            return Finding::broken(name, said, "Look at the folder that --backups names.");
        }
    };
    let hours = (now.0 - newest.made_at) / HOUR_MS;
    let said = format!("the newest backup is of {}, {hours} hours ago", newest.made_on);
    if hours > AGE_HOURS_MAX {
        return Finding::broken(name, said, ADVICE);
    }
    Finding::good(name, said)
}

/// The newest manifest whose backup lies beside it with all its bytes; `restore` looks at the bytes themselves.
fn newest(folder: &Path) -> std::io::Result<Option<Manifest>> {
    let mut newest: Option<Manifest> = None;
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        let backup = path.to_str().and_then(|path| path.strip_suffix(".manifest.json"));
        let Some(backup) = backup else { continue };
        let Ok(manifest) = Manifest::read(&path) else {
            continue;
        };
        let is_whole = std::fs::metadata(backup).is_ok_and(|meta| meta.len() == manifest.bytes);
        let is_newer = newest
            .as_ref()
            .is_none_or(|newest| newest.made_at < manifest.made_at);
        if is_whole && is_newer {
            newest = Some(manifest);
        }
    }
    Ok(newest)
}
