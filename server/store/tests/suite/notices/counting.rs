//! What a household's answers do: appointments, authors' counts, daily limits, phones that fall silent.

use super::town::*;
use crate::suite::{Runs, now};
use domain::{
    DeviceId, Refusal,
    notices::{Draft, Household, Level, Tally, Verb},
};
use office::accounts;
use protocol::Outcome;
use store::work;

const DAY_MS: i64 = 86_400_000;

fn refused(reason: Refusal) -> Outcome {
    Outcome::Refused { reason }
}

fn decline(n: usize, base: u32) -> Verb {
    Verb::Decline {
        child: child(n),
        version: 1,
        reason: String::new(),
        base,
    }
}

pub fn an_appointment_is_given_once(store: &impl Runs) {
    found(store);
    publish(store, CLASS_TEACHER, notice(1), meeting(), now());
    ok(store, MOTHER, notice(1), book(0, 0, 0), now());
    assert_eq!(
        act(store, AUNT, notice(1), book(1, 0, 0), now()),
        refused(Refusal::SlotTaken)
    );
    assert_eq!(
        act(store, FATHER, notice(1), book(0, 1, 0), now()),
        Outcome::Conflict,
        "he has not seen her answer"
    );
    ok(store, AUNT, notice(1), book(1, 1, 0), now());
    assert_eq!(left(store, notice(1)), [0, 0]);
    ok(store, FATHER, notice(1), decline(0, 1), now());
    assert_eq!(left(store, notice(1)), [1, 0]);
    ok(store, FATHER, notice(1), decline(0, 2), now());
    assert_eq!(left(store, notice(1)), [1, 0], "no place is given back twice");
    assert_eq!(
        receipt(store, notice(1), 0).done(1).len(),
        3,
        "every answer stays"
    );
}

pub fn an_author_s_counts_follow_answers_corrections_and_moves(store: &impl Runs) {
    found(store);
    let both = Draft {
        household: Household::EachGuardian,
        ..to(Level::Grade, &[0, 1])
    };
    publish(store, GRADE_HEAD, notice(1), both, now());
    let counts = |class| {
        let Tally {
            children,
            on_server,
            half,
            done,
            ..
        } = tally(store, notice(1), class);
        (children, on_server, half, done)
    };
    assert_eq!((counts(0), counts(1)), ((2, 2, 0, 0), (1, 1, 0, 0)));
    ok(store, MOTHER, notice(1), confirm(0, 1), now());
    assert_eq!(counts(0), (2, 1, 1, 0));
    ok(store, FATHER, notice(1), confirm(0, 1), now());
    assert_eq!(counts(0), (2, 1, 0, 1));
    // A child is counted where it is; one that leaves for a class it was not sent to is counted nowhere.
    move_child(store, 0, 1);
    assert_eq!((counts(0), counts(1)), ((1, 1, 0, 0), (2, 1, 0, 1)));
    move_child(store, 0, 2);
    assert_eq!((counts(0), counts(1)), ((1, 1, 0, 0), (1, 1, 0, 0)));
    ok(store, MOTHER, notice(1), confirm(0, 1), now());
    assert_eq!((counts(0), counts(1)), ((1, 1, 0, 0), (1, 1, 0, 0)));
    move_child(store, 0, 0);
    assert_eq!(counts(0), (2, 1, 0, 1));
    // A small correction asks nobody anew, a material one everybody.
    let correct = |base, material| Verb::Correct {
        base,
        zh: draft().zh,
        en: None,
        due: None,
        material,
        despite: None,
    };
    ok(store, GRADE_HEAD, notice(1), correct(1, false), now());
    assert_eq!(counts(0), (2, 1, 0, 1));
    ok(store, GRADE_HEAD, notice(1), correct(2, true), now());
    assert_eq!(counts(0), (2, 2, 0, 0));
    ok(store, FATHER, notice(1), confirm(0, 3), now());
    assert_eq!(counts(0), (2, 1, 1, 0));
}

pub fn a_class_s_daily_notices_are_counted_by_the_day_they_go_out(store: &impl Runs) {
    found(store);
    let tomorrow = || Draft {
        not_before: Some(now().plus_ms(DAY_MS)),
        ..draft()
    };
    for n in 0..3 {
        publish(store, CLASS_TEACHER, notice(n), tomorrow(), now());
    }
    let fourth = Verb::Publish(Box::new(tomorrow()));
    assert_eq!(
        act(store, MATHS, notice(3), fourth, now()),
        refused(Refusal::DailyLimit)
    );
    publish(store, MATHS, notice(4), draft(), now());
    let all_the_same = Draft {
        over_limit: true,
        ..tomorrow()
    };
    publish(store, MATHS, notice(5), all_the_same, now());
}

pub fn a_guardian_falls_silent_with_the_day_and_comes_back_at_once(store: &impl Runs) {
    found(store);
    publish(store, ADMIN, notice(1), to(Level::School, &[]), now());
    let silent = || {
        (
            card(store, 1).guardians[0].silent,
            size(store, 0).counts.unreachable,
        )
    };
    let on_server = || {
        (
            tally(store, notice(1), 0).on_server,
            tally(store, notice(1), 0).unreachable,
        )
    };
    let device = DeviceId(crate::suite::id(AUNT));
    let heard = |last, at| {
        store.ok(work!(
            |tx| accounts::heard(tx, person(AUNT), device, last, at).await
        ))
    };
    let last_day = now().plus_ms(14 * DAY_MS);
    tick(store, last_day);
    assert_eq!((silent(), on_server()), ((false, 0), (2, 0)));
    let silent_day = last_day.plus_ms(DAY_MS);
    // The first household's phones are heard of in time.
    for n in [MOTHER, FATHER] {
        let device = DeviceId(crate::suite::id(n));
        store.ok(work!(|tx| tx.touch_device(device, last_day).await));
    }
    tick(store, silent_day);
    assert_eq!((silent(), on_server()), ((true, 1), (1, 1)));
    let head = store.ok(work!(|tx| tx.feed_head().await));
    heard(now(), silent_day);
    assert_eq!((silent(), on_server()), ((false, 0), (2, 0)));
    assert!(store.ok(work!(|tx| tx.feed_head().await)) > head);
    // From then on it is only a time that is written.
    let head = store.ok(work!(|tx| tx.feed_head().await));
    heard(silent_day, silent_day.plus_ms(DAY_MS));
    assert_eq!(store.ok(work!(|tx| tx.feed_head().await)), head);
}
