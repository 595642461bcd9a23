//! When a child counts as reached: what its household did, by the rule of the notice (product/notes.md 2).

use super::{
    answer::right,
    row::{Ask, Channel, DoneKind, Household, Notice, Receipt},
};
use crate::{
    hours,
    ids::{ClassId, NoticeId, PersonId},
    people::{ChildCard, GuardianCard},
    scope::{Scope, ScopeKind},
    time::Instant,
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// How far a notice came with one child's household.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reach {
    /// No guardian who could answer has an account, or a phone heard of in 14 days.
    Unreachable,
    Waiting(Stage),
    /// Some of those who each have to answer did.
    Half,
    /// Staff reached the household another way.
    Offline(Channel),
    Done(DoneKind),
    /// On screen, where no more was asked.
    Read,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stage {
    OnServer,
    OnDevice,
    Shown,
}

impl Reach {
    /// Whether the school may stop asking.
    pub fn is_reached(self) -> bool {
        matches!(self, Reach::Offline(_) | Reach::Done(_) | Reach::Read)
    }
}

pub fn reach(notice: &Notice, child: &ChildCard, receipt: Option<&Receipt>) -> Reach {
    let version = notice.material_version();
    let done = receipt.map(|receipt| receipt.done(version)).unwrap_or_default();
    let of = |guardian: PersonId| done.iter().rev().find(|(mark, _)| mark.guardian == guardian);
    let required = required(notice, child);
    let stage = receipt.map_or(Stage::OnServer, |receipt| stage(receipt, version));
    if notice.household == Household::EachGuardian && notice.ask >= Ask::Confirm {
        let answered = required
            .iter()
            .filter(|guardian| of(guardian.person).is_some())
            .count();
        if answered > 0 && answered == required.len() {
            let kinds = required
                .iter()
                .filter_map(|guardian| of(guardian.person))
                .map(|(_, done)| done.kind);
            // One refusal is what the school has to know of.
            return Reach::Done(kinds.max().unwrap_or(DoneKind::Confirmed));
        }
        return offline(notice, receipt).unwrap_or(match answered {
            0 => waiting(&required, stage),
            _ => Reach::Half,
        });
    }
    if let Some((_, done)) = done.last() {
        return Reach::Done(done.kind);
    }
    if notice.ask <= Ask::Read && stage == Stage::Shown {
        return Reach::Read;
    }
    offline(notice, receipt).unwrap_or_else(|| waiting(&required, stage))
}

/// The guardians whose answer counts.
pub fn required<'a>(notice: &Notice, child: &'a ChildCard) -> Vec<&'a GuardianCard> {
    let right = right(notice);
    child
        .guardians
        .iter()
        .filter(|guardian| guardian.rights.has(right))
        .collect()
}

fn stage(receipt: &Receipt, version: u32) -> Stage {
    let marks = || receipt.marks.iter().filter(|mark| mark.version >= version);
    if marks().any(|mark| mark.shown_at.is_some()) {
        Stage::Shown
    } else if marks().any(|mark| mark.arrived_at.is_some()) {
        Stage::OnDevice
    } else {
        Stage::OnServer
    }
}

fn waiting(required: &[&GuardianCard], stage: Stage) -> Reach {
    // What arrived proves more than what the roster says.
    let reachable = stage > Stage::OnServer || required.iter().any(|guardian| guardian.is_reachable());
    if reachable {
        Reach::Waiting(stage)
    } else {
        Reach::Unreachable
    }
}

/// A call about an old text says nothing of the new one.
fn offline(notice: &Notice, receipt: Option<&Receipt>) -> Option<Reach> {
    let since = notice.material_since();
    let contact = receipt?
        .contacts
        .iter()
        .rev()
        .find(|contact| contact.at >= since)?;
    Some(Reach::Offline(contact.channel))
}

/// The receipt as staff see it now: what families did in the staff's quiet hours is shown after them. An emergency
/// waits for nobody's morning.
pub fn visible_to_staff(notice: &Notice, receipt: &Receipt, now: Instant) -> Receipt {
    let mut shown = receipt.clone();
    if notice.is_emergency() {
        return shown;
    }
    let hidden = |at: Option<Instant>| at.filter(|at| hours::staff_open(*at) <= now);
    for mark in &mut shown.marks {
        mark.arrived_at = hidden(mark.arrived_at);
        mark.shown_at = hidden(mark.shown_at);
        mark.done = mark
            .done
            .take()
            .filter(|done| hours::staff_open(done.received_at) <= now);
    }
    shown
}

/// Children by how far a notice came with them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tally {
    pub children: u32,
    #[serde(default)]
    pub unreachable: u32,
    #[serde(default)]
    pub on_server: u32,
    #[serde(default)]
    pub on_device: u32,
    #[serde(default)]
    pub shown: u32,
    #[serde(default)]
    pub half: u32,
    #[serde(default)]
    pub offline: u32,
    #[serde(default)]
    pub done: u32,
    #[serde(default)]
    pub declined: u32,
}

/// What the author of a grade's or school's notice sees of one class: counts, no names.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TallyRow {
    pub id: Uuid,
    pub notice: NoticeId,
    pub class: ClassId,
    pub class_name: String,
    pub author: PersonId,
    pub tally: Tally,
}

pub fn tally_id(notice: NoticeId, class: ClassId) -> Uuid {
    Uuid::new_v5(&notice.0, class.0.as_bytes())
}

impl TallyRow {
    pub fn homes(&self) -> Vec<Scope> {
        vec![Scope::new(ScopeKind::Person, self.author.0)]
    }
}

impl Tally {
    pub fn add(&mut self, reach: Reach) {
        self.children += 1;
        *self.slot(reach) += 1;
    }

    /// One child moved on.
    pub fn moved(&mut self, from: Reach, to: Reach) {
        let slot = self.slot(from);
        *slot = slot.saturating_sub(1);
        *self.slot(to) += 1;
    }

    pub fn reached(&self) -> u32 {
        self.done + self.declined + self.offline
    }

    pub fn plus(mut self, other: &Tally) -> Tally {
        self.children += other.children;
        self.unreachable += other.unreachable;
        self.on_server += other.on_server;
        self.on_device += other.on_device;
        self.shown += other.shown;
        self.half += other.half;
        self.offline += other.offline;
        self.done += other.done;
        self.declined += other.declined;
        self
    }

    fn slot(&mut self, reach: Reach) -> &mut u32 {
        match reach {
            Reach::Unreachable => &mut self.unreachable,
            Reach::Waiting(Stage::OnServer) => &mut self.on_server,
            Reach::Waiting(Stage::OnDevice) => &mut self.on_device,
            Reach::Waiting(Stage::Shown) => &mut self.shown,
            Reach::Half => &mut self.half,
            Reach::Offline(_) => &mut self.offline,
            Reach::Done(DoneKind::Declined) => &mut self.declined,
            Reach::Done(_) | Reach::Read => &mut self.done,
        }
    }
}
