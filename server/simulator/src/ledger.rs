//! What the office said yes to, kept beside it: the rows must tell the same.

use crate::{
    office_side::{OfficeSide, Pushed},
    school::{CHILDREN, CLASSES},
};
use domain::{
    Action, ChildId, ClassId, CommandId, Instant, NoticeId, PersonId, Row, RowKey, ScopeKind,
    notices::{self, DoneKind, Given, Notice, Receipt, Verb, receipt_id},
};
use office::StoreError;
use std::collections::{BTreeMap, BTreeSet};
use store::work;

/// Kept with each backup: a restored office has said yes to less.
#[derive(Clone, Default)]
pub struct Ledger {
    pub notices: BTreeMap<NoticeId, Published>,
    /// What each household answered, in the order in which the office accepted it.
    pub answers: BTreeMap<(NoticeId, ChildId), Vec<Answered>>,
    /// What phones said by themselves.
    pub quiet: BTreeSet<(NoticeId, ChildId, PersonId, u32)>,
    /// Children who left a class to which this had been sent.
    pub kept: BTreeSet<(NoticeId, ChildId)>,
    /// The class that each child's card names.
    classes: BTreeMap<ChildId, ClassId>,
}

#[derive(Clone)]
pub struct Published {
    /// The children of its classes when it was published, and when its moment came.
    children: BTreeSet<ChildId>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answered {
    pub command: CommandId,
    pub person: PersonId,
    pub version: u32,
    pub kind: DoneKind,
    pub answers: Vec<Given>,
}

impl Ledger {
    /// Enters what a push was the first to be told, and looks at every appointment.
    pub fn enter(
        &mut self,
        office: &OfficeSide,
        person: PersonId,
        pushed: &Pushed,
        now: Instant,
    ) -> Result<(), String> {
        let mut booked = BTreeSet::new();
        for (command, action) in &pushed.accepted {
            let Action::Notices(action) = action else { continue };
            self.one(office, person, *command, action, now)
                .map_err(|error| error.to_string())?;
            booked.insert(action.notice);
        }
        booked
            .into_iter()
            .try_for_each(|notice| self.appointments(office, notice))
    }

    fn one(
        &mut self,
        office: &OfficeSide,
        person: PersonId,
        command: CommandId,
        action: &notices::Action,
        now: Instant,
    ) -> Result<(), StoreError> {
        let mut answered = |child, version, kind, answers: &[Given]| {
            let answer = Answered {
                command,
                person,
                version,
                kind,
                answers: answers.to_vec(),
            };
            self.answers
                .entry((action.notice, child))
                .or_default()
                .push(answer);
        };
        match &action.verb {
            Verb::Publish(draft) => {
                let children = addressed(office, draft.address.clone(), now)?;
                self.notices.insert(action.notice, Published { children });
            }
            Verb::Arrive { child, version } | Verb::See { child, version } => {
                self.quiet.insert((action.notice, *child, person, *version));
            }
            Verb::Confirm {
                child,
                version,
                answers,
                ..
            } => answered(*child, *version, DoneKind::Confirmed, answers),
            Verb::Sign {
                child,
                version,
                answers,
                ..
            } => answered(*child, *version, DoneKind::Signed, answers),
            Verb::Decline { child, version, .. } => answered(*child, *version, DoneKind::Declined, &[]),
            _ => {}
        }
        Ok(())
    }

    /// A notice's moment came: it is also for those who joined its classes meanwhile.
    pub fn released(
        &mut self,
        office: &OfficeSide,
        notice: NoticeId,
        now: Instant,
    ) -> Result<(), StoreError> {
        let Ok(Some(row)) = read_notice(office, notice) else {
            return Ok(());
        };
        if let Some(published) = self.notices.get_mut(&notice) {
            published.children.extend(addressed(office, row.address, now)?);
        }
        Ok(())
    }

    /// Places given never pass places offered, a child has one at most, and what is left and what is taken are
    /// together what was offered.
    fn appointments(&self, office: &OfficeSide, notice: NoticeId) -> Result<(), String> {
        let Some(row) = read_notice(office, notice)? else {
            return Ok(());
        };
        let Some((at, offered)) = row.form.as_ref().and_then(|form| form.slots()) else {
            return Ok(());
        };
        let mut taken = vec![0_u16; offered.len()];
        for child in CHILDREN {
            let last = self
                .answers
                .get(&(notice, child))
                .and_then(|answers| answers.last());
            if let Some(Given::Option(slot)) = last.and_then(|answered| answered.answers.get(at)) {
                taken[usize::from(*slot)] += 1;
            }
        }
        let left = match office.decoded("slots", notice.0)? {
            Some(Row::Slots(slots)) => slots.left,
            other => return Err(format!("appointments of {notice}: {other:?}")),
        };
        for (n, slot) in offered.iter().enumerate() {
            if taken[n] > slot.places || left.get(n).copied().unwrap_or(0) + taken[n] != slot.places {
                return Err(format!(
                    "{notice}: appointment {n} has {} places, {} taken, {left:?} left",
                    slot.places, taken[n]
                ));
            }
        }
        Ok(())
    }

    /// Follows children from class to class: what was sent there must go with them.
    pub fn follow_moves(&mut self, office: &OfficeSide) -> Result<u64, String> {
        let mut moved = 0;
        for child in CHILDREN {
            let Some(Row::Child(card)) = office.decoded("child", child.0)? else {
                continue;
            };
            let Some(left) = self
                .classes
                .insert(child, card.class)
                .filter(|old| *old != card.class)
            else {
                continue;
            };
            moved += 1;
            for (notice, published) in &self.notices {
                let key = RowKey::new("notice", notice.0);
                let homes = office
                    .run(work!(|tx| tx.homes(&key).await))
                    .map_err(|error| error.to_string())?;
                let was_there = homes
                    .iter()
                    .any(|home| home.kind == ScopeKind::ClassFamily && home.id == left.0);
                let was_sent =
                    published.children.contains(&child) || read_receipt(office, *notice, child)?.is_some();
                if was_there && was_sent {
                    self.kept.insert((*notice, child));
                }
            }
        }
        Ok(moved)
    }
}

/// The children of its classes today.
fn addressed(
    office: &OfficeSide,
    address: notices::Address,
    now: Instant,
) -> Result<BTreeSet<ChildId>, StoreError> {
    office.run(work!(|tx| {
        let mut children = BTreeSet::new();
        for class in CLASSES {
            if address.includes(crate::school::SCHOOL, class) {
                let pupils = tx.pupils(class, now.day()).await?;
                children.extend(pupils.iter().map(|pupil| pupil.child));
            }
        }
        Ok(children)
    }))
}

pub fn read_notice(office: &OfficeSide, notice: NoticeId) -> Result<Option<Notice>, String> {
    Ok(match office.decoded("notice", notice.0)? {
        Some(Row::Notice(notice)) => Some(notice),
        _ => None,
    })
}

pub fn read_receipt(
    office: &OfficeSide,
    notice: NoticeId,
    child: ChildId,
) -> Result<Option<Receipt>, String> {
    Ok(match office.decoded("receipt", receipt_id(notice, child).0)? {
        Some(Row::Receipt(receipt)) => Some(receipt),
        _ => None,
    })
}
