//! When a notice lies where.

use super::town::*;
use crate::suite::{Runs, now};
use domain::{
    Instant, Refusal, Scope, ScopeKind,
    notices::{Draft, Level, Verb, receipt_id},
};
use office::people::Concerned;
use protocol::Outcome;
use store::work;

const HOUR_MS: i64 = 3_600_000;

/// Today at this hour.
fn at(hour: i64) -> Instant {
    now().day().start().plus_ms(hour * HOUR_MS)
}

fn in_class(n: usize, author: u128) -> Vec<Scope> {
    vec![
        Scope::new(ScopeKind::Person, person(author).0),
        Scope::new(ScopeKind::ClassFamily, CLASSES[n].0),
        Scope::new(ScopeKind::ClassStaff, CLASSES[n].0),
    ]
}

fn family(n: usize) -> Scope {
    Scope::new(ScopeKind::ChildFamily, child(n).0)
}

fn refused(reason: Refusal) -> Outcome {
    Outcome::Refused { reason }
}

pub fn a_class_notice_lies_with_its_class_once_and_with_its_author(store: &impl Runs) {
    found(store);
    publish(store, CLASS_TEACHER, notice(1), draft(), now());
    assert_eq!(homes(store, "notice", notice(1).0), in_class(0, CLASS_TEACHER));
    let head = store.ok(work!(|tx| tx.feed_head().await));
    tick(store, now());
    assert_eq!(
        store.ok(work!(|tx| tx.feed_head().await)),
        head,
        "nothing is said twice"
    );
}

pub fn what_is_scheduled_or_written_at_night_waits_for_its_moment(store: &impl Runs) {
    found(store);
    publish(store, CLASS_TEACHER, notice(1), meeting(), at(22));
    let scheduled = Draft {
        not_before: Some(at(24 + 12)),
        ..draft()
    };
    publish(store, CLASS_TEACHER, notice(2), scheduled, now());
    let own = vec![Scope::new(ScopeKind::Person, person(CLASS_TEACHER).0)];
    let morning = at(24 + 7);
    for (moment, night, noon) in [
        (at(23), false, false),
        (morning.plus_ms(-1), false, false),
        (morning, true, false),
        (at(24 + 12), true, true),
    ] {
        tick(store, moment);
        for (kind, on, is_out) in [("notice", 1, night), ("slots", 1, night), ("notice", 2, noon)] {
            let expected = if is_out {
                in_class(0, CLASS_TEACHER)
            } else {
                own.clone()
            };
            assert_eq!(
                homes(store, kind, notice(on).0),
                expected,
                "{kind} {on} at {}",
                moment.clock()
            );
        }
        let next = store.ok(work!(|tx| tx.next_release().await));
        let expected = [morning, at(24 + 12)].into_iter().find(|at| *at > moment);
        assert_eq!(next, expected);
    }
    // Before its moment nobody can answer it, whoever guessed its id.
    publish(store, CLASS_TEACHER, notice(3), draft(), at(24 + 21));
    assert_eq!(
        act(store, MOTHER, notice(3), confirm(0, 1), at(24 + 22)),
        refused(Refusal::NotFound)
    );
}

pub fn a_notice_that_is_taken_back_keeps_its_title_or_never_goes_out(store: &impl Runs) {
    found(store);
    let withdraw = || Verb::Withdraw {
        reason: "改期".into(),
    };
    publish(store, CLASS_TEACHER, notice(1), draft(), now());
    ok(store, CLASS_TEACHER, notice(1), withdraw(), now());
    let text = read(store, notice(1)).edition.zh.expect("Chinese");
    assert_eq!((text.title.as_str(), text.body.as_str()), ("秋游", ""));
    assert_eq!(homes(store, "notice", notice(1).0), in_class(0, CLASS_TEACHER));
    // Nobody had seen this one, so nobody need learn that there was one.
    publish(store, CLASS_TEACHER, notice(2), meeting(), at(21));
    ok(store, CLASS_TEACHER, notice(2), withdraw(), at(22));
    tick(store, at(24 + 8));
    for kind in ["notice", "slots"] {
        let own = vec![Scope::new(ScopeKind::Person, person(CLASS_TEACHER).0)];
        assert_eq!(homes(store, kind, notice(2).0), own);
    }
}

