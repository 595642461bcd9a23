//! Which notes, notices and items belong on Today, and in which order.

use crate::{
    notes::{NoteCard, cards},
    notices::{NoticeCard, is_news as is_notice_news, still_missing},
    outbox::{child_of, face_of},
    people::Face,
    sorted::sorted_by,
    words::Words,
};
use domain::{
    ChildId, Day, Instant,
    notes::{Side, State},
};
use replica::{Item, View};

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Today {
    /// The oldest duty first.
    pub duties: Vec<Duty>,
    /// The latest news first.
    pub reading: Vec<News>,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Duty {
    /// Something I wrote was not accepted.
    Unsettled(Item, Face),
    /// The other side waits for an answer of mine.
    Answer(NoteCard),
    /// An agreement whose day to look again has come.
    Review(NoteCard, Day),
    /// A notice that asks for something.
    Notice(NoticeCard),
    /// A notice of mine that so many families have not answered, near its due day.
    Missing(NoticeCard, usize),
}

#[derive(Clone, Debug, PartialEq)]
pub enum News {
    Note(NoteCard),
    Notice(NoticeCard),
}

/// News older than this is in the list of notes, not on Today.
const READING_DAYS: i32 = 7;
const READING_MAX: usize = 20;

pub fn select(words: &Words, view: &View, child: Option<ChildId>, today: Day) -> Today {
    let of_child = |of: ChildId| child.is_none_or(|child| child == of);
    let unsettled = view.needs_you().filter(|item| !item.command.action.is_quiet());
    let mut duties: Vec<Duty> = unsettled
        .filter(|item| child_of(item).is_none_or(of_child))
        .map(|item| Duty::Unsettled(item.clone(), face_of(view, item)))
        .collect();
    let mut reading = Vec::new();
    for card in cards(view).into_iter().filter(|card| of_child(card.note.child)) {
        match share(view, &card, today) {
            Share::Answer => duties.push(Duty::Answer(card)),
            Share::Review(day) => duties.push(Duty::Review(card, day)),
            Share::News => reading.push(News::Note(card)),
            Share::Nothing => {}
        }
    }
    for card in crate::notices::cards(words, view, today) {
        if child.is_some() && card.child != child {
            continue;
        }
        if card.is_for_staff() {
            let missing = still_missing(view, &card, today);
            duties.extend(missing.map(|count| Duty::Missing(card, count)));
        } else if card.owes() || card.is_new_alarm() {
            duties.push(Duty::Notice(card));
        } else if is_notice_news(&card, today) {
            reading.push(News::Notice(card));
        }
    }
    let mut reading = sorted_by(reading, News::rank);
    reading.truncate(READING_MAX);
    Today {
        duties: sorted_by(duties, Duty::rank),
        reading,
    }
}

/// Farther apart than any two moments.
const APART: i64 = 1 << 52;

impl Duty {
    /// Emergencies, then what staff asked for again, then the oldest.
    fn rank(&self) -> i64 {
        let since = self.since().0;
        match self {
            Duty::Notice(card) if card.is_alarm() => since - 2 * APART,
            Duty::Notice(card) if card.is_reminded => since - APART,
            _ => since,
        }
    }

    fn since(&self) -> Instant {
        match self {
            Duty::Unsettled(item, _) => item.saved_at,
            Duty::Answer(card) => card.note.last_at,
            Duty::Review(_, day) => day.start(),
            Duty::Notice(card) | Duty::Missing(card, _) => card.due.map_or(card.at, Day::start),
        }
    }
}

impl News {
    /// Emergencies, then the latest.
    fn rank(&self) -> i64 {
        match self {
            News::Note(card) => -news_at(card).0,
            News::Notice(card) if card.is_alarm() => -APART - card.at.0,
            News::Notice(card) => -card.at.0,
        }
    }
}

/// What of Today a note is for the person at this phone.
enum Share {
    Answer,
    Review(Day),
    News,
    Nothing,
}

fn share(view: &View, card: &NoteCard, today: Day) -> Share {
    if card.waits_for_me() && is_mine_to_answer(view, card, today) {
        return Share::Answer;
    }
    let agreed = card
        .note
        .agreed
        .as_ref()
        .filter(|_| card.note.state == State::Agreed);
    match agreed.and_then(|agreed| agreed.review_on) {
        Some(day) if day <= today && card.part.may_write() => Share::Review(day),
        _ if is_news(card, today) => Share::News,
        _ => Share::Nothing,
    }
}

/// A note for a subject teacher reaches the class teacher's duties only once the answer is overdue
/// (product/notes.md 11).
fn is_mine_to_answer(view: &View, card: &NoteCard, today: Day) -> bool {
    let note = &card.note;
    let for_another =
        card.part.side() == Side::School && note.staff.is_some_and(|staff| staff != view.identity.person);
    !for_another || note.answer_by.is_some_and(|day| day < today)
}

fn is_news(card: &NoteCard, today: Day) -> bool {
    let recent = today.0 - news_at(card).day().0 < READING_DAYS;
    recent && (card.by_others || seen_by_others(card).is_some())
}

fn news_at(card: &NoteCard) -> Instant {
    seen_by_others(card).unwrap_or_default().max(card.note.last_at)
}

/// When the other side first saw what we wrote and nobody has answered yet.
pub fn seen_by_others(card: &NoteCard) -> Option<Instant> {
    let ours = card.note.from == card.part.side() && card.note.state == State::Seen;
    card.note.seen_at.filter(|_| ours)
}
