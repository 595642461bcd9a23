//! The invariants, at the end of a run: what every reader of the README is promised.

use crate::{check_notices, device::Device, world::World};
use domain::{Action, RowKey, Scope};
use protocol::{Outcome, WireRow};
use replica::ItemState;
use std::collections::{BTreeMap, BTreeSet};

pub fn everything(world: &mut World) -> Result<(), String> {
    for n in 0..world.devices.len() {
        cache_equals_rights(world, n)?;
        saved_means_saved(world, n)?;
        accepted_means_accepted(world, n)?;
        exactly_once(world, n)?;
    }
    check_notices::everything(world)
}

fn fail<T>(device: &Device, what: impl std::fmt::Display) -> Result<T, String> {
    Err(format!("device {}: {what}", device.place))
}

/// "The cache equals the rights" and "convergence": scope by scope, row by row, version by version.
fn cache_equals_rights(world: &World, n: usize) -> Result<(), String> {
    let device = &world.devices[n];
    let truth = world
        .office
        .truth(device.person, world.now)
        .map_err(|error| error.to_string())?;
    let held: BTreeMap<Scope, BTreeMap<RowKey, &WireRow>> = device
        .replica
        .mirror()
        .scopes()
        .map(|(scope, rows)| {
            (
                *scope,
                rows.iter().map(|(key, held)| (key.clone(), &held.wire)).collect(),
            )
        })
        .collect();
    for (scope, rows) in &held {
        if !rows.is_empty() && !truth.contains_key(scope) {
            return fail(device, format!("still holds {scope}"));
        }
    }
    for (scope, rows) in &truth {
        let held = held.get(scope).cloned().unwrap_or_default();
        if held.len() != rows.len() {
            return fail(
                device,
                format!("{scope}: {} rows held, {} at the office", held.len(), rows.len()),
            );
        }
        for row in rows {
            if held.get(&row.key()) != Some(&row) {
                return fail(device, format!("{scope}: {:?} differs", row.key()));
            }
        }
    }
    Ok(())
}

/// What was called saved was answered by the office, or is still here for its writer, or was taken back.
fn saved_means_saved(world: &World, n: usize) -> Result<(), String> {
    let device = &world.devices[n];
    let view = device.replica.view(world.now);
    // What waits for another phone after a restore keeps back what was written on top of it.
    let mut held = BTreeSet::new();
    for item in view.unsent() {
        if !item.is_waiting() && !item.command.depends_on.iter().any(|id| held.contains(id)) {
            return fail(device, "the outbox did not drain");
        }
        held.insert(item.command.id);
    }
    for id in &device.saved {
        let answered = world
            .office
            .outcome(*id)
            .map_err(|error| error.to_string())?
            .is_some();
        let action = device.actions.get(id);
        let here = action.is_some_and(|action| device.has(action));
        // What a phone says by itself is forgotten here when it came too late; so may a restored office.
        let forgettable = world.restored_at.is_some() && action.is_some_and(Action::is_quiet);
        if !answered && !here && !forgettable && !device.discarded.contains(id) {
            return fail(device, format!("{id} was saved and is lost"));
        }
    }
    Ok(())
}

/// What was once called accepted is true, or is in its writer's hands again: also when the office was restored
/// to a time before.
fn accepted_means_accepted(world: &World, n: usize) -> Result<(), String> {
    let device = &world.devices[n];
    for action in &device.told {
        if effect(world, action)? == Some(false) && !device.has(action) {
            return fail(device, format!("{action:?} was accepted and is lost"));
        }
    }
    Ok(())
}

/// An accepted command has its effect, a refused one has none, and phone and office say the same.
fn exactly_once(world: &World, n: usize) -> Result<(), String> {
    let device = &world.devices[n];
    for item in device.replica.view(world.now).outbox.iter() {
        let id = item.command.id;
        let outcome = world.office.outcome(id).map_err(|error| error.to_string())?;
        let accepted = matches!(item.state, ItemState::Accepted { .. });
        let agree = match (&item.state, outcome) {
            (ItemState::Accepted { .. }, Some(Outcome::Accepted)) => true,
            (ItemState::Refused { reason, .. }, Some(Outcome::Refused { reason: told })) => *reason == told,
            (ItemState::Conflict { .. }, Some(Outcome::Conflict)) => true,
            (ItemState::Discarded { .. }, None) => true,
            // Its writer was told no, and a restored office has forgotten that: nothing is to be done again.
            (ItemState::Refused { .. } | ItemState::Conflict { .. }, None) => world.restored_at.is_some(),
            // Waits, or builds on what waits: see `saved_means_saved`.
            (ItemState::Saved | ItemState::Sending, None) => true,
            _ => false,
        };
        if !agree {
            return fail(
                device,
                format!("{id}: {:?} here, {outcome:?} at the office", item.state),
            );
        }
        if let Some(effect) = effect(world, &item.command.action)?
            && effect != accepted
        {
            return fail(device, format!("{id}: accepted {accepted}, effect {effect}"));
        }
    }
    Ok(())
}

/// Whether the row that this command would have made is there.
fn effect(world: &World, action: &Action) -> Result<Option<bool>, String> {
    let found = |kind, id| world.office.row(kind, id).map(|row| Some(row.is_some()));
    let action = match action {
        Action::Notes(action) => action,
        Action::Notices(action) => {
            let publishes = matches!(action.verb, domain::notices::Verb::Publish(_));
            let published = found("notice", action.notice.0).map_err(|error| error.to_string())?;
            return Ok(published.filter(|_| publishes));
        }
    };
    let found = match action.verb.entry() {
        Some(entry) => found("note_entry", entry.0),
        None if matches!(action.verb, domain::notes::Verb::Open { .. }) => found("note", action.note.0),
        None => Ok(None),
    };
    found.map_err(|error| error.to_string())
}
