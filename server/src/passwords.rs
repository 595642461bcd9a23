//! Password hashes: Argon2id on threads of their own, two at once, with a queue that ends.

use crate::{ids::random, limits};
use argon2::{
    Algorithm, Argon2, Params, PasswordHash, PasswordHasher, PasswordVerifier, Version,
    password_hash::SaltString,
};
use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};
use tokio::sync::Semaphore;

/// What a hash costs. ASVS 5.0, appendix C: 46 MiB, one pass, one lane; about 40 ms.
#[derive(Clone, Copy, Debug)]
pub struct Cost {
    memory_kib: u32,
}

impl Cost {
    pub const REAL: Cost = Cost { memory_kib: 47_104 };
    /// For tests, which sign in hundreds of times without optimisation.
    pub const TEST: Cost = Cost { memory_kib: 16 };
    /// For tests in which a hash must take longer than everything else.
    pub const SLOW_TEST: Cost = Cost { memory_kib: 1_024 };
}

/// Too many are waiting already: come again.
#[derive(Debug)]
pub struct Crowded;

/// Hashes and verifies; clones share the queue.
#[derive(Clone)]
pub struct Passwords {
    inner: Arc<Inner>,
}

struct Inner {
    cost: Cost,
    running: Semaphore,
    waiting: AtomicUsize,
    /// Verified when there is nothing to verify, so that an unknown login takes as long as a known one.
    dummy: String,
}

impl Passwords {
    pub fn new(cost: Cost) -> Passwords {
        let inner = Inner {
            cost,
            running: Semaphore::new(limits::HASHES_AT_ONCE),
            waiting: AtomicUsize::new(0),
            dummy: hash_now("nobody's password", cost),
        };
        Passwords {
            inner: Arc::new(inner),
        }
    }

    pub async fn hash(&self, password: String) -> Result<String, Crowded> {
        let cost = self.inner.cost;
        self.queued(move || hash_now(&password, cost)).await
    }

    /// False for a wrong password and, after the same time, for no hash at all.
    pub async fn verify(&self, password: String, hash: Option<String>) -> Result<bool, Crowded> {
        let known = hash.is_some();
        let hash = hash.unwrap_or_else(|| self.inner.dummy.clone());
        let right = self.queued(move || verify_now(&password, &hash)).await?;
        Ok(right && known)
    }

    async fn queued<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, Crowded> {
        let _place = Place::take(&self.inner)?;
        let _running = self.inner.running.acquire().await.map_err(|_| Crowded)?;
        tokio::task::spawn_blocking(work).await.map_err(|_| Crowded)
    }
}

/// A place in the queue, given back however the wait ends.
struct Place<'a>(&'a AtomicUsize);

impl Place<'_> {
    fn take(inner: &Inner) -> Result<Place<'_>, Crowded> {
        let place = Place(&inner.waiting);
        let before = inner.waiting.fetch_add(1, Ordering::Relaxed);
        if before >= limits::HASHES_WAITING_MAX {
            Err(Crowded)
        } else {
            Ok(place)
        }
    }
}

impl Drop for Place<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

/// On the caller's thread: for the command line and the demo.
pub fn hash_now(password: &str, cost: Cost) -> String {
    let params = Params::new(cost.memory_kib, 1, 1, None).expect("the parameters are constants");
    let argon = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
    let salt = SaltString::encode_b64(&random::<16>()).expect("16 bytes are a salt");
    // Fails only for passwords of gigabytes.
    argon
        .hash_password(password.as_bytes(), &salt)
        .expect("a password can be hashed")
        .to_string()
}

/// The parameters come from the hash, so a cost can be raised without anybody choosing a new password.
fn verify_now(password: &str, hash: &str) -> bool {
    let Ok(hash) = PasswordHash::new(hash) else {
        return false;
    };
    Argon2::default()
        .verify_password(password.as_bytes(), &hash)
        .is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn only_the_right_password_of_a_known_account_is_right() {
        let passwords = Passwords::new(Cost::TEST);
        let password = "小雨每天走路上学🚲".repeat(7);
        let hash = passwords.hash(password.clone()).await.expect("hash");
        assert!(
            passwords
                .verify(password.clone(), Some(hash.clone()))
                .await
                .expect("verify")
        );
        assert!(
            !passwords
                .verify(password.clone() + " ", Some(hash))
                .await
                .expect("verify")
        );
        assert!(
            !passwords
                .verify("nobody's password".to_owned(), None)
                .await
                .expect("verify")
        );
        assert!(
            !passwords
                .verify(password, Some("no hash".to_owned()))
                .await
                .expect("verify")
        );
    }

    #[tokio::test]
    async fn a_full_queue_says_come_again_and_empties() {
        let passwords = Passwords::new(Cost::TEST);
        let hold = passwords.inner.running.acquire_many(2).await.expect("permits");
        let waits = |n| futures::future::join_all((0..n).map(|_| passwords.hash("a password".to_owned())));
        let all = async { waits(limits::HASHES_WAITING_MAX + 3).await };
        let release = async {
            tokio::task::yield_now().await;
            drop(hold);
        };
        let (hashed, ()) = futures::future::join(all, release).await;
        assert_eq!(hashed.iter().filter(|hash| hash.is_err()).count(), 3);
        assert_eq!(passwords.inner.waiting.load(Ordering::Relaxed), 0);
    }
}