pub fn wider_notices_reach_what_their_preview_counted(store: &impl Runs) {
    found(store);
    let counts = |classes: &[usize]| {
        let sizes = classes.iter().map(|n| size(store, *n).counts);
        sizes.fold(Default::default(), |sum: domain::notices::Counts, size| {
            sum.plus(&size)
        })
    };
    publish(store, GRADE_HEAD, notice(1), to(Level::Grade, &[0, 1]), now());
    publish(store, ADMIN, notice(2), to(Level::School, &[]), now());
    let (grade, school) = (read(store, notice(1)), read(store, notice(2)));
    assert_eq!((grade.counts.children, grade.counts), (3, counts(&[0, 1])));
    assert_eq!((school.counts.guardians, school.counts), (5, counts(&[0, 1, 2])));
    assert_eq!((grade.to.as_str(), school.to.as_str()), ("三年级", "云溪学校"));
    let mut expected = [in_class(0, GRADE_HEAD), in_class(1, GRADE_HEAD)].concat();
    expected.sort();
    expected.dedup();
    assert_eq!(homes(store, "notice", notice(1).0), expected);
    let school = [
        Scope::new(ScopeKind::Person, person(ADMIN).0),
        Scope::new(ScopeKind::SchoolFamily, SCHOOL.0),
        Scope::new(ScopeKind::SchoolStaff, SCHOOL.0),
    ];
    assert_eq!(homes(store, "notice", notice(2).0), school);
}

pub fn a_stranger_publishes_and_answers_nothing(store: &impl Runs) {
    found(store);
    publish(store, CLASS_TEACHER, notice(1), draft(), now());
    let strange = [
        (MOTHER, draft()),
        (GRADE_HEAD, draft()),
        (CLASS_TEACHER, to(Level::Grade, &[0, 1])),
        (GRADE_HEAD, to(Level::School, &[])),
        (GRADE_HEAD, to(Level::Grade, &[0, 2])),
    ];
    for (who, draft) in strange {
        let verb = Verb::Publish(Box::new(draft));
        assert_eq!(
            act(store, who, notice(9), verb, now()),
            refused(Refusal::NotAllowed),
            "{who}"
        );
    }
    let withdraw = Verb::Withdraw {
        reason: "改期".into(),
    };
    assert_eq!(
        act(store, GRADE_HEAD, notice(1), withdraw, now()),
        refused(Refusal::NotFound)
    );
    // Not this child's guardian; and a child whose class it was not for.
    for (who, n) in [(AUNT, 0), (UNCLE, 2)] {
        assert_eq!(
            act(store, who, notice(1), confirm(n, 1), now()),
            refused(Refusal::NotFound),
            "{who}"
        );
    }
}

pub fn receipts_lie_with_the_family_and_a_subject_teacher_while_that_is_one(store: &impl Runs) {
    found(store);
    publish(store, CLASS_TEACHER, notice(1), draft(), now());
    publish(store, MATHS, notice(2), draft(), now());
    for on in [notice(1), notice(2)] {
        ok(store, MOTHER, on, confirm(0, 1), now());
    }
    let own = Scope::new(ScopeKind::Person, person(MATHS).0);
    let lies = |on| homes(store, "receipt", receipt_id(on, child(0)).0);
    assert_eq!(
        lies(notice(1)),
        [family(0)],
        "a class teacher reads with the family"
    );
    assert_eq!(lies(notice(2)), [own, family(0)]);
    store.ok(work!(|tx| {
        tx.drop_teaching(&teaching(MATHS, 0, false)).await?;
        let mut concerned = Concerned::default();
        concerned.classes.insert(CLASSES[0]);
        concerned.people.insert(person(MATHS));
        concerned.refresh(tx, now()).await
    }));
    assert_eq!(lies(notice(2)), [family(0)]);
    ok(store, FATHER, notice(2), confirm(0, 1), now());
    assert_eq!(
        lies(notice(2)),
        [family(0)],
        "a later answer does not bring it back"
    );
}

pub fn a_leaver_keeps_what_was_sent_and_a_joiner_gets_what_is_current(store: &impl Runs) {
    found(store);
    publish(store, CLASS_TEACHER, notice(1), meeting(), now());
    publish(store, CLASS_TEACHER, notice(2), draft(), at(21));
    move_child(store, 0, 1);
    for kind in ["notice", "slots"] {
        assert!(
            homes(store, kind, notice(1).0).contains(&family(0)),
            "{kind} goes along"
        );
    }
    assert!(
        !homes(store, "notice", notice(2).0).contains(&family(0)),
        "it had not been sent"
    );
    // It still answers, its own row moves on with the class's.
    ok(store, MOTHER, notice(1), book(0, 0, 0), now());
    assert_eq!(left(store, notice(1)), [0, 1]);
    let correct = Verb::Correct {
        base: 1,
        zh: draft().zh,
        en: None,
        due: None,
        material: false,
        despite: None,
    };
    ok(store, CLASS_TEACHER, notice(1), correct, now());
    assert!(homes(store, "notice", notice(1).0).contains(&family(0)));
    // Who joins answers like anybody of the class, and takes along what it answered.
    move_child(store, 2, 0);
    ok(store, UNCLE, notice(1), book(2, 1, 0), now());
    move_child(store, 2, 1);
    assert!(homes(store, "notice", notice(1).0).contains(&family(2)));
}
