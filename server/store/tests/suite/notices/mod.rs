//! Notices at the office: who gets what when, what households answer, what authors count.

mod counting;
mod placing;
mod town;

pub use counting::*;
pub use placing::*;
