//! A notice as lists know it: one card for each child it is for, or one for staff.

use super::{
    marks::{Marks, marks},
    state::{State, state},
};
use crate::{
    live::Lang,
    notes::Mark,
    people::{Face, face_among, own_children},
    sorted::sorted_by,
    words::Words,
};
use domain::{
    ChildId, Day, Instant, NoticeId, Row, SchoolId,
    notices::{Given, Kind, Notice, Reach, Receipt, reach, receipt_id},
    people::ChildCard,
};
use replica::View;
use uuid::Uuid;

#[derive(Clone, Debug, PartialEq)]
pub struct NoticeCard {
    pub id: NoticeId,
    /// `None` as staff have it.
    pub child: Option<ChildId>,
    pub face: Face,
    pub title: String,
    pub to: String,
    pub author: String,
    pub kind: Kind,
    pub is_drill: bool,
    pub all_clear_at: Option<Instant>,
    /// When it was taken back, or an emergency ended.
    pub over_at: Option<Instant>,
    pub has_form: bool,
    pub at: Instant,
    pub due: Option<Day>,
    pub is_corrected: bool,
    /// Whether staff asked again while it is open.
    pub is_reminded: bool,
    /// Whether the current text was on a screen of mine.
    pub is_shown: bool,
    pub state: State,
    /// Each guardian is asked, and some have answered.
    pub is_half: bool,
    /// Something of mine about it that is not delivered.
    pub mark: Option<Mark>,
    /// The appointment that the household took.
    pub slot: Option<String>,
    /// From a class that the child has left, or over.
    pub is_past: bool,
}

/// All notices on this phone: what is asked of me first, by due day; then the latest; what is over last.
pub fn cards(words: &Words, view: &View, today: Day) -> Vec<NoticeCard> {
    let index = Index {
        words,
        view,
        today,
        own: own_children(view),
        is_staff: view.me().is_some_and(domain::people::Me::is_staff),
        marks: marks(view),
    };
    let cards = notices(view).flat_map(|notice| index.cards(notice));
    sorted_by(cards.collect::<Vec<_>>(), NoticeCard::rank)
}

pub fn notices(view: &View) -> impl Iterator<Item = &Notice> {
    view.all("notice").filter_map(|shown| match shown.row {
        Row::Notice(notice) => Some(notice),
        _ => None,
    })
}

pub fn receipt(view: &View, notice: NoticeId, child: ChildId) -> Option<&Receipt> {
    match view.get("receipt", receipt_id(notice, child).0)?.row {
        Row::Receipt(receipt) => Some(receipt),
        _ => None,
    }
}

/// The children of this person that a notice is for.
pub fn children_of<'a>(
    view: &View,
    own: &[&'a ChildCard],
    notice: &Notice,
    is_staff: bool,
) -> Vec<&'a ChildCard> {
    let chosen = |of: &dyn Fn(&ChildCard) -> bool| -> Vec<&'a ChildCard> {
        own.iter().copied().filter(|card| of(card)).collect()
    };
    let now = chosen(&|card| includes(notice, card));
    if !now.is_empty() {
        return now;
    }
    // A child who changed class took it along; with brothers and sisters only a receipt tells which.
    let known = chosen(&|card| receipt(view, notice.id, card.id).is_some());
    match own {
        [only] if known.is_empty() && !is_staff => vec![only],
        _ => known,
    }
}

pub fn includes(notice: &Notice, card: &ChildCard) -> bool {
    let school = card.school.unwrap_or(SchoolId(Uuid::nil()));
    notice.address.includes(school, card.class)
}

/// The appointment that a household holds: of any version, until it declines.
pub fn slot_at(notice: &Notice, receipt: Option<&Receipt>) -> Option<usize> {
    let (at, _) = notice.form.as_ref()?.slots()?;
    match receipt?.answers(1)?.get(at)? {
        Given::Option(slot) => Some(usize::from(*slot)),
        Given::Text(_) => None,
    }
}

