//! Notices (通知): one text to many families, what each household makes of it (回执), and until when a child
//! counts as reached.
//!
//! A published text is never edited in place: a correction is a new edition beside the old ones. One
//! receipt row for each child holds everything its household did; both guardians and the class teacher see it.

mod action;
mod answer;
mod audience;
mod decide;
mod form;
mod guard;
mod post;
mod reach;
mod row;
#[cfg(test)]
mod tests;

pub use action::{Action, Draft, Verb};
pub use answer::{may_answer, owes};
pub use audience::{
    Address, Audience, Level, audience_on_phone, may as may_address, name as name_of, numeral,
};
pub use decide::{decide, needs};
pub use form::{Form, Given, Question, QuestionKind, Slot, Slots};
pub use guard::{Finding, FindingKind, check as check_text, findings};
pub use reach::{Reach, Stage, Tally, TallyRow, reach, required, tally_id, visible_to_staff};
pub use row::{
    AllClear, Ask, Channel, Contact, Counts, Done, DoneKind, Edition, Emergency, Household, Kind, Mark,
    Notice, Receipt, Text, Withdrawal, receipt_id,
};
