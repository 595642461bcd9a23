//! Who may do what with a notice, and when families may be reminded.

use super::rules::{May, Remind};
use crate::{
    fake::{MATHS, MOTHER, today},
    notices::author::{composer::blank, school::*, send::builds_on},
};
use domain::{
    Action, Command, CommandId, Instant,
    notices::{self, Ask, Draft, Emergency, Household, Kind, Level, Notice, Verb, Withdrawal},
    people::Role,
};
use replica::{Item, ItemState};
use uuid::Uuid;

fn at(hour: i64, minute: i64) -> Instant {
    today().start().plus_ms((hour * 60 + minute) * 60_000)
}

#[test]
fn the_author_and_administrators_change_a_notice_and_nobody_else() {
    let notice = notice(Ask::Confirm, Household::AnyOne);
    let sizes = || vec![size(CLASS, 3, 0)];
    let all = May {
        change: true,
        register: true,
        all_clear: false,
    };
    assert_eq!(May::of(&class_teacher(sizes(), vec![]), &notice), all);
    assert!(May::of(&maths(sizes()), &notice).nothing(), "another teacher");
    assert!(
        May::of(&phone(MOTHER, vec![], vec![], vec![]), &notice).nothing(),
        "a guardian"
    );
    let admin = phone(MATHS, vec![membership(Role::SchoolAdmin, None)], sizes(), vec![]);
    let change_only = May {
        register: false,
        ..all
    };
    assert_eq!(
        May::of(&admin, &notice),
        change_only,
        "counts and names are the author's"
    );
    let withdrawn = Notice {
        withdrawn: Some(Withdrawal {
            at: at(9, 0),
            by: notice.author.clone(),
            reason: "改期".into(),
        }),
        ..notice
    };
    assert!(!May::of(&class_teacher(sizes(), vec![]), &withdrawn).change);
}

#[test]
fn an_emergency_is_ended_once() {
    let emergency = |all_clear| Notice {
        kind: Kind::Emergency,
        emergency: Some(Emergency {
            test: false,
            all_clear,
        }),
        ..wide(Level::School, vec![])
    };
    let admin = || {
        phone(
            crate::fake::CLASS_TEACHER,
            vec![membership(Role::SchoolAdmin, None)],
            vec![],
            vec![],
        )
    };
    assert!(May::of(&admin(), &emergency(None)).all_clear);
    let ended = domain::notices::AllClear {
        at: at(10, 0),
        text: "平安".into(),
    };
    assert!(!May::of(&admin(), &emergency(Some(ended))).all_clear);
}

#[test]
fn reminders_are_two_twenty_hours_apart_and_by_day() {
    let asked = |ask, reminded: &[Instant]| Notice {
        reminded: reminded.to_vec(),
        ..notice(ask, Household::AnyOne)
    };
    let yesterday = |hour| at(hour, 0).plus_ms(-24 * 3_600_000);
    for (reminded, now, may) in [
        (vec![], at(16, 42), Remind::Yes(2)),
        (vec![], at(20, 30), Remind::Quiet(at(24 + 7, 0))),
        (vec![], at(6, 59), Remind::Quiet(at(7, 0))),
        (vec![at(9, 0)], at(16, 0), Remind::TooSoon(at(24 + 7, 0))), // 05:00 is moved out of the night
        (vec![yesterday(20)], at(15, 59), Remind::TooSoon(at(16, 0))),
        (vec![yesterday(20)], at(16, 0), Remind::Yes(1)),
        (vec![yesterday(8), at(9, 0)], at(16, 0), Remind::Enough),
    ] {
        assert_eq!(
            Remind::of(&asked(Ask::Confirm, &reminded), now),
            may,
            "{reminded:?} {now:?}"
        );
    }
    assert_eq!(Remind::of(&asked(Ask::None, &[]), at(9, 0)), Remind::NotAsked);
    let late = at(9, 0).plus_ms(60 * 24 * 3_600_000);
    assert_eq!(Remind::of(&asked(Ask::Read, &[]), late), Remind::Over);
    let scheduled = Notice {
        visible_from: at(18, 0),
        ..asked(Ask::Read, &[])
    };
    assert_eq!(Remind::of(&scheduled, at(9, 0)), Remind::NotOut);
}

#[test]
fn what_has_not_left_the_phone_reminds_nobody_and_goes_before_what_follows() {
    let notice = notice(Ask::Confirm, Household::AnyOne);
    let command = |id: u128, verb| Command {
        id: CommandId(Uuid::from_u128(id)),
        written_at: at(9, 0),
        depends_on: vec![],
        action: Action::Notices(notices::Action { notice: NOTICE, verb }),
    };
    let draft = Draft {
        zh: notice.edition.zh.clone(),
        ..blank(Some(notice.address.clone()))
    };
    let item = |order, verb, state| Item {
        order,
        command: command(u128::from(order), verb),
        state,
        saved_at: at(9, 0),
        again: None,
    };
    let publish = Verb::Publish(Box::new(draft));
    let unsent = class_teacher(vec![], vec![item(1, publish.clone(), ItemState::Saved)]);
    assert_eq!(Remind::here(&unsent, &notice, at(9, 0)), Remind::NotOut);
    let first = CommandId(Uuid::from_u128(1));
    let withdraw = Verb::Withdraw {
        reason: "改期".into(),
    };
    assert_eq!(builds_on(&unsent, NOTICE, &withdraw), [first]);
    assert_eq!(
        builds_on(&unsent, NOTICE, &publish),
        [],
        "mended, it stands for itself"
    );
    let arrived = ItemState::Accepted {
        at: at(9, 1),
        covered: true,
    };
    let sent = class_teacher(vec![], vec![item(1, publish, arrived)]);
    assert_eq!(Remind::here(&sent, &notice, at(9, 2)), Remind::Yes(2));
    assert_eq!(builds_on(&sent, NOTICE, &withdraw), []);
}
