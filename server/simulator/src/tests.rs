//! A simulator that catches nothing proves nothing: each deliberate break must be found.

use crate::{Break, run};

const STEPS: u64 = 150;

#[test]
fn sixty_seeds_hold_every_invariant() {
    let mut restores = 0;
    for seed in 1..=60 {
        match run(seed, STEPS, None) {
            Ok(stats) => restores += stats.restores,
            Err(broken) => panic!("seed {seed}: {broken}"),
        }
    }
    assert!(restores >= 30, "offices were restored {restores} times");
}

#[test]
fn a_run_is_the_same_each_time() {
    let once = run(7, STEPS, None).expect("seed 7");
    let twice = run(7, STEPS, None).expect("seed 7");
    assert_eq!(format!("{once:?}"), format!("{twice:?}"));
}

#[test]
fn every_deliberate_break_is_caught_for_its_own_reason() {
    for (breakage, words) in [
        (Break::DedupOff, "at the office"),
        (Break::CursorOutside, "rows held"),
        (Break::RevocationIgnored, "still holds"),
        (Break::EpochKept, "None at the office"),
        (Break::ReleaseEarly, "before its moment"),
        (Break::ReleaseLost, "was addressed to it and is not there"),
        (Break::SlotsForgotten, "taken"),
        (Break::MarkLost, "were accepted, the row has"),
        (Break::WithdrawalKeepsText, "was withdrawn and can be read"),
        (Break::TallyStands, "the counts are wrong"),
        (Break::LeaverLoses, "was addressed to it and is not there"),
    ] {
        let caught = (1..=60).filter_map(|seed| run(seed, STEPS, Some(breakage)).err());
        let caught: Vec<String> = caught.collect();
        assert!(
            caught.iter().any(|why| why.contains(words)),
            "{breakage:?} in 60 seeds: {caught:?}"
        );
    }
}
