//! The demo school's roster, inside the binary: a fresh machine needs no neighbour folder.

use super::broken;
use crate::{clock::DEMO_START, import};
use domain::Instant;
use office::{Ids, StoreError, Tx, roster};

macro_rules! files {
    ($($name:literal),* $(,)?) => {
        [$(($name, include_bytes!(concat!("../../demo/school/", $name)).as_slice())),*]
    };
}

const FILES: [(&str, &[u8]); 8] = files!(
    "manifest.csv",
    "orgs.csv",
    "academicSessions.csv",
    "courses.csv",
    "classes.csv",
    "users.csv",
    "demographics.csv",
    "enrollments.csv",
);

pub async fn import(tx: &mut dyn Tx, ids: &mut dyn Ids, now: Instant) -> Result<(), StoreError> {
    let files = FILES
        .iter()
        .map(|(name, bytes)| ((*name).to_owned(), bytes.to_vec()))
        .collect();
    let plan = import::plan(tx, roster::read(roster::from_files(files)), DEMO_START.day()).await?;
    if !plan.outcome.may_apply() {
        return Err(broken(format!("the roster does not import: {:?}", plan.findings)));
    }
    import::apply(tx, &plan, ids, now).await.map(drop)
}
