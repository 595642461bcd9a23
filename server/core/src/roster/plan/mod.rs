//! Compares a bundle with the stored roster: what is new, changed, moved, left, and what may be written.

mod compare;
mod homes;
mod rekey;
mod reuse;
mod thresholds;

pub use compare::{Changed, Diff, Moved, Touched};

use super::{
    check::{Checked, check},
    counts::{Counts, overlay},
    finding::{Finding, Outcome},
    notes::Notes,
    reading::Reading,
    record::{Record, RecordKey},
};
use domain::Day;
use std::collections::BTreeMap;

/// What an import would do. A value: nothing has happened yet.
#[derive(Clone, Debug)]
pub struct Plan {
    pub outcome: Outcome,
    pub findings: Vec<Finding>,
    pub diff: Diff,
    /// The records to store, sorted by key; empty unless one person may apply the plan.
    pub writes: Vec<Record>,
    /// What the roster would hold afterwards; for a plan that is held, after its approval.
    pub after: Counts,
    /// Pupils who would then be in no home class on that day, sorted.
    pub without_home: Vec<String>,
    held: Vec<Record>,
}

impl Plan {
    /// What a second person's approval would write, quarantined rows left out. Nothing for a rejected
    /// plan, nor where no single approval can settle the matter.
    pub fn after_approval(&self) -> &[Record] {
        if self.outcome.may_apply() {
            &self.writes
        } else {
            &self.held
        }
    }

    fn rejected(notes: Notes, current: &BTreeMap<RecordKey, Record>) -> Plan {
        Plan {
            outcome: Outcome::Reject,
            findings: notes.finish(),
            diff: Diff::default(),
            writes: Vec::new(),
            after: Counts::of(current.values()),
            without_home: Vec::new(),
            held: Vec::new(),
        }
    }
}

/// Plans an import on top of `current`, as of `today`. A repeat of the same import changes nothing.
pub fn plan(reading: Reading, current: &BTreeMap<RecordKey, Record>, today: Day) -> Plan {
    let Reading { mut notes, bundle } = reading;
    let Some(bundle) = bundle.filter(|_| !notes.rejects()) else {
        return Plan::rejected(notes, current);
    };
    let mut checked = check(bundle, today, &mut notes);
    rekey::settle(&mut checked, current, today, &mut notes);
    let reuse = reuse::hold(&mut checked, current, &mut notes);
    let (mut diff, writes) = compare::compare(checked, current);
    diff.conflicts = reuse.keys;
    let writes = if reuse.wholesale || notes.rejects() {
        Vec::new()
    } else {
        writes
    };
    let after_records: Vec<&Record> = overlay(current, &writes).collect();
    let before = homes::homes(current.values(), today);
    let after = homes::homes(after_records.iter().copied(), today);
    diff.moved = homes::moved(&before, &after, &diff);
    thresholds::check(&diff, current, &writes, (&before, &after), &mut notes);
    let pupils = after_records.iter().filter(|record| thresholds::is_pupil(record));
    let without_home = pupils
        .map(|record| &record.key.sourced_id)
        .filter(|id| !after.contains_key(id.as_str()));
    let without_home = without_home.cloned().collect();
    let after = Counts::of(after_records);
    let findings = notes.finish();
    let outcome = Outcome::of(&findings);
    let (writes, held) = if outcome.may_apply() {
        (writes, Vec::new())
    } else {
        (Vec::new(), writes)
    };
    Plan {
        outcome,
        findings,
        diff,
        writes,
        after,
        without_home,
        held,
    }
}
