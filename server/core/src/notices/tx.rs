//! The port to the store for notices: whom each was for, and how many a class gets on a day.

use crate::tx::Stored;
use async_trait::async_trait;
use domain::{ChildId, ClassId, Day, NoticeId};

/// One class of a notice's audience, as it was when the notice was published.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Snapshot {
    pub notice: NoticeId,
    pub class: ClassId,
    /// The day on which it becomes visible.
    pub day: Day,
    /// Whether it counts towards the class's daily notices; an emergency does not.
    pub counts: bool,
    pub children: Vec<ChildId>,
}

#[async_trait(?Send)]
pub trait NoticesTx {
    async fn set_snapshot(&mut self, snapshot: &Snapshot) -> Stored<()>;
    /// By class.
    async fn snapshots(&mut self, notice: NoticeId) -> Stored<Vec<Snapshot>>;
    /// How many counted notices this class gets on each day from `from` on, in order of days.
    async fn notices_by_day(&mut self, class: ClassId, from: Day) -> Stored<Vec<(Day, u32)>>;
}
