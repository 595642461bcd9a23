//! The one binary `jiaqiao`: HTTP in front, the office behind, and the command line around both.

pub mod assets;
pub mod cli;
pub mod clock;
mod demo;
mod high_mark;
mod http;
mod hub;
mod ids;
mod import;
pub mod limits;
mod lock;
mod logs;
pub mod passwords;
pub mod serve;
mod site;
mod ticker;
mod tries;

pub use ids::MachineIds;
