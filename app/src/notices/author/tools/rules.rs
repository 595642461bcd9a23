//! What an author may do with a notice now, by the same limits as the office; pure.

use crate::notices::author::{register::Reader, send::about};
use domain::{
    Instant, hours, limits,
    notices::{Ask, Notice, Verb},
};
use replica::View;

const HOUR_MS: i64 = 3_600_000;
/// The clock of a screen moves once a minute; what was published since is not in the future.
const CLOCK_MS: i64 = 60_000;

/// What is offered under the text of a notice.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct May {
    /// Correct, withdraw, remind: the author, and administrators of the school.
    pub change: bool,
    pub register: bool,
    /// An emergency that has not ended.
    pub all_clear: bool,
}

impl May {
    pub fn of(view: &View, notice: &Notice) -> May {
        let audience = view.audience(&notice.address);
        let mine = notice.author.person == view.identity.person;
        let change = audience.may && (mine || audience.is_admin) && notice.withdrawn.is_none();
        let open_emergency = notice
            .emergency
            .as_ref()
            .is_some_and(|emergency| emergency.all_clear.is_none());
        May {
            change,
            register: !Reader::of(view, notice).is_empty(),
            all_clear: change && open_emergency,
        }
    }

    pub fn nothing(self) -> bool {
        self == May::default()
    }
}

/// Whether families may be reminded now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Remind {
    /// So many times still.
    Yes(usize),
    /// Nothing is asked of them.
    NotAsked,
    NotOut,
    Over,
    /// Families are left in peace until then.
    Quiet(Instant),
    Enough,
    TooSoon(Instant),
}

impl Remind {
    /// On this phone: what has not left it has reached nobody.
    pub fn here(view: &View, notice: &Notice, now: Instant) -> Remind {
        let is_unsent =
            about(view, notice.id).any(|(item, verb)| item.is_unsent() && matches!(verb, Verb::Publish(_)));
        match Remind::of(notice, now) {
            Remind::Yes(_) if is_unsent => Remind::NotOut,
            may => may,
        }
    }

    pub fn of(notice: &Notice, now: Instant) -> Remind {
        let again = notice
            .reminded
            .last()
            .map(|last| last.plus_ms(limits::REMINDER_HOURS * HOUR_MS));
        let opens = hours::family_open(now);
        match again {
            _ if notice.ask < Ask::Read => Remind::NotAsked,
            _ if !notice.is_open(now.day()) => Remind::Over,
            _ if notice.visible_from > now.plus_ms(CLOCK_MS) => Remind::NotOut,
            _ if notice.reminded.len() >= limits::REMINDERS_MAX => Remind::Enough,
            Some(at) if at > now => Remind::TooSoon(hours::family_open(at)),
            _ if opens > now => Remind::Quiet(opens),
            _ => Remind::Yes(limits::REMINDERS_MAX - notice.reminded.len()),
        }
    }
}
