//! Deliberate breaks: what the simulator must catch, or it proves nothing.

use replica::{Change, Op};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Break {
    /// The office does not recognise a command that comes again.
    DedupOff,
    /// The phone stores a pull's cursors in a transaction of their own, before the rows.
    CursorOutside,
    /// The phone keeps what the office told it to drop.
    RevocationIgnored,
}

/// The transactions in which a phone stores one change: one, if nothing is broken.
pub fn transactions(change: Change, breakage: Option<Break>) -> Vec<Change> {
    match breakage {
        Some(Break::CursorOutside) => {
            let is_first = |op: &Op| matches!(op, Op::Cursor { .. } | Op::DropScope { .. });
            let (cursors, rest): (Vec<Op>, Vec<Op>) = change.ops.into_iter().partition(is_first);
            vec![
                Change::relaxed(cursors),
                Change {
                    ops: rest,
                    strict: change.strict,
                },
            ]
        }
        Some(Break::RevocationIgnored) => {
            let kept = |op: &Op| !matches!(op, Op::DropScope { .. } | Op::DeleteRow { .. });
            vec![Change {
                ops: change.ops.into_iter().filter(kept).collect(),
                strict: change.strict,
            }]
        }
        Some(Break::DedupOff) | None => vec![change],
    }
}
