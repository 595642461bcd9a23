//! Replicas, the real office and the real store under one seed: what a bad network, crashes and changing
//! rights can do to them, and the invariants that hold all the same.

mod actions;
mod breaks;
mod check;
mod device;
mod net;
mod office_side;
mod school;
#[cfg(test)]
mod tests;
mod world;

pub use breaks::Break;
pub use world::{Stats, run};
