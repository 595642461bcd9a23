//! The cases that every store of the office must pass, whatever speaks SQL underneath.

mod engine;
mod school;

pub use engine::*;
pub use school::*;

use domain::{Day, Instant, Scope, ScopeKind};
use office::StoreError;
use store::Work;
use uuid::Uuid;

pub trait Runs {
    fn run<T: Send + 'static>(&self, work: Work<T>) -> Result<T, StoreError>;

    fn ok<T: Send + 'static>(&self, work: Work<T>) -> T {
        match self.run(work) {
            Ok(value) => value,
            Err(error) => panic!("{error}"),
        }
    }
}

/// The Monday on which the demo stands.
pub fn now() -> Instant {
    Day::parse("2026-11-23")
        .expect("a day")
        .start()
        .plus_ms(16 * 3_600_000)
}

pub fn id(n: u128) -> Uuid {
    Uuid::from_u128(0x0190_0000_0000_7000_8000_0000_0000_0000 + n)
}

pub fn class_staff(n: u128) -> Scope {
    Scope::new(ScopeKind::ClassStaff, id(n))
}
