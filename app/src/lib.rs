//! Screens: public pages rendered on the server, and the signed-in app mounted into the cached shell.

pub mod live;
pub mod server_fns;
