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

/// A guardian's phones not heard of for this long count as unreachable (product/notes.md 2).
pub const SILENT_DAYS: i32 = 14;
/// A headline, not a sentence.
pub const TITLE_CHARS_MAX: usize = 60;
/// A notice is one page; more belongs in a letter.
pub const NOTICE_TEXT_CHARS_MAX: usize = 3_000;
/// Reasons and remarks: two sentences.
pub const REASON_CHARS_MAX: usize = 200;
/// Editions of one notice: after ten corrections a new notice is kinder to its readers.
pub const EDITIONS_MAX: usize = 10;
/// Notices that one class gets in a day before its authors are asked to think again (notes.md 9).
pub const NOTICES_PER_DAY: u32 = 3;
/// Reminders of one notice, and the hours between them (decisions.md).
pub const REMINDERS_MAX: usize = 2;
pub const REMINDER_HOURS: i64 = 20;
/// A term ahead is far enough to plan.
pub const SCHEDULE_DAYS_MAX: i32 = 60;
pub const DUE_DAYS_MAX: i32 = 180;
/// After its due day, or its own, a notice stays open this long.
pub const NOTICE_DAYS: i32 = 30;
/// A form is answered standing in a bus.
pub const QUESTIONS_MAX: usize = 8;
pub const OPTIONS_MAX: usize = 12;
/// A parents' meeting of two evenings in steps of ten minutes, with room.
pub const SLOTS_MAX: usize = 60;
pub const LABEL_CHARS_MAX: usize = 60;
pub const ANSWER_CHARS_MAX: usize = 300;
/// About 600 points: a long signature, after the phone has thinned it.
pub const STROKES_BYTES_MAX: usize = 6_000;
/// Fewer points are a slip of the finger.
pub const STROKE_POINTS_MIN: usize = 8;
/// Tries to reach one household another way that are kept.
pub const CONTACTS_MAX: usize = 20;
/// Answers of one household to one notice that are kept: four guardians, each edition, and a few changes of mind.
pub const ANSWERS_MAX: usize = 50;
