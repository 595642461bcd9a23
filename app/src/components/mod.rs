//! Small parts that screens are made of: data in by props, events out by callbacks.

mod arrows;
mod avatar;
mod button;
mod chips;
mod choice;
mod draw;
mod empty;
mod field;
mod icon;
mod kept;
mod list;
mod signature;
mod skeleton;
mod strokes;
mod tag;
mod title;
mod undo;

pub use arrows::by_arrows;
pub use avatar::Tile;
pub use button::{Button, ButtonKind};
pub use chips::ChildChips;
pub use choice::{Choice, Choices};
pub use draw::draw;
pub use empty::{Bridge, Empty};
pub use field::TextField;
pub use icon::{Glyph, icon};
pub use kept::{Kept, kept};
pub use list::{ItemLink, items};
pub use signature::{SignaturePad, signature};
pub use skeleton::Skeleton;
pub use strokes::{is_signature, thinned};
pub use tag::{Tone, tag};
pub use title::{Moved, ScreenTitle};
pub use undo::Undo;
