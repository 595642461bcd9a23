//! Notices (通知): the list, one notice with the household's receipts, and what this phone says by itself.

mod answer;
mod arrivals;
pub mod author;
mod body;
mod card;
mod changes;
mod decline;
mod diff;
mod done;
#[cfg(test)]
pub mod fake;
mod filled;
mod household;
mod list;
mod marks;
mod model;
mod pane;
mod questions;
mod reply;
mod row;
mod screen;
mod state;
#[cfg(test)]
mod tests;
mod today;

pub use arrivals::say_arrived;
pub use card::{NoticeCard, cards};
pub use filled::answers_text;
pub use marks::action_of;
pub use reply::{about_words, author_of, notice_in, title};
pub use row::{due_words, notice_row};
pub use screen::NoticesScreen;
pub use today::{act_word, is_news, still_missing};
