//! The sync endpoints, each with a fixed, versioned address (PROTOCOL.md). Bodies only call the desk that
//! the server puts into the context of each request.

mod desk;
mod no_answer;
mod pull;
mod push;
mod session;
mod sign_out;

pub use desk::Desk;
pub use no_answer::NoAnswer;
pub use pull::sync_pull;
pub use push::sync_push;
pub use session::session;
pub use sign_out::sign_out;
