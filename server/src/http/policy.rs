//! Content security policies: one for rendered pages, one for the cached shell, one for everything else.

use http::HeaderValue;

/// For what is no page: even opened by itself it can load and run nothing.
pub const NOTHING: &str = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

/// A worker is held by the policy of its own script; it only fetches from here.
pub const WORKER: &str = "default-src 'none'; script-src 'self'; connect-src 'self'; frame-ancestors 'none'";

/// The shell is kept on the phone, where a nonce would be a constant: it has no inline script instead.
pub const SHELL: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; \
     img-src 'self' blob: data:; media-src 'self' blob:; connect-src 'self'; manifest-src 'self'; \
     worker-src 'self'; font-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'; \
     object-src 'none'; report-to csp";

pub const REPORTING_ENDPOINTS: &str = "csp=\"/report/csp\"";

/// For a rendered page: only scripts that carry this answer's nonce, and what they load.
pub fn page(nonce: &str) -> HeaderValue {
    let policy = format!(
        "default-src 'none'; script-src 'nonce-{nonce}' 'strict-dynamic' 'wasm-unsafe-eval'; \
         style-src 'self' 'nonce-{nonce}'; img-src 'self' blob: data:; media-src 'self' blob:; \
         connect-src 'self'; manifest-src 'self'; worker-src 'self'; font-src 'self'; form-action 'self'; \
         frame-ancestors 'none'; base-uri 'none'; object-src 'none'; report-to csp"
    );
    // A nonce is base64, so this is always a header; without it nothing may run.
    HeaderValue::from_str(&policy).unwrap_or(HeaderValue::from_static(NOTHING))
}
