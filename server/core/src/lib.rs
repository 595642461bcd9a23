//! The office: who may see and do what. It applies commands, answers pulls and keeps the roster.
//!
//! Everything here runs inside one transaction of a store ([`tx::Tx`]); time and ids are arguments. A
//! feature is a folder of its name: what it needs from the store, and who is in its audience.

pub mod accounts;
mod epoch;
pub mod notes;
pub mod notices;
pub mod people;
mod pull;
mod push;
pub mod rights;
pub mod roster;
mod rows;
mod session;
mod tick;
pub mod tx;

pub use epoch::{raise_epoch, raised_epoch};
pub use pull::pull;
pub use push::push;
pub use rows::put_row;
pub use session::Session;
pub use tick::tick;
pub use tx::{Ids, StoreError, Tx};
