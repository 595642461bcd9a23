//! What every request shares.

use crate::{assets::Assets, clock::Clock, hub::Hub, passwords::Passwords, tries::Tries};
use std::sync::{Arc, atomic::AtomicBool};
use store::Store;

pub struct Site {
    pub store: Store,
    pub clock: Clock,
    pub passwords: Passwords,
    pub tries: Tries,
    pub hub: Arc<Hub>,
    pub assets: Assets,
    /// Fixed passwords exist, and pages say so.
    pub demo: bool,
    pub transport: Transport,
    /// Whether a page could be rendered at start.
    pub renders: AtomicBool,
}

/// How requests reach us.
#[derive(Clone, Copy, Debug, Default)]
pub struct Transport {
    /// Browsers speak TLS, to us or to a proxy of ours: cookies and HSTS may rely on it.
    pub secure: bool,
    /// Proxies in front whose `X-Forwarded-For` can be believed.
    pub trusted_hops: usize,
}
