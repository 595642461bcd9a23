//! Where a notice stands with one child's household, in words for the person who reads them.

use crate::{
    components::{Glyph, Tone},
    words::Words,
};
use domain::{
    Day, Instant, PersonId,
    notices::{Ask, Done, DoneKind, Notice, Reach, Receipt, owes, reach},
    people::ChildCard,
};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    Withdrawn,
    /// Its author has it, families not yet.
    Scheduled,
    /// I am asked for it.
    Owe(Asked),
    /// Mine is done, another guardian's is asked for, too.
    Half,
    Done {
        kind: DoneKind,
        by_me: bool,
    },
    /// Staff reached the household without a phone.
    Offline,
    /// Another guardian has to do it: I have not the right.
    Others,
    New,
    Read,
    /// Nobody is asked any more.
    Over,
    /// Nothing is counted: told and no more, or not for a child of mine.
    Plain,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asked {
    Confirm,
    Sign,
    Fill,
}

pub fn state(
    notice: &Notice,
    child: Option<&ChildCard>,
    receipt: Option<&Receipt>,
    me: PersonId,
    (now, today): (Instant, Day),
) -> State {
    if notice.withdrawn.is_some() {
        return State::Withdrawn;
    }
    if notice.visible_from > now {
        return State::Scheduled;
    }
    let Some(child) = child else {
        return State::Plain;
    };
    let is_open = notice.is_open(today);
    if owes(notice, child, receipt, me) {
        return if is_open {
            State::Owe(asked(notice))
        } else {
            State::Over
        };
    }
    let reached = reach(notice, child, receipt);
    if let Some(mine) = receipt.and_then(|receipt| done_by(receipt, notice.material_version(), me)) {
        return match reached {
            Reach::Half => State::Half,
            _ => State::Done {
                kind: mine.kind,
                by_me: true,
            },
        };
    }
    match reached {
        Reach::Done(kind) => State::Done { kind, by_me: false },
        Reach::Offline(_) => State::Offline,
        _ if !is_open => State::Over,
        _ if notice.ask >= Ask::Confirm => State::Others,
        _ if notice.ask == Ask::None => State::Plain,
        _ if is_shown(notice, receipt, me) => State::Read,
        _ => State::New,
    }
}

pub fn asked(notice: &Notice) -> Asked {
    match (notice.ask, &notice.form) {
        (Ask::Sign, _) => Asked::Sign,
        (_, Some(_)) => Asked::Fill,
        _ => Asked::Confirm,
    }
}

/// The last thing that a guardian did for this version or a later one.
pub fn done_by(receipt: &Receipt, version_min: u32, guardian: PersonId) -> Option<&Done> {
    let done = receipt.done(version_min).into_iter().rev();
    let mut own = done.filter(|(mark, _)| mark.guardian == guardian);
    own.next().map(|(_, done)| done)
}

/// Whether the current text was on a screen of this guardian.
pub fn is_shown(notice: &Notice, receipt: Option<&Receipt>, me: PersonId) -> bool {
    let mark = receipt.and_then(|receipt| receipt.mark(me, notice.version()));
    mark.is_some_and(|mark| mark.shown_at.is_some())
}

/// Tone, sign and word of a state.
pub fn state_word(
    words: &Words,
    state: State,
    has_form: bool,
) -> Option<(Tone, Option<Glyph>, &'static str)> {
    let notices = &words.notices;
    let quiet = |word| (Tone::Quiet, None, word);
    Some(match state {
        State::Withdrawn => quiet(notices.withdrawn),
        State::Owe(Asked::Confirm) => (Tone::Sun, None, notices.please_confirm),
        State::Owe(Asked::Sign) => (Tone::Sun, None, notices.please_sign),
        State::Owe(Asked::Fill) => (Tone::Sun, None, notices.please_fill),
        State::Half => quiet(notices.half),
        State::Done {
            kind: DoneKind::Confirmed,
            by_me,
        } if has_form => {
            let word = if by_me {
                notices.filled
            } else {
                notices.filled_by_other
            };
            (Tone::Quiet, Some(Glyph::Check), word)
        }
        State::Done { kind, by_me } => (Tone::Quiet, Some(Glyph::Check), notices.done_word(kind, by_me)),
        State::Offline => quiet(notices.offline),
        State::Others => quiet(notices.others),
        State::New => (Tone::Jade, None, notices.new),
        State::Read => quiet(notices.read),
        State::Over => quiet(notices.over),
        State::Scheduled | State::Plain => return None,
    })
}
