//! Limits of the wire (design/decisions.md, Numbers), each checked by the office before anything is read.

/// A push body: 200 commands of the longest text would be larger; a device then sends fewer at a time.
pub const PUSH_BYTES_MAX: usize = 1 << 20;
pub const PUSH_COMMANDS_MAX: usize = 200;
/// Rows in one pull answer: about 100 kB of Chinese text, a few seconds on a bad line.
pub const PULL_ROWS_MAX: usize = 500;
/// Scopes in one pull: a class teacher of 60 in two schools has about 150.
pub const PULL_SCOPES_MAX: usize = 2_000;
pub const PULL_BYTES_MAX: usize = 256 << 10;
/// How long a device keeps acknowledged commands, to push them again to an office restored from backup.
pub const ACKNOWLEDGED_KEPT_DAYS: i64 = 7;
/// How long the office keeps outcomes and tombstones.
pub const OUTCOMES_KEPT_DAYS: i64 = 180;
