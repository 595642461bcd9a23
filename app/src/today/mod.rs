//! Today: what needs me, over all children, and what there is to read.

#[cfg(test)]
mod notices_tests;
mod rows;
mod screen;
mod select;
#[cfg(test)]
mod tests;

pub use screen::TodayScreen;
