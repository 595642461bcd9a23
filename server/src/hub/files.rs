//! File descriptors: each stream holds one, and many systems begin with 1,024 although they allow far more.

use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

/// Where a system sets no limit at all.
const PLENTY: u64 = 1 << 20;

/// Raises this process's own limit to what the system allows it, and says how many it may hold.
pub fn raise_limit() -> usize {
    let limit = getrlimit(Resource::Nofile);
    let allowed = limit.maximum.unwrap_or(PLENTY).min(PLENTY);
    let current = limit.current.unwrap_or(PLENTY);
    let raised = Rlimit {
        current: Some(allowed),
        ..limit
    };
    let now = if current < allowed && setrlimit(Resource::Nofile, raised).is_ok() {
        allowed
    } else {
        current
    };
    usize::try_from(now).unwrap_or(usize::MAX)
}
