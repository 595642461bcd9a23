//! Limits of the HTTP side, each with its reason. Those of sync stand in `protocol`.

use std::time::Duration;

/// The longest real form is 2 kB: a password of 128 characters, each escaped. A ten-thousand-letter password
/// ends here, before it is hashed (safety.md A11).
pub const FORM_BYTES_MAX: usize = 8 << 10;
/// Questions of sync that carry no rows.
pub const SMALL_BYTES_MAX: usize = 4 << 10;
/// Reports of the browser about its policy; more than a few in one are noise.
pub const REPORT_BYTES_MAX: usize = 16 << 10;
/// What is still read of a body that is too large, so that its sender gets to see the answer.
pub const DRAINED_BYTES_MAX: usize = 2 << 20;
/// A whole body: one megabyte takes a minute on a bad line; a byte each second is an attack.
pub const BODY_TIMEOUT: Duration = Duration::from_secs(60);
/// From the first byte of a request to the end of its headers.
pub const HEADERS_TIMEOUT: Duration = Duration::from_secs(15);
/// Requests in flight at a shutdown get this long.
pub const SHUTDOWN_TIMEOUT: Duration = Duration::from_secs(10);

/// Argon2id at once: 47 MiB each, and about 25 a second on one core.
pub const HASHES_AT_ONCE: usize = 2;
/// Beyond, a sign-in would wait more than four seconds; better to say "come again".
pub const HASHES_WAITING_MAX: usize = 200;
pub const HASHES_RETRY_S: u32 = 5;
/// When the disk is full or the store is busy.
pub const STORE_RETRY_S: u32 = 10;

/// Wrong tries in one window: for one login, and for one network, since a whole school may share one.
pub const WRONG_PER_LOGIN: u32 = 10;
pub const WRONG_PER_PLACE: u32 = 100;
pub const WRONG_WINDOW_MS: i64 = 15 * 60_000;
/// Keys that are remembered; more is an attack from everywhere, and memory must stay small.
pub const WRONG_KEYS_MAX: usize = 100_000;

/// This build and the two before it: phones that have not been opened for a while still find their files.
pub const BUILDS_KEPT: usize = 3;
/// Browsers cap the life of a cookie at 400 days; this one outlives every sign-in.
pub const BROWSER_COOKIE_S: i64 = 400 * 86_400;
