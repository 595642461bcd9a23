//! One note with everything said in it, and what can be done next.

mod actions;
mod agreement;
mod bubble;
mod forms;
mod model;
mod pane;
mod pen;

pub use agreement::agreement_facts;
pub use forms::{Fault, fault_line};
#[cfg(test)]
pub use model::thread;
pub use pane::ThreadPane;
