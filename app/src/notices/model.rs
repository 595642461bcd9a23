//! One notice put together from rows and outbox: the text, and for each child of mine what its household did.

use super::{
    card::{children_of, receipt},
    marks::{Marks, marks, stuck},
    reply::notice_in,
    state::{State, done_by, state},
};
use crate::{
    notes::Mark,
    people::{Face, face_among, own_children},
};
use domain::{
    ChildId, Day, NoticeId, PersonId, Row,
    notices::{Ask, Notice, Receipt, may_answer},
    people::ChildCard,
};
use replica::{Item, View};

#[derive(Clone, Debug, PartialEq)]
pub struct Page {
    pub me: PersonId,
    pub notice: Notice,
    pub is_scheduled: bool,
    /// The author's marks: published, corrected, taken back.
    pub mark: Option<Mark>,
    /// How many places each appointment has left, as far as this phone knows.
    pub left: Vec<u16>,
    pub homes: Vec<Home>,
}

/// One child's household, and my part in it.
#[derive(Clone, Debug, PartialEq)]
pub struct Home {
    pub card: ChildCard,
    pub face: Face,
    pub receipt: Option<Receipt>,
    pub state: State,
    pub mark: Option<Mark>,
    /// An answer of mine that was not accepted.
    pub stuck: Option<Item>,
    pub stage: Stage,
}

/// What is to be done at one child's place; changes only when another form is due.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// Nothing is asked of me, or it is done.
    Nothing,
    Ask,
    /// Done, with answers that can be changed.
    Change,
}

pub fn page(view: &View, id: NoticeId, edit: Option<u64>, today: Day) -> Option<Page> {
    let notice = notice_in(view, id)?;
    let left = match view.get("slots", id.0).map(|shown| shown.row) {
        Some(Row::Slots(slots)) => slots.left.clone(),
        _ => Vec::new(),
    };
    let own = own_children(view);
    let is_staff = view.me().is_some_and(domain::people::Me::is_staff);
    let marks = marks(view);
    let homes = children_of(view, &own, notice, is_staff);
    let homes = homes
        .into_iter()
        .map(|card| {
            home(
                view,
                notice,
                (card, face_among(view, &own, card.id)),
                (&marks, edit),
                today,
            )
        })
        .collect();
    Some(Page {
        me: view.identity.person,
        notice: notice.clone(),
        is_scheduled: notice.visible_from > view.now,
        mark: marks.of(id, Some(ChildId(uuid::Uuid::nil()))),
        left,
        homes,
    })
}

impl Page {
    pub fn home(&self, child: ChildId) -> Option<&Home> {
        self.homes.iter().find(|home| home.card.id == child)
    }
}

impl Page {
    /// The children for whom something is asked or was done; reading alone needs no place of its own.
    pub fn answering(&self) -> Vec<ChildId> {
        let asks = self.notice.ask >= Ask::Confirm && self.notice.withdrawn.is_none();
        let did = |home: &Home| {
            let receipt = home.receipt.as_ref();
            receipt.is_some_and(|receipt| !receipt.done(1).is_empty() || !receipt.contacts.is_empty())
        };
        let homes = self.homes.iter().filter(|home| asks || did(home));
        homes.map(|home| home.card.id).collect()
    }
}

impl Home {
    /// How many of the household have answered, as shown here.
    pub fn answered(&self) -> u32 {
        let receipt = self.receipt.as_ref();
        receipt.map_or(0, |receipt| receipt.done(1).len() as u32)
    }
}

fn home(
    view: &View,
    notice: &Notice,
    (card, face): (&ChildCard, Face),
    (marks, edit): (&Marks, Option<u64>),
    today: Day,
) -> Home {
    let me = view.identity.person;
    let receipt = receipt(view, notice.id, card.id);
    let state = state(notice, Some(card), receipt, me, (view.now, today));
    let stuck = stuck(view, notice.id, card.id, edit);
    Home {
        stage: stage(notice, card, receipt, state, (me, stuck.is_some(), today)),
        card: card.clone(),
        face,
        receipt: receipt.cloned(),
        state,
        mark: marks.of(notice.id, Some(card.id)),
        stuck: stuck.cloned(),
    }
}

fn stage(
    notice: &Notice,
    card: &ChildCard,
    receipt: Option<&Receipt>,
    state: State,
    (me, is_stuck, today): (PersonId, bool, Day),
) -> Stage {
    let is_asked = notice.ask >= Ask::Confirm && notice.is_open(today);
    if !is_asked || state == State::Scheduled {
        return Stage::Nothing;
    }
    if !may_answer(notice, card, me) {
        return Stage::Nothing;
    }
    let is_done = receipt.is_some_and(|receipt| done_by(receipt, notice.material_version(), me).is_some());
    match state {
        State::Owe(_) => Stage::Ask,
        _ if is_stuck && !is_done => Stage::Ask,
        _ if is_stuck || notice.form.is_some() => Stage::Change,
        _ => Stage::Nothing,
    }
}
