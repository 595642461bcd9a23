//! Screens: public pages rendered on the server, and the signed-in app mounted into the cached shell.

pub mod live;
pub mod public;
pub mod server_fns;
mod words;

mod account;
mod class_list;
mod components;
#[cfg(test)]
mod fake;
mod notes;
mod notices;
mod outbox;
mod people;
mod query;
mod shell;
mod sorted;
mod today;

pub use shell::SignedInApp;