fn slot_of(notice: &Notice, receipt: Option<&Receipt>) -> Option<String> {
    let (_, slots) = notice.form.as_ref()?.slots()?;
    Some(slots.get(slot_at(notice, receipt)?)?.label.clone())
}

struct Index<'a> {
    words: &'a Words,
    view: &'a View,
    today: Day,
    own: Vec<&'a ChildCard>,
    is_staff: bool,
    marks: Marks,
}

impl Index<'_> {
    fn cards(&self, notice: &Notice) -> Vec<NoticeCard> {
        let children = children_of(self.view, &self.own, notice, self.is_staff);
        let is_author = notice.author.person == self.view.identity.person;
        let mut cards: Vec<NoticeCard> = children
            .iter()
            .map(|child| self.card(notice, Some(child)))
            .collect();
        if cards.is_empty() || is_author {
            cards.push(self.card(notice, None));
        }
        cards
    }

    fn card(&self, notice: &Notice, child: Option<&ChildCard>) -> NoticeCard {
        let me = self.view.identity.person;
        let id = notice.id;
        let receipt = child.and_then(|child| receipt(self.view, id, child.id));
        let is_open = notice.is_open(self.today);
        let emergency = notice.emergency.as_ref();
        let all_clear_at = emergency.and_then(|emergency| Some(emergency.all_clear.as_ref()?.at));
        NoticeCard {
            id,
            child: child.map(|child| child.id),
            face: match child {
                Some(child) => face_among(self.view, &self.own, child.id),
                None => staff_face(self.words, notice),
            },
            title: notice.edition.text(self.words.lang == Lang::Zh).title.clone(),
            to: notice.to.clone(),
            author: (self.words.common.teacher)(&notice.author.name),
            kind: notice.kind,
            is_drill: emergency.is_some_and(|emergency| emergency.test),
            all_clear_at,
            over_at: notice
                .withdrawn
                .as_ref()
                .map(|withdrawn| withdrawn.at)
                .or(all_clear_at),
            has_form: notice.form.is_some(),
            at: notice.visible_from,
            due: notice.due,
            is_corrected: !notice.earlier.is_empty(),
            is_reminded: is_open && !notice.reminded.is_empty(),
            is_shown: super::state::is_shown(notice, receipt, me),
            state: state(notice, child, receipt, me, (self.view.now, self.today)),
            is_half: child.is_some_and(|child| reach(notice, child, receipt) == Reach::Half),
            mark: self.marks.of(id, child.map(|child| child.id)),
            slot: slot_of(notice, receipt),
            is_past: self.today > notice.expires || child.is_some_and(|child| !includes(notice, child)),
        }
    }
}

impl NoticeCard {
    pub fn owes(&self) -> bool {
        matches!(self.state, State::Owe(_))
    }

    /// An emergency that is not over.
    pub fn is_alarm(&self) -> bool {
        self.kind == Kind::Emergency && self.all_clear_at.is_none() && self.state != State::Withdrawn
    }

    /// Smallest first: what is asked by its due day, the rest the newest first.
    fn rank(&self) -> i64 {
        const GROUP: i64 = 1 << 50;
        const DAYS_MAX: i64 = 1 << 20;
        let minutes = self.at.0 / 60_000;
        if self.is_past {
            return 3 * GROUP - minutes;
        }
        if !self.owes() {
            return 2 * GROUP - minutes;
        }
        let day = self.due.map_or(DAYS_MAX, |day| i64::from(day.0));
        let first = if self.is_alarm() { 0 } else { DAYS_MAX };
        // A day has room for 2^27 minutes (255 years), so that they order within it.
        ((first + day) << 27) + minutes - GROUP
    }
}

fn staff_face(words: &Words, notice: &Notice) -> Face {
    let class = notice
        .address
        .classes
        .first()
        .map_or(notice.address.school.0, |class| class.0);
    Face {
        child: ChildId(Uuid::nil()),
        name: notice.to.clone(),
        letter: words.notices.letter(notice.address.level).to_owned(),
        hue: class.as_bytes()[15] % 4,
        class_name: String::new(),
    }
}
