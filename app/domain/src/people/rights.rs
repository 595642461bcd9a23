//! Rights of a guardian, and how a person stands to a child.

use serde::{Deserialize, Serialize};

/// What a guardian may do for one child; a dated edge grants each (product/families-and-admin.md 3).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Right {
    Read,
    Reply,
    Sign,
    Choose,
    Pickup,
    Health,
    Emergency,
}

pub const ALL_RIGHTS: [Right; 7] = [
    Right::Read,
    Right::Reply,
    Right::Sign,
    Right::Choose,
    Right::Pickup,
    Right::Health,
    Right::Emergency,
];

/// A set of rights; travels as a sorted list of words.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Rights(Vec<Right>);

impl Rights {
    pub fn new(rights: impl IntoIterator<Item = Right>) -> Rights {
        let mut rights: Vec<Right> = rights.into_iter().collect();
        rights.sort_unstable();
        rights.dedup();
        Rights(rights)
    }

    pub fn all() -> Rights {
        Rights::new(ALL_RIGHTS)
    }

    pub fn has(&self, right: Right) -> bool {
        self.0.contains(&right)
    }

    pub fn iter(&self) -> impl Iterator<Item = Right> + '_ {
        self.0.iter().copied()
    }
}

/// How one person stands to one child today. A teacher may also be a parent of the class, so both sides
/// can hold at once; a person without standing must not even learn that the child exists.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Standing {
    /// The rights of a guardian; empty when the person is none.
    pub guardian: Rights,
    pub class_teacher: bool,
    /// Teaches the child in any subject (true for the class teacher, too).
    pub teaches: bool,
}

impl Standing {
    pub fn may_read(&self) -> bool {
        self.guardian.has(Right::Read) || self.teaches
    }
}
