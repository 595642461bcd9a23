//! Roster import: turns a OneRoster 1.1 export (CSV, a folder or a zip) into the changes of a store.
//!
//! A pipeline of pure values; each step reads the one before and adds findings, none has effects:
//!
//! ```text
//! container   folder or zip          -> members in memory, within limits
//! text, scan  bytes                  -> text whose encoding and quoting are sound
//! manifest    manifest.csv           -> which files are a full export
//! table       text                   -> header and records of the right width
//! bundle      records                -> typed rows; a row with a fault waits
//! check       rows                   -> records whose references, roles and dates hold; guardianship edges
//! plan        records and the store  -> what is new, changed, moved, left; what to write
//! report      plan                   -> words for a person, JSON for a program
//! ```
//!
//! Never half-apply: a [`Plan`] has writes only where one person may apply it. A missing row is never a
//! deletion: its record is marked `left`. Passwords, unknown columns and identity numbers are never kept.
//! Not read yet: delta exports and spreadsheets; both are refused with a finding.

mod bundle;
mod cells;
mod check;
mod clean;
mod code;
mod container;
mod counts;
mod finding;
mod limits;
mod manifest;
mod names;
mod notes;
mod plan;
mod reading;
mod record;
mod report;
mod scan;
mod sentence;
mod slide;
mod spec;
mod table;
mod text;
mod values;

pub use code::Code;
pub use container::{Members, from_files, from_zip};
pub use counts::Counts;
pub use finding::{Finding, Level, More, Outcome, Place};
pub use plan::{Changed, Diff, Moved, Plan, Touched, plan};
pub use reading::{Reading, read};
pub use record::{
    Class, ClassKind, Course, Demographics, Enrolment, EnrolmentRole, Guardianship, Org, Person, PersonRole,
    Record, RecordBody, RecordKey, RecordKind, Sex, Term, UserId,
};
pub use report::{text, to_json};
pub use sentence::Language;
