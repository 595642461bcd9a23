//! Typed identifiers: UUIDv7, made where the thing is made, opaque to the office.

use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};
use uuid::{Builder, Uuid};

/// The source of ids, handed in so that one seed replays a run: milliseconds since 1970 and ten
/// random bytes give one UUIDv7.
pub fn uuid_v7(unix_ms: i64, random: [u8; 10]) -> Uuid {
    Builder::from_unix_timestamp_millis(u64::try_from(unix_ms).unwrap_or(0), &random).into_uuid()
}

macro_rules! id {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl FromStr for $name {
            type Err = uuid::Error;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Uuid::parse_str(text).map($name)
            }
        }
    )*};
}

id! {
    /// One human, one row for life.
    PersonId,
    /// A student, as the person row of that child.
    ChildId,
    /// A home class.
    ClassId,
    SchoolId,
    /// One person on one phone: what a command's sequence numbers count in.
    DeviceId,
    CommandId,
    /// A two-way note about one child.
    NoteId,
    /// One line in a note's thread.
    EntryId,
    /// A notice to many.
    NoticeId,
    /// What one child's household made of a notice; named by both, see `notices::receipt_id`.
    ReceiptId,
}
