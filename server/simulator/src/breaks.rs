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
    /// A restored office goes on under the epoch that it had.
    EpochKept,
    /// Notices go out half a day before their moment.
    ReleaseEarly,
    /// What was due is forgotten.
    ReleaseLost,
    /// The office forgets which appointments are taken.
    SlotsForgotten,
    /// A household's older mark is lost with the next one.
    MarkLost,
    /// A notice that was taken back keeps its text.
    WithdrawalKeepsText,
    /// An author's counts do not follow the receipts.
    TallyStands,
    /// A child who leaves a class leaves its notices there.
    LeaverLoses,
}

/// As `--break` names them.
pub const BREAKS: [(&str, Break); 11] = [
    ("dedup", Break::DedupOff),
    ("cursor", Break::CursorOutside),
    ("revocation", Break::RevocationIgnored),
    ("epoch", Break::EpochKept),
    ("release", Break::ReleaseEarly),
    ("forgotten", Break::ReleaseLost),
    ("slots", Break::SlotsForgotten),
    ("receipt", Break::MarkLost),
    ("withdrawal", Break::WithdrawalKeepsText),
    ("tally", Break::TallyStands),
    ("leaver", Break::LeaverLoses),
];

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
        _ => vec![change],
    }
}
