//! The invariants of notices: nobody has one too early, everybody addressed has it in time, no answer is lost, what
//! an author counts is true.

use crate::{
    device::Device,
    ledger::{Published, read_notice, read_receipt},
    school::{CHILDREN, CLASSES, FATHER, MOTHER, SCHOOL},
    world::World,
};
use domain::{
    ChildId, ClassId, NoticeId, Right, Row, Scope, ScopeKind,
    notices::{Counts, Notice, Tally, reach, tally_id},
    people::ChildCard,
};
use std::collections::BTreeSet;
use store::work;

pub fn everything(world: &World) -> Result<(), String> {
    for n in 0..world.devices.len() {
        who_is_addressed_has_it(world, n)?;
        nothing_withdrawn_is_readable(world, n)?;
    }
    every_answer_is_there(world)?;
    cards_are_of_today(world)?;
    counts_are_true(world)
}

fn fail<T>(device: &Device, what: impl std::fmt::Display) -> Result<T, String> {
    Err(format!("device {}: {what}", device.place))
}

/// At any moment: only its author has a notice, or its appointments, before it is due.
pub fn nothing_early(world: &World, n: usize) -> Result<(), String> {
    let device = &world.devices[n];
    for held in device.replica.mirror().merged().values() {
        let (notice, author) = match &held.row {
            Some(Row::Notice(notice)) => (notice.id, notice.author.person),
            Some(Row::Slots(slots)) => (slots.notice, slots.author),
            _ => continue,
        };
        if author == device.person {
            continue;
        }
        let visible_from = match &held.row {
            Some(Row::Notice(notice)) => Some(notice.visible_from),
            _ => read_notice(&world.office, notice)?.map(|notice| notice.visible_from),
        };
        if visible_from.is_some_and(|at| world.now < at) {
            return fail(device, format!("has {:?} before its moment", held.wire.key()));
        }
    }
    Ok(())
}

/// A family's phone has what was sent to its children's classes, and what a child took along from another one;
/// nothing else.
fn who_is_addressed_has_it(world: &World, n: usize) -> Result<(), String> {
    let device = &world.devices[n];
    if ![MOTHER, FATHER].contains(&device.person) {
        return Ok(());
    }
    let (person, today) = (device.person, world.now.day());
    let children = world.office.run(work!(|tx| tx.children_of(person, today).await));
    let children = children.map_err(|error| error.to_string())?;
    let mut expected = BTreeSet::new();
    for id in world.ledger.notices.keys() {
        let Some(notice) = read_notice(&world.office, *id)? else {
            return Err(format!("{id} was published and is lost"));
        };
        let taken_back = notice
            .withdrawn
            .as_ref()
            .is_some_and(|taken| taken.at < notice.visible_from);
        if notice.visible_from > world.ticked_at || taken_back {
            continue;
        }
        let reads = children.iter().filter(|tie| tie.rights.has(Right::Read));
        let mut sent = reads.filter(|tie| {
            notice.address.includes(tie.school, tie.class) || world.ledger.kept.contains(&(*id, tie.child))
        });
        expected.extend(sent.next().map(|_| *id));
    }
    let merged = device.replica.mirror().merged();
    let held: BTreeSet<NoticeId> = merged
        .values()
        .filter_map(|held| match &held.row {
            Some(Row::Notice(notice)) => Some(notice.id),
            _ => None,
        })
        .collect();
    if let Some(missing) = expected.difference(&held).next() {
        return fail(device, format!("{missing} was addressed to it and is not there"));
    }
    if let Some(extra) = held.difference(&expected).next() {
        return fail(device, format!("{extra} was not addressed to it and is there"));
    }
    Ok(())
}

fn nothing_withdrawn_is_readable(world: &World, n: usize) -> Result<(), String> {
    let device = &world.devices[n];
    for held in device.replica.mirror().merged().values() {
        let Some(Row::Notice(notice)) = &held.row else {
            continue;
        };
        if notice.withdrawn.is_none() {
            continue;
        }
        let texts: Vec<_> = [&notice.edition.zh, &notice.edition.en]
            .into_iter()
            .flatten()
            .collect();
        if texts.iter().any(|text| !text.body.is_empty()) || !notice.earlier.is_empty() {
            return fail(device, format!("{} was withdrawn and can be read", notice.id));
        }
        if texts.iter().all(|text| text.title.is_empty()) {
            return fail(device, format!("{} was withdrawn and lost its title", notice.id));
        }
    }
    Ok(())
}

