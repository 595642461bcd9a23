//! The invariants, at the end of a run: what every reader of the README is promised.

use crate::{device::Device, world::World};
use domain::{Action, RowKey, Scope};
use protocol::{Outcome, WireRow};
use replica::ItemState;
use std::collections::BTreeMap;

pub fn everything(world: &mut World) -> Result<(), String> {
    for n in 0..world.devices.len() {
        cache_equals_rights(world, n)?;
        saved_means_saved(world, n)?;
        exactly_once(world, n)?;
    }
    Ok(())
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
    if device.replica.unsent_count() > 0 {
        return fail(device, "the outbox did not drain");
    }
    for id in &device.saved {
        let answered = world
            .office
            .outcome(*id)
            .map_err(|error| error.to_string())?
            .is_some();
        let here = device.replica.item_of(*id).is_some();
        if !answered && !here && !device.discarded.contains(id) {
            return fail(device, format!("{id} was saved and is lost"));
        }
    }
    Ok(())
}

/// An accepted command has its effect, a refused one has none, and phone and office say the same.
fn exactly_once(world: &World, n: usize) -> Result<(), String> {
    let device = &world.devices[n];
    for id in &device.saved {
        let Some(item) = device.replica.item_of(*id) else {
            continue;
        };
        let outcome = world.office.outcome(*id).map_err(|error| error.to_string())?;
        let accepted = matches!(item.state, ItemState::Accepted { .. });
        let agree = match (&item.state, outcome) {
            (ItemState::Accepted { .. }, Some(Outcome::Accepted)) => true,
            (ItemState::Refused { reason, .. }, Some(Outcome::Refused { reason: told })) => *reason == told,
            (ItemState::Conflict { .. }, Some(Outcome::Conflict)) => true,
            (ItemState::Discarded { .. }, None) => true,
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
    let Action::Notes(action) = action;
    let found = |kind, id| world.office.row(kind, id).map(|row| Some(row.is_some()));
    let found = match action.verb.entry() {
        Some(entry) => found("note_entry", entry.0),
        None if matches!(action.verb, domain::notes::Verb::Open { .. }) => found("note", action.note.0),
        None => Ok(None),
    };
    found.map_err(|error| error.to_string())
}
