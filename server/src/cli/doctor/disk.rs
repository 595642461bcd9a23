//! Room left on the disk of the store.

use std::path::Path;
use store::{Database, Finding};

/// Below, a day of a school's writing or the next backup may not fit.
const FREE_BYTES_NOTICE: u64 = 2 << 30;
/// Below, the office will soon take nothing in; phones keep what they have, and wait.
const FREE_BYTES_MIN: u64 = 256 << 20;

pub fn check(data: &Path, database: &Database) -> Finding {
    let name = "disk";
    let stat = match rustix::fs::statvfs(data) {
        Ok(stat) => stat,
        Err(error) => {
            let said = format!("the room on the disk could not be found out: {error}");
            return Finding::broken(name, said, "Look at the disk of the data folder.");
        }
    };
    let free = stat.f_bavail.saturating_mul(stat.f_frsize);
    // A PostgreSQL has its disk elsewhere, and somebody who looks after it.
    let size = match database {
        Database::File(file) => std::fs::metadata(file).map_or(0, |meta| meta.len()),
        Database::Postgres(_) => 0,
    };
    let said = match database {
        Database::File(_) => format!("{} free, the store has {}", mib(free), mib(size)),
        Database::Postgres(_) => format!("{} free in the data folder", mib(free)),
    };
    let advice = "Make room: remove old backups and replaced stores (*.replaced-*) from this disk, or move the data \
                  folder to a larger one.";
    if free < FREE_BYTES_MIN {
        return Finding::broken(name, said, advice);
    }
    // A restore needs the store once more beside itself.
    if free < FREE_BYTES_NOTICE.max(size.saturating_mul(2)) {
        return Finding::notice(name, said, advice);
    }
    Finding::good(name, said)
}

fn mib(bytes: u64) -> String {
    format!("{} MiB", bytes >> 20)
}
