//! The demo school: a roster in the binary, nine people with fixed sign-ins, and what they wrote.

mod authors;
mod cast;
mod families;
mod ids;
mod notes;
mod notices;
mod scenes;
mod school;

pub use cast::{CAST, PASSWORD};

use crate::{
    clock::{Clock, DEMO_START},
    passwords::{Cost, hash_now},
};
use anyhow::{Result, ensure};
use authors::Authors;
use domain::Instant;
use ids::SeededIds;
use office::StoreError;
use store::Store;

/// Fills an empty store, in one transaction; a store that is a demo already is left as it is.
pub async fn fill(store: &Store, clock: &Clock, cost: Cost) -> Result<()> {
    match store.read(store::work!(|tx| state(tx).await)).await? {
        State::Demo => return Ok(()),
        State::Other => ensure!(
            false,
            "this store holds a school already; --demo wants a data folder of its own"
        ),
        State::Empty => {}
    }
    tracing::info!("filling the demo school");
    let (now, hash) = (clock.now().max(DEMO_START), hash_now(PASSWORD, cost));
    let filled = store.write(store::work!(|tx| {
        // Another server over the same database may have been quicker.
        if !matches!(state(tx).await?, State::Empty) {
            return Ok(());
        }
        let mut ids = SeededIds::default();
        school::import(tx, &mut ids, now).await?;
        cast::open_accounts(tx, &hash, now).await?;
        families::open_accounts(tx, &hash, now).await?;
        let mut authors = Authors::default();
        notes::write(tx, &mut ids, &mut authors).await?;
        notices::write(tx, &mut ids, &mut authors).await
    }));
    Ok(filled.await?)
}

/// Whether the store is a demo, whatever the command line says: its passwords are everybody's.
pub async fn is_demo(tx: &mut dyn office::Tx) -> Result<bool, StoreError> {
    Ok(tx.login_owner(CAST[0].login).await?.is_some())
}

/// Where a demo's clock goes on: on its afternoon, but never before what already happened in its store.
pub async fn moment(tx: &mut dyn office::Tx) -> Result<Instant, StoreError> {
    let latest = tx.latest_activity().await?;
    Ok(latest.map_or(DEMO_START, |latest| latest.max(DEMO_START)))
}

enum State {
    Empty,
    Demo,
    Other,
}

async fn state(tx: &mut dyn office::Tx) -> Result<State, StoreError> {
    if is_demo(tx).await? {
        return Ok(State::Demo);
    }
    Ok(if tx.records().await?.is_empty() {
        State::Empty
    } else {
        State::Other
    })
}

/// What a demo's own data breaks is a fault of the build.
fn broken(what: impl Into<String>) -> StoreError {
    StoreError::Broken(format!("demo: {}", what.into()))
}
