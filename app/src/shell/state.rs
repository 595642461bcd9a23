//! What the quiet line says: a few lines at most, the gravest first.

use crate::live::{Phase, Status, Storage, Update};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Line {
    SignedOut,
    UpdateRequired,
    StorageFull,
    MemoryOnly,
    Update(Update),
    Unreadable(usize),
    Offline { waiting: usize },
    Pulling { done: u32, total: u32 },
    Pushing { left: usize },
    Demo,
}

/// Shorter work comes and goes without a word, or the page would jump under the thumb.
const PULL_WORTH_SAYING: u32 = 50;
const PUSH_WORTH_SAYING: usize = 3;

pub fn lines(status: &Status, waiting: usize) -> Vec<Line> {
    let storage = match status.storage {
        Storage::Kept => None,
        Storage::Full => Some(Line::StorageFull),
        Storage::MemoryOnly => Some(Line::MemoryOnly),
    };
    let work = match status.phase {
        _ if status.online == Some(false) => Some(Line::Offline { waiting }),
        Phase::Pulling { done, left } if done + left >= PULL_WORTH_SAYING => Some(Line::Pulling {
            done,
            total: done + left,
        }),
        Phase::Pushing { left } if left >= PUSH_WORTH_SAYING => Some(Line::Pushing { left }),
        _ => None,
    };
    let update = match status.update {
        Update::None => status.update_required.then_some(Line::UpdateRequired),
        Update::Ready if status.update_required => Some(Line::UpdateRequired),
        update => Some(Line::Update(update)),
    };
    let said = [
        status.signed_out.then_some(Line::SignedOut),
        update,
        storage,
        (status.unreadable > 0).then_some(Line::Unreadable(status.unreadable)),
        work,
        status.demo.then_some(Line::Demo),
    ];
    said.into_iter().flatten().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn status() -> Status {
        Status {
            online: Some(true),
            ..Status::default()
        }
    }

    #[test]
    fn all_is_well_is_silence() {
        assert_eq!(lines(&Status::default(), 3), []);
        let little = Status {
            phase: Phase::Pulling { done: 2, left: 10 },
            ..status()
        };
        assert_eq!(lines(&little, 0), []);
    }

    #[test]
    fn the_gravest_comes_first_and_offline_hides_the_counts() {
        let all = Status {
            online: Some(false),
            phase: Phase::Pulling { done: 120, left: 380 },
            signed_out: true,
            update_required: true,
            update: Update::Ready,
            storage: Storage::Full,
            demo: true,
            ..status()
        };
        let want = [
            Line::SignedOut,
            Line::UpdateRequired,
            Line::StorageFull,
            Line::Offline { waiting: 2 },
            Line::Demo,
        ];
        assert_eq!(lines(&all, 2), want);
    }

    #[test]
    fn a_new_version_has_one_line_and_a_swap_under_way_says_so() {
        for (update, update_required, line) in [
            (Update::None, false, None),
            (Update::None, true, Some(Line::UpdateRequired)),
            (Update::Ready, false, Some(Line::Update(Update::Ready))),
            (Update::Ready, true, Some(Line::UpdateRequired)),
            (Update::Swapping, true, Some(Line::Update(Update::Swapping))),
            (Update::AtNextStart, true, Some(Line::Update(Update::AtNextStart))),
        ] {
            let status = Status {
                update,
                update_required,
                ..status()
            };
            assert_eq!(
                lines(&status, 0),
                Vec::from_iter(line),
                "{update:?} {update_required}"
            );
        }
    }

    #[test]
    fn long_work_is_counted() {
        let pulling = Status {
            phase: Phase::Pulling { done: 120, left: 380 },
            ..status()
        };
        assert_eq!(
            lines(&pulling, 0),
            [Line::Pulling {
                done: 120,
                total: 500
            }]
        );
        let pushing = Status {
            phase: Phase::Pushing { left: 30 },
            ..status()
        };
        assert_eq!(lines(&pushing, 30), [Line::Pushing { left: 30 }]);
    }
}
