//! PostgreSQL's errors as the office's: no room and busy are told apart, since a client may try again.

use office::StoreError;
use sqlx_core::error::Error;

pub(super) fn broken(error: Error) -> StoreError {
    match &error {
        Error::Database(told) => match told.code().as_deref().map(kind) {
            Some(Kind::Full) => StoreError::Full,
            Some(Kind::Busy) => StoreError::Busy,
            _ => StoreError::Broken(error.to_string()),
        },
        // The line is down; the next use dials again.
        Error::Io(_) | Error::WorkerCrashed => StoreError::Busy,
        _ => StoreError::Broken(error.to_string()),
    }
}

#[derive(Debug, PartialEq, Eq)]
enum Kind {
    Full,
    Busy,
    Other,
}

/// By the codes of PostgreSQL's appendix A.
fn kind(code: &str) -> Kind {
    match code {
        // disk_full; io_error, which SQLite's side calls full, too.
        "53100" | "58030" => Kind::Full,
        // serialization_failure, deadlock_detected, lock_not_available, query_canceled (our limit of time),
        // idle_in_transaction_session_timeout, and a primary that has become a standby.
        "40001" | "40P01" | "55P03" | "57014" | "25P03" | "25006" => Kind::Busy,
        // Connection exceptions, other resources that ran out, and a server that is going down or coming up.
        _ if ["08", "53", "57P"].iter().any(|class| code.starts_with(class)) => Kind::Busy,
        _ => Kind::Other,
    }
}

#[cfg(test)]
mod tests {
    use super::{Kind, kind};

    #[test]
    fn what_passes_is_busy_and_what_must_be_cleared_is_full() {
        for code in [
            "40001", "40P01", "55P03", "57014", "57P01", "57P03", "08006", "53300", "25P03",
        ] {
            assert_eq!(kind(code), Kind::Busy, "{code}");
        }
        for code in ["53100", "58030"] {
            assert_eq!(kind(code), Kind::Full, "{code}");
        }
        for code in ["23505", "42P01", "25P02", "28P01", "22021"] {
            assert_eq!(kind(code), Kind::Other, "{code}");
        }
    }
}
