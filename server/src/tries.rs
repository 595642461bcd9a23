//! Counts wrong tries in memory, by login and by network, so that guessing gets slow.

use crate::limits;
use domain::Instant;
use std::{
    collections::HashMap,
    net::IpAddr,
    sync::{Mutex, MutexGuard, PoisonError},
};

/// A network that tries come from: one IPv4 address, or one IPv6 customer (a /56).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Place(u64);

#[derive(Default)]
pub struct Tries {
    counts: Mutex<Counts>,
}

#[derive(Default)]
struct Counts {
    logins: HashMap<String, Window>,
    places: HashMap<Place, Window>,
}

#[derive(Clone, Copy)]
struct Window {
    since: Instant,
    tries: u32,
}

/// Seconds after which it makes sense to try again.
#[derive(Debug, PartialEq, Eq)]
pub struct Limited {
    pub retry_s: u32,
}

impl Tries {
    /// Counts a try before it is known to be wrong, so that a hundred at once are counted, too.
    pub fn start(&self, login: &str, place: Place, now: Instant) -> Result<(), Limited> {
        let mut counts = self.counts();
        let counts = &mut *counts;
        // The network first: one that is limited adds no more logins to the list of everybody.
        let place = window(&mut counts.places, place, now)?;
        if place.tries >= limits::WRONG_PER_PLACE {
            return Err(place.limited(now));
        }
        let login = window(&mut counts.logins, login.to_owned(), now)?;
        if login.tries >= limits::WRONG_PER_LOGIN {
            return Err(login.limited(now));
        }
        login.tries += 1;
        place.tries += 1;
        Ok(())
    }

    /// It was right: the login starts afresh, the network gets its try back.
    pub fn forgive(&self, login: &str, place: Place) {
        let mut counts = self.counts();
        counts.logins.remove(login);
        if let Some(window) = counts.places.get_mut(&place) {
            window.tries = window.tries.saturating_sub(1);
        }
    }

    /// Forgets windows that have passed.
    pub fn sweep(&self, now: Instant) {
        let mut counts = self.counts();
        counts.logins.retain(|_, window| window.is_open(now));
        counts.places.retain(|_, window| window.is_open(now));
    }

    fn counts(&self) -> MutexGuard<'_, Counts> {
        // Counts stay right whatever happened while they were held.
        self.counts.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The open window of a key. When there are too many keys, nobody new may try.
fn window<K: Eq + std::hash::Hash>(
    windows: &mut HashMap<K, Window>,
    key: K,
    now: Instant,
) -> Result<&mut Window, Limited> {
    if windows.len() >= limits::WRONG_KEYS_MAX && !windows.contains_key(&key) {
        return Err(Limited { retry_s: 60 });
    }
    let window = windows.entry(key).or_insert(Window { since: now, tries: 0 });
    if !window.is_open(now) {
        *window = Window { since: now, tries: 0 };
    }
    Ok(window)
}

impl Window {
    fn is_open(&self, now: Instant) -> bool {
        now.0 - self.since.0 < limits::WRONG_WINDOW_MS
    }

    fn limited(&self, now: Instant) -> Limited {
        let left_ms = self.since.0 + limits::WRONG_WINDOW_MS - now.0;
        Limited {
            retry_s: u32::try_from(left_ms / 1_000 + 1).unwrap_or(1),
        }
    }
}

impl Place {
    pub fn of(address: IpAddr) -> Place {
        match address.to_canonical() {
            IpAddr::V4(v4) => Place(u64::from(u32::from(v4))),
            // The upper 56 bits, above every IPv4 address.
            IpAddr::V6(v6) => Place(u64::try_from(u128::from(v6) >> 72).unwrap_or(0) << 8 | 1 << 63),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(text: &str) -> Place {
        Place::of(text.parse().expect("an address"))
    }

    #[test]
    fn ten_wrong_tries_lock_a_login_for_a_quarter_of_an_hour() {
        let (tries, home) = (Tries::default(), place("10.0.0.1"));
        for _ in 0..limits::WRONG_PER_LOGIN {
            assert_eq!(tries.start("a", home, Instant(0)), Ok(()));
        }
        assert_eq!(
            tries.start("a", place("10.0.0.2"), Instant(0)),
            Err(Limited { retry_s: 901 })
        );
        assert_eq!(tries.start("b", home, Instant(0)), Ok(()));
        assert_eq!(tries.start("a", home, Instant(limits::WRONG_WINDOW_MS)), Ok(()));
    }

    #[test]
    fn a_limited_network_adds_no_logins_to_the_list_of_everybody() {
        let (tries, evil) = (Tries::default(), place("10.0.0.1"));
        for n in 0..limits::WRONG_PER_PLACE {
            assert_eq!(tries.start(&format!("login{n}"), evil, Instant(0)), Ok(()));
        }
        for n in 0..1_000 {
            assert!(tries.start(&format!("more{n}"), evil, Instant(0)).is_err());
        }
        assert_eq!(tries.counts().logins.len(), limits::WRONG_PER_PLACE as usize);
    }

    #[test]
    fn a_network_is_limited_by_wrong_tries_only() {
        let (tries, school) = (Tries::default(), place("10.0.0.1"));
        for n in 0..300 {
            let login = n.to_string();
            assert_eq!(tries.start(&login, school, Instant(0)), Ok(()));
            tries.forgive(&login, school);
        }
        for n in 0..limits::WRONG_PER_PLACE {
            assert_eq!(tries.start(&n.to_string(), school, Instant(0)), Ok(()));
        }
        assert!(tries.start("new", school, Instant(0)).is_err());
        assert_eq!(tries.start("new", place("10.0.0.2"), Instant(0)), Ok(()));
    }

    #[test]
    fn one_customer_is_one_place() {
        assert_eq!(place("2001:db8:0:ab01::1"), place("2001:db8:0:abff:1::9"));
        assert_ne!(place("2001:db8:0:ab01::1"), place("2001:db8:0:ac01::1"));
        assert_eq!(place("::ffff:10.0.0.1"), place("10.0.0.1"));
    }

    #[test]
    fn what_has_passed_is_forgotten() {
        let tries = Tries::default();
        assert_eq!(tries.start("a", place("10.0.0.1"), Instant(0)), Ok(()));
        tries.sweep(Instant(limits::WRONG_WINDOW_MS));
        assert!(tries.counts().logins.is_empty() && tries.counts().places.is_empty());
    }
}
