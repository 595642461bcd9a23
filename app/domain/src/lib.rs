//! The school's rules: what may be asked, by whom, and what then becomes true.
//!
//! Pure: time, ids and randomness come in as arguments, nothing here does I/O. A phone and the office
//! run the same `decide`; the phone for an honest preview, the office for the truth.

pub mod calendar;
pub mod command;
pub mod decide;
pub mod hours;
pub mod ids;
mod json;
pub mod limits;
pub mod notes;
pub mod notices;
pub mod people;
pub mod row;
pub mod scope;
pub mod time;
mod writing;

pub use command::{Action, Command};
pub use decide::{Actor, Context, Facts, Need, Refusal, Verdict, decide, needs};
pub use ids::{
    ChildId, ClassId, CommandId, DeviceId, EntryId, NoteId, NoticeId, PersonId, ReceiptId, SchoolId,
};
pub use json::Json;
pub use people::{Right, Rights, Standing};
pub use row::{Row, RowKey};
pub use scope::{Scope, ScopeKind};
pub use time::{Day, Instant};
