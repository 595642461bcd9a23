//! Accounts of the other families, so that a notice reaches most of the school: nobody can sign in with them,
//! since no login leads there.

use super::{broken, cast::person};
use domain::{Instant, SchoolId};
use office::{
    StoreError, Tx,
    accounts::AccountRow,
    people::{refresh_child, refresh_class},
    roster::{RecordKey, RecordKind},
};
use std::collections::BTreeSet;

/// One household in thirteen has no account, as in a real November; those are reached on paper.
const WITHOUT_EVERY: usize = 13;
/// Shown how to claim a slip in stories and tests.
const CLAIMANT: &str = "g000220";

pub async fn open_accounts(tx: &mut dyn Tx, password_hash: &str, now: Instant) -> Result<(), StoreError> {
    let school = tx.record_id(&RecordKey::new(RecordKind::Org, "s01")).await?;
    let school = SchoolId(school.ok_or_else(|| broken("the school was lost"))?);
    let claimant = person(tx, CLAIMANT).await?;
    let mut without = BTreeSet::new();
    let mut count = 0;
    for class in tx.classes_of_school(school).await? {
        for pupil in tx.pupils(class.id, now.day()).await? {
            count += 1;
            for guardian in tx.guardians_of_child(pupil.child).await? {
                if count % WITHOUT_EVERY == 5 || guardian == claimant {
                    without.insert(guardian);
                }
                if without.contains(&guardian) || tx.account(guardian).await?.is_some() {
                    continue;
                }
                let account = AccountRow {
                    person: guardian,
                    password_hash: password_hash.to_owned(),
                    created_at: now,
                    disabled: false,
                };
                tx.set_account(&account).await?;
            }
            refresh_child(tx, pupil.child, now).await?;
        }
        refresh_class(tx, class.id, now).await?;
    }
    Ok(())
}
