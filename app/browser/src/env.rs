//! Clock and randomness: the one module of the phone's side that reads them.

use domain::Instant;
use uuid::Uuid;

pub fn now() -> Instant {
    #[expect(clippy::disallowed_methods, reason = "the phone's one clock")]
    let ms = js_sys::Date::now();
    #[expect(
        clippy::cast_possible_truncation,
        reason = "milliseconds since 1970 fit an i64"
    )]
    Instant(ms as i64)
}

pub fn random<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    // A browser without randomness could not have made its TLS connection either.
    if getrandom::fill(&mut bytes).is_err() {
        wasm_bindgen::throw_str("no randomness");
    }
    bytes
}

pub fn new_id() -> Uuid {
    domain::ids::uuid_v7(now().0, random())
}
