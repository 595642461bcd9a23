//! Replicas, the real office and the real store under one seed: what a bad network, crashes and changing
//! rights can do to them, and the invariants that hold all the same.

mod actions;
mod authors;
mod breaks;
mod check;
mod check_notices;
mod device;
mod households;
mod ledger;
mod net;
mod office_side;
mod sabotage;
mod school;
#[cfg(test)]
mod tests;
mod world;

pub use breaks::{BREAKS, Break};
pub use world::{Stats, run};
