//! What of notices belongs on Today: news for families, and what still lacks answers for its author.

use super::{
    author::{Reader, lines},
    card::NoticeCard,
    reply::notice_in,
    state::{Asked, State},
};
use crate::words::Words;
use domain::{
    Day, Instant, Row,
    notices::{Ask, Kind},
};
use replica::View;

/// News older than this is in the list.
const NEWS_DAYS: i32 = 7;
/// What is told and no more leaves by the clock: nobody's reading of it is counted.
const TOLD_DAYS: i32 = 3;
/// That an emergency is over, or a notice was taken back, is told this long.
const OVER_DAYS: i32 = 2;
/// How long before its due day an author hears of missing answers, and how long after it.
const NEAR_DAYS: i32 = 1;
const AFTER_DAYS: i32 = 7;

/// To read: new here, or an emergency that lasts; and for a while that something is over.
pub fn is_news(card: &NoticeCard, today: Day) -> bool {
    let within = |at: Instant, days: i32| today.0 - at.day().0 < days;
    if card.child.is_none() || card.is_past {
        return false;
    }
    let is_over = card.over_at.is_some_and(|at| within(at, OVER_DAYS));
    let is_new = match card.state {
        State::New | State::Others | State::Offline => !card.is_shown,
        State::Plain => within(card.at, TOLD_DAYS),
        _ => false,
    };
    is_over || ((is_new || card.is_alarm()) && within(card.at, NEWS_DAYS))
}

/// For the author of a notice that asks for answers: how many families have not given one, around its due day.
pub fn still_missing(view: &View, card: &NoticeCard, today: Day) -> Option<usize> {
    let notice = notice_in(view, card.id).filter(|notice| notice.author.person == view.identity.person)?;
    let until = today.0 - notice.due?.0;
    let is_near = (-NEAR_DAYS..=AFTER_DAYS).contains(&until);
    let is_asked = notice.ask >= Ask::Confirm && notice.is_open(today) && notice.visible_from <= view.now;
    if !is_near || !is_asked {
        return None;
    }
    let reader = Reader::of(view, notice);
    let named = reader
        .classes
        .iter()
        .flat_map(|class| lines(view, notice, class, view.now));
    let named = named.filter(|line| line.is_missing()).count();
    let counted = view.all("tally").map(|shown| match shown.row {
        Row::Tally(row) if row.notice == card.id && reader.counts => {
            row.tally.children.saturating_sub(row.tally.reached())
        }
        _ => 0,
    });
    let missing = if reader.counts {
        counted.sum::<u32>() as usize
    } else {
        named
    };
    (missing > 0).then_some(missing)
}

/// What the row invites to.
pub fn act_word(words: &Words, card: &NoticeCard) -> &'static str {
    match card.state {
        State::Owe(Asked::Confirm) => words.notices.act_confirm,
        State::Owe(Asked::Sign) => words.notices.act_sign,
        State::Owe(Asked::Fill) => words.notices.act_fill,
        _ => words.notices.look,
    }
}

impl NoticeCard {
    /// As staff have it: for no child of mine.
    pub fn is_for_staff(&self) -> bool {
        self.child.is_none()
    }

    /// An emergency for a child of mine that I have not seen.
    pub fn is_new_alarm(&self) -> bool {
        self.kind == Kind::Emergency && self.is_alarm() && self.child.is_some() && !self.is_shown
    }
}