/// Every accepted answer is in its household's row, with its version, in order, and nothing else is.
fn every_answer_is_there(world: &World) -> Result<(), String> {
    for ((notice, child), answers) in &world.ledger.answers {
        let receipt = read_receipt(&world.office, *notice, *child)?;
        let marks = receipt.map(|receipt| receipt.marks).unwrap_or_default();
        let mut done: Vec<_> = marks
            .iter()
            .filter_map(|mark| Some((mark, mark.done.as_ref()?)))
            .collect();
        done.sort_by_key(|(_, done)| done.received_at);
        let told = done
            .iter()
            .map(|(mark, done)| (mark.guardian, mark.version, done.kind, &done.answers));
        let asked = answers
            .iter()
            .map(|one| (one.person, one.version, one.kind, &one.answers));
        if !told.eq(asked) {
            return Err(format!(
                "{notice}, {child}: {answers:?} were accepted, the row has {done:?}"
            ));
        }
    }
    for (notice, child, person, version) in &world.ledger.quiet {
        let receipt = read_receipt(&world.office, *notice, *child)?;
        if receipt.is_none_or(|receipt| receipt.mark(*person, *version).is_none()) {
            return Err(format!(
                "{notice}, {child}: the mark of {person} for version {version} is lost"
            ));
        }
    }
    Ok(())
}

/// Cards and sizes say what the roster and the phones say today.
fn cards_are_of_today(world: &World) -> Result<(), String> {
    let today = world.now.day();
    let mut fresh = Vec::new();
    for child in CHILDREN {
        let card = world.office.run(work!(|tx| tx.child_card(child, today).await));
        let Some(card) = card.map_err(|error| error.to_string())? else {
            continue;
        };
        if world.office.decoded("child", child.0)? != Some(Row::Child(card.clone())) {
            return Err(format!("the card of {child} is not of today"));
        }
        fresh.push(card);
    }
    for class in CLASSES {
        let mut counts = Counts::default();
        for card in fresh.iter().filter(|card| card.class == class) {
            counts.children += 1;
            counts.guardians += u32::try_from(card.guardians.len()).unwrap_or(0);
            counts.unreachable += u32::from(!card.guardians.iter().any(|guardian| guardian.is_reachable()));
        }
        match world.office.decoded("class_size", class.0)? {
            Some(Row::ClassSize(size)) if size.counts == counts => {}
            other => return Err(format!("{counts:?} in {class}, and its size says {other:?}")),
        }
    }
    Ok(())
}

/// What the author of a wide notice counts is what receipts and cards say.
pub fn counts_are_true(world: &World) -> Result<(), String> {
    for (id, Published { .. }) in &world.ledger.notices {
        let Some(notice) = read_notice(&world.office, *id)? else {
            continue;
        };
        for class in CLASSES {
            if notice.shows_names() || !notice.address.includes(SCHOOL, class) {
                continue;
            }
            let Some(Row::Tally(row)) = world.office.decoded("tally", tally_id(*id, class))? else {
                return Err(format!("nothing counts {id} in {class}"));
            };
            let is_live = notice.is_open(world.now.day()) && notice.visible_from <= world.ticked_at;
            let right = match is_live {
                true => row.tally == recount(world, &notice, class)?,
                // It stands as it was: but no child is counted twice, or lost.
                false => sum(&row.tally) == row.tally.children,
            };
            if !right {
                return Err(format!("{id} in {class}: the counts are wrong: {:?}", row.tally));
            }
        }
    }
    Ok(())
}

fn recount(world: &World, notice: &Notice, class: ClassId) -> Result<Tally, String> {
    let mut tally = Tally::default();
    for card in cards(world, class)? {
        let receipt = read_receipt(&world.office, notice.id, ChildId(card.id.0))?;
        tally.add(reach(notice, &card, receipt.as_ref()));
    }
    Ok(tally)
}

fn cards(world: &World, class: ClassId) -> Result<Vec<ChildCard>, String> {
    let scope = Scope::new(ScopeKind::ClassStaff, class.0);
    let rows = world.office.run(work!(|tx| tx.alive(scope, "child").await));
    let rows = rows.map_err(|error| error.to_string())?;
    let read = |row: protocol::WireRow| match Row::decode("child", &row.body?) {
        Some(Row::Child(card)) => Some(card),
        _ => None,
    };
    Ok(rows.into_iter().filter_map(read).collect())
}

fn sum(tally: &Tally) -> u32 {
    let Tally {
        children: _,
        unreachable,
        on_server,
        on_device,
        shown,
        half,
        offline,
        done,
        declined,
    } = tally;
    [
        unreachable,
        on_server,
        on_device,
        shown,
        half,
        offline,
        done,
        declined,
    ]
    .into_iter()
    .sum()
}
