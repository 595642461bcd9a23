//! Limits of what a person may write, each with its reason.

/// One note or reply: four phone screens of text; longer is a conversation to have in person.
pub const NOTE_TEXT_CHARS_MAX: usize = 2_000;
/// An agreed action is one sentence that both sides can remember.
pub const AGREEMENT_CHARS_MAX: usize = 300;
/// A review date further away than half a school year is not a review.
pub const REVIEW_DAYS_MAX: i32 = 180;
/// Commands that one command may name as its base; more would be a batch in disguise.
pub const DEPENDS_ON_MAX: usize = 8;
/// School days within which a note that asks for a reply should get one (product/notes.md 11).
pub const RESPONSE_SCHOOL_DAYS: u32 = 2;
