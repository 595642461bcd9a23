//! The frame of the signed-in app: addresses, navigation, the quiet line, and one screen inside.

mod app;
mod fresh;
mod looks;
mod nav;
mod place;
mod state;
mod state_line;
mod tabs;
mod waiting;

pub use app::SignedInApp;
pub use fresh::{use_freshness, use_now_day};
pub use looks::{AccountLink, Looks};
pub use place::{Detail, NewNote, NoticeDetail, note_path, notice_path};
pub use tabs::MessageTabs;
