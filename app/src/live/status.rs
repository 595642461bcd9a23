//! How sync stands, for the quiet line at the top and the outbox page.

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Status {
    /// Whether the last contact with the office worked; `None` before the first try.
    pub online: Option<bool>,
    pub phase: Phase,
    /// The office does not know this sign-in any more; reading and writing go on.
    pub signed_out: bool,
    /// This build is too old to be served; the outbox stays.
    pub update_required: bool,
    pub update: Update,
    pub storage: Storage,
    /// Records on this phone that could not be read.
    pub unreadable: usize,
    pub demo: bool,
}

/// How far a newer version is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Update {
    #[default]
    None,
    /// It is whole and waits to be swapped in.
    Ready,
    Swapping,
    /// It could not be asked to take over; it will when the app has been closed.
    AtNextStart,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Phase {
    #[default]
    Idle,
    /// `left` commands still to be settled.
    Pushing { left: usize },
    /// Rows received in this run and rows that the office says are left.
    Pulling { done: u32, left: u32 },
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Storage {
    #[default]
    Kept,
    /// The last write found no room.
    Full,
    /// The browser keeps nothing (private mode): what is written lives only as long as this page.
    MemoryOnly,
}
