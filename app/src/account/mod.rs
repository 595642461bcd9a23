//! The account: who I am here, how I like to read, this phone, and leaving it.

mod device;
mod leaving;
mod reading;
mod roles;
mod screen;

pub use screen::AccountScreen;
