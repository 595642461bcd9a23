//! The register as values: one line for each child, as staff may see it now.

use crate::sorted::sorted_by;
use domain::{
    ChildId, ClassId, Instant, Row,
    notices::{
        Contact, DoneKind, Given, Notice, Reach, Receipt, Tally, TallyRow, reach, receipt_id,
        visible_to_staff,
    },
    people::{ChildCard, ClassCard, Role},
};
use replica::View;

#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    pub child: ChildId,
    pub seat: u16,
    pub name: String,
    pub reach: Reach,
    pub said: Vec<Said>,
    /// The answers that hold, one for each question.
    pub answers: Vec<Given>,
    pub contacts: Vec<Contact>,
}

/// What one guardian did, the last of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Said {
    pub name: String,
    pub relation: String,
    pub did: Did,
    pub at: Instant,
    /// Of an earlier text than the one that counts.
    pub earlier: Option<u32>,
    pub strokes: String,
    pub reason: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Did {
    Got,
    Saw,
    Answered(DoneKind),
}

/// What of a notice's receipts the person at this phone sees.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Reader {
    /// Classes with names: one's own as class teacher, those one teaches for a notice of one's own to them.
    pub classes: Vec<ClassCard>,
    /// Counts by class, no names, for the author of a wider notice.
    pub counts: bool,
}

impl Reader {
    pub fn of(view: &View, notice: &Notice) -> Reader {
        let mine = notice.author.person == view.identity.person;
        let own = mine && notice.shows_names();
        let memberships = view.me().map(|me| me.memberships.as_slice()).unwrap_or_default();
        let may = |class: ClassId| {
            memberships.iter().any(|member| {
                let school = member.school.unwrap_or(notice.address.school);
                let role = member.role == Role::ClassTeacher || own;
                role && member.teaches(class) && notice.address.includes(school, class)
            })
        };
        Reader {
            classes: view.classes().filter(|class| may(class.id)).cloned().collect(),
            counts: mine && !notice.shows_names(),
        }
    }

    pub fn is_empty(&self) -> bool {
        self.classes.is_empty() && !self.counts
    }
}

/// By seat.
pub fn lines(view: &View, notice: &Notice, class: &ClassCard, now: Instant) -> Vec<Line> {
    let lines = class.pupils.iter().map(|pupil| {
        let receipt = view.get("receipt", receipt_id(notice.id, pupil.child).0);
        let receipt = receipt.and_then(|shown| match shown.row {
            Row::Receipt(receipt) => Some(visible_to_staff(notice, receipt, now)),
            _ => None,
        });
        let card = view.child(pupil.child);
        Line {
            child: pupil.child,
            seat: pupil.seat,
            name: pupil.name.clone(),
            // A child whose card has not come yet is one that nobody is known to reach.
            reach: card.map_or(Reach::Unreachable, |card| reach(notice, card, receipt.as_ref())),
            said: receipt
                .as_ref()
                .map(|receipt| said(notice, card, receipt))
                .unwrap_or_default(),
            answers: receipt
                .as_ref()
                .and_then(|receipt| receipt.answers(notice.material_version()))
                .map(<[Given]>::to_vec)
                .unwrap_or_default(),
            contacts: receipt.map(|receipt| receipt.contacts).unwrap_or_default(),
        }
    });
    sorted_by(lines, |line| i64::from(line.seat))
}

fn said(notice: &Notice, card: Option<&ChildCard>, receipt: &Receipt) -> Vec<Said> {
    let counts_from = notice.material_version();
    let each = receipt.marks.iter().filter_map(|mark| {
        let (did, at) = match (&mark.done, mark.shown_at, mark.arrived_at) {
            (Some(done), ..) => (Did::Answered(done.kind), done.received_at),
            (None, Some(at), _) => (Did::Saw, at),
            (None, None, at) => (Did::Got, at?),
        };
        let done = mark.done.as_ref();
        let relation = card.and_then(|card| card.guardians.iter().find(|of| of.person == mark.guardian));
        // That it was read once says nothing of the text that holds now.
        (mark.version >= counts_from || done.is_some()).then(|| Said {
            name: mark.name.clone(),
            relation: relation.map(|of| of.relation.clone()).unwrap_or_default(),
            did,
            at,
            earlier: (mark.version < counts_from).then_some(mark.version),
            strokes: done.map(|done| done.strokes.clone()).unwrap_or_default(),
            reason: done.map(|done| done.reason.clone()).unwrap_or_default(),
        })
    });
    sorted_by(each, |said| said.at.0)
}

impl Line {
    pub fn is_missing(&self) -> bool {
        !self.reach.is_reached()
    }

    /// The signature that holds: of the text that counts, the latest.
    pub fn strokes(&self) -> Option<&str> {
        let signed = self.said.iter().rev().filter(|said| said.earlier.is_none());
        signed
            .map(|said| said.strokes.as_str())
            .find(|strokes| !strokes.is_empty())
    }
}

pub fn tally(lines: &[Line]) -> Tally {
    let mut tally = Tally::default();
    for line in lines {
        tally.add(line.reach);
    }
    tally
}

/// Children whose families the school has to reach still.
pub fn left(tally: &Tally) -> u32 {
    tally.children.saturating_sub(tally.reached())
}

/// The counts of each class for the author of a wider notice, by grade and name.
pub fn tallies(view: &View, notice: &Notice) -> Vec<TallyRow> {
    let rows = view.all("tally").filter_map(|shown| match shown.row {
        Row::Tally(row) if row.notice == notice.id => Some(row.clone()),
        _ => None,
    });
    let rows: Vec<TallyRow> = rows.collect();
    let names: Vec<String> = rows.iter().map(|row| row.class_name.clone()).collect();
    sorted_by(rows, |row| {
        let before = names.iter().filter(|name| **name < row.class_name).count();
        i64::from(grade(view, row.class)) * 1_000 + before as i64
    })
}

fn grade(view: &View, class: ClassId) -> u8 {
    match view.get("class_size", class.0).map(|shown| shown.row) {
        Some(Row::ClassSize(size)) => size.grade,
        _ => 0,
    }
}
