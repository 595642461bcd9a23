//! What this phone says by itself of a notice: it has arrived here, for a child of the person who holds it.

use super::{
    card::{children_of, notices, receipt},
    marks::action_of,
};
use crate::{live::Live, people::own_children};
use domain::{
    Action, ChildId, Day, NoticeId, PersonId,
    notices::{self, Ask, Verb},
};
use leptos::prelude::*;
use replica::View;

/// How many may be on their way to the disk at once: a first sign-in brings a term of notices.
const AT_ONCE: usize = 4;

/// Said once for each guardian, child and version.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Arrival {
    pub guardian: PersonId,
    pub notice: NoticeId,
    pub child: ChildId,
    pub version: u32,
}

pub fn say_arrived(live: &Live) {
    let live = live.clone();
    Effect::new(move |said: Option<Vec<Arrival>>| {
        let mut said = said.unwrap_or_default();
        if let Some(view) = live.view.get() {
            for arrival in next(&arrivals(&view, view.now.day()), &said) {
                said.push(arrival);
                live.note_quietly(Action::Notices(arrival.action()));
            }
        }
        said
    });
}

/// What has arrived here and is not said yet, as far as the rows and the outbox tell.
pub fn arrivals(view: &View, today: Day) -> Vec<Arrival> {
    let guardian = view.identity.person;
    let own = own_children(view);
    let is_staff = view.me().is_some_and(domain::people::Me::is_staff);
    let mut found = Vec::new();
    for notice in notices(view) {
        let asks = notice.ask >= Ask::Read && notice.is_open(today) && notice.visible_from <= view.now;
        if !asks || own.is_empty() {
            continue;
        }
        for child in children_of(view, &own, notice, is_staff) {
            let arrival = Arrival {
                guardian,
                notice: notice.id,
                child: child.id,
                version: notice.version(),
            };
            let mark = receipt(view, notice.id, child.id)
                .and_then(|receipt| receipt.mark(guardian, notice.version()));
            if mark.is_none_or(|mark| mark.arrived_at.is_none()) && !is_said(view, &arrival) {
                found.push(arrival);
            }
        }
    }
    found
}

/// The ones to say now: while some are on their way, the others wait for the next view.
pub fn next(arrivals: &[Arrival], said: &[Arrival]) -> Vec<Arrival> {
    let (under_way, waiting): (Vec<&Arrival>, Vec<&Arrival>) =
        arrivals.iter().partition(|arrival| said.contains(arrival));
    let room = AT_ONCE.saturating_sub(under_way.len());
    waiting.into_iter().take(room).copied().collect()
}

/// Whether the outbox has it in any state: what the office refused is not said again.
fn is_said(view: &View, arrival: &Arrival) -> bool {
    view.outbox
        .iter()
        .any(|item| action_of(item) == Some(&arrival.action()))
}

impl Arrival {
    fn action(&self) -> notices::Action {
        notices::Action {
            notice: self.notice,
            verb: Verb::Arrive {
                child: self.child,
                version: self.version,
            },
        }
    }
}
