//! Notes (联系单): the list, one thread, and writing one.

mod about;
mod card;
mod composer;
mod draft;
mod list;
mod mark;
mod row;
mod saving;
mod screen;
mod state_word;
#[cfg(test)]
mod tests;
mod thread;
mod topic;

pub use about::about_line;
pub use card::{NoteCard, cards};
pub use draft::Draft;
pub use list::WriteLink;
pub use mark::{Mark, action_of, mark_of, mark_view, unsettled_count, waiting_count};
pub use row::{first_line, note_lines};
pub use saving::Saving;
pub use screen::NotesScreen;
pub use state_word::state_word;
pub use thread::{Fault, agreement_facts, fault_line};
pub use topic::topic_named;
