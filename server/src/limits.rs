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

/// Open streams of one process; each costs some tens of kilobytes and a file descriptor.
pub const LIVE_STREAMS_MAX: usize = 20_000;
/// A device needs one; a line that died unnoticed, or a browser whose tabs cannot agree, has a few.
pub const LIVE_PER_DEVICE_MAX: usize = 4;
pub const LIVE_RETRY_S: u32 = 60;
/// Proxies close a line that was quiet for 30 to 60 seconds.
pub const LIVE_BEAT_MS: u64 = 20_000;
/// How often the feed's head is read for what others wrote, and the pause in which a burst becomes one event.
pub const LIVE_LOOK_MS: u64 = 250;
pub const LIVE_PAUSE_MS: u64 = 20;
/// Between two events of one stream: a phone that pulls three times a second is as good as live.
pub const LIVE_PACE_MS: u64 = 300;
/// More than this many at once are spread out, a millisecond for each and at most this long: some two thousand
/// pulls a second are what one process answers with room to spare.
pub const LIVE_AT_ONCE_MAX: usize = 200;
pub const LIVE_SPREAD_MS_MAX: u64 = 2_000;
/// Beyond this many changed scopes (an import), everybody is told instead of looked for.
pub const LIVE_SCOPES_MAX: usize = 2_000;
/// Streams looked up in one read of the store, so that others get their turn between.
pub const LIVE_READ_MAX: usize = 500;
/// "Within a second" for a sign-in that ended elsewhere, and sooner for one that may have ended here.
pub const LIVE_CHECK_MS: u64 = 800;
pub const LIVE_DOUBT_MS: u64 = 200;
/// When the store cannot answer, the follower asks this much later.
pub const LIVE_STORE_PAUSE_MS: u64 = 1_000;
