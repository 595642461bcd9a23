//! Notices as a person at one phone has them: states by household rule, order, what is asked, what the phone says.

use super::{
    arrivals::{Arrival, arrivals, next},
    card::{NoticeCard, cards},
    changes::seen_before,
    fake::{
        FATHER, SISTER, SISTERS_CLASS, at_noon, confirm, corrected, did, due, item, notice, notice_id,
        receipt, shown, sister, to_both, with_slots,
    },
    filled::{answers, answers_text, is_too_long, of_answers, option, part, with_part},
    model::{Home, Page, Stage, page},
    state::{Asked, State},
};
use crate::{
    fake::{CHILD, CLASS_TEACHER, GRANDMOTHER, MATHS, MOTHER, days_ago, today, view},
    live::Lang,
    notes::Mark as Progress,
    words::words,
};
use domain::{
    ChildId, PersonId, Refusal, Row,
    notices::{AllClear, Ask, DoneKind, Emergency, Given, Household, Kind, Notice, Slots, Verb, Withdrawal},
    people::{Me, Membership, Role},
};
use replica::{Item, ItemState, View};

fn phone(me: PersonId, notices: &[Notice], rows: Vec<Row>, items: Vec<Item>) -> View {
    let notices = notices.iter().cloned().map(Row::Notice);
    let rows = notices.chain([sister()]).chain(rows).collect();
    view(me, rows, items)
}

fn shown_cards(view: &View) -> Vec<NoticeCard> {
    cards(words(Lang::Zh), view, today())
}

fn one_home(view: &View) -> (Page, Home) {
    let page = page(view, notice_id(1), None, today()).expect("a notice");
    let home = page.home(SISTER).expect("a home").clone();
    (page, home)
}

fn staff_me(person: PersonId) -> Row {
    Row::Me(Me {
        person,
        name: "常文军".into(),
        memberships: vec![Membership {
            role: Role::ClassTeacher,
            school: None,
            school_name: String::new(),
            class: Some(SISTERS_CLASS),
            class_name: String::new(),
            child: None,
            subject: String::new(),
        }],
    })
}

const CONFIRMED: DoneKind = DoneKind::Confirmed;

#[test]
fn who_is_asked_depends_on_the_household_rule() {
    let owe = State::Owe(Asked::Confirm);
    let sign = State::Owe(Asked::Sign);
    let done = |kind, by_me| State::Done { kind, by_me };
    // What the father did; what mother, father and grandmother then see.
    for (ask, rule, father, seen) in [
        (Ask::Confirm, Household::AnyOne, None, [owe, owe, owe]),
        (
            Ask::Confirm,
            Household::AnyOne,
            Some(CONFIRMED),
            [
                done(CONFIRMED, false),
                done(CONFIRMED, true),
                done(CONFIRMED, false),
            ],
        ),
        (
            Ask::Confirm,
            Household::EachGuardian,
            None,
            [owe, owe, State::Others],
        ),
        (
            Ask::Confirm,
            Household::EachGuardian,
            Some(CONFIRMED),
            [owe, State::Half, State::Others],
        ),
        (
            Ask::Confirm,
            Household::SignerOnly,
            None,
            [owe, owe, State::Others],
        ),
        (Ask::Sign, Household::AnyOne, None, [sign, sign, State::Others]),
        (
            Ask::Sign,
            Household::AnyOne,
            Some(DoneKind::Declined),
            [
                done(DoneKind::Declined, false),
                done(DoneKind::Declined, true),
                done(DoneKind::Declined, false),
            ],
        ),
        (Ask::Read, Household::AnyOne, None, [State::New; 3]),
    ] {
        let row = notice(1, ask, rule);
        let marks = father.map(|kind| did(FATHER, 1, kind, &[]));
        let rows = vec![receipt(&row, SISTER, marks.into_iter().collect())];
        for (me, state) in [MOTHER, FATHER, GRANDMOTHER].into_iter().zip(seen) {
            let view = phone(me, std::slice::from_ref(&row), rows.clone(), vec![]);
            assert_eq!(
                shown_cards(&view)[0].state,
                state,
                "{ask:?} {rule:?} {father:?} {me}"
            );
        }
    }
}

#[test]
fn what_is_over_asks_nobody() {
    let asked = notice(1, Ask::Confirm, Household::AnyOne);
    let mut expired = asked.clone();
    expired.expires = today().plus_days(-1);
    let mut withdrawn = asked.clone();
    withdrawn.withdrawn = Some(Withdrawal {
        at: days_ago(0),
        by: asked.author.clone(),
        reason: "改期".into(),
    });
    for (row, state) in [(expired, State::Over), (withdrawn, State::Withdrawn)] {
        let view = phone(MOTHER, &[row], vec![], vec![]);
        assert_eq!(shown_cards(&view)[0].state, state);
        assert_eq!(one_home(&view).1.stage, Stage::Nothing);
    }
}

#[test]
fn a_material_correction_asks_again_and_a_small_one_does_not() {
    for (material, state, stage) in [
        (true, State::Owe(Asked::Sign), Stage::Ask),
        (
            false,
            State::Done {
                kind: DoneKind::Signed,
                by_me: true,
            },
            Stage::Nothing,
        ),
    ] {
        let row = corrected(notice(1, Ask::Sign, Household::AnyOne), material);
        let rows = vec![receipt(&row, SISTER, vec![did(MOTHER, 1, DoneKind::Signed, &[])])];
        let (page, home) = one_home(&phone(MOTHER, &[row], rows, vec![]));
        assert_eq!((home.state, home.stage), (state, stage), "{material}");
        assert_eq!(seen_before(&page).expect("an edition").version, 1);
    }
}

#[test]
fn changes_are_told_from_the_edition_that_was_read() {
    let row = corrected(corrected(notice(1, Ask::Read, Household::AnyOne), false), false);
    for (marks, version) in [
        (vec![], 2),
        (vec![shown(MOTHER, 1)], 1),
        (vec![shown(FATHER, 1)], 2),
    ] {
        let rows = vec![receipt(&row, SISTER, marks)];
        let (page, _) = one_home(&phone(MOTHER, std::slice::from_ref(&row), rows, vec![]));
        assert_eq!(seen_before(&page).expect("an edition").version, version);
    }
}

#[test]
fn duties_come_first_by_due_day_and_the_past_comes_last() {
    let asks = |id| notice(id, Ask::Confirm, Household::AnyOne);
    let reads = |id| notice(id, Ask::Read, Household::AnyOne);
    let mut expired = asks(5);
    expired.expires = today().plus_days(-1);
    let mut former = to_both(reads(6));
    former.address.classes = vec![domain::ClassId(uuid::Uuid::from_u128(99))];
    let mut alarm = asks(7);
    alarm.kind = Kind::Emergency;
    alarm.emergency = Some(Emergency {
        test: true,
        all_clear: None,
    });
    let rows = vec![receipt(&former, SISTER, vec![])];
    let all = [
        asks(1),
        due(asks(2), 5),
        due(asks(3), 1),
        reads(4),
        expired,
        former,
        alarm,
        reads(0),
    ];
    let cards = shown_cards(&phone(MOTHER, &all, rows, vec![]));
    let ids: Vec<u128> = cards.iter().map(|card| card.id.0.as_u128() - 700).collect();
    assert_eq!(ids, [7, 3, 2, 1, 0, 4, 5, 6]);
    assert!(cards[0].is_drill && cards[7].is_past);
}

#[test]
fn each_child_has_a_row_and_staff_have_one_of_their_own() {
    let row = to_both(notice(1, Ask::Confirm, Household::AnyOne));
    let children = |me, rows| -> Vec<Option<ChildId>> {
        let view = phone(me, std::slice::from_ref(&row), rows, vec![]);
        shown_cards(&view).iter().map(|card| card.child).collect()
    };
    assert_eq!(children(MOTHER, vec![]), [Some(CHILD), Some(SISTER)]);
    assert_eq!(children(FATHER, vec![]), [Some(SISTER)]);
    assert_eq!(children(MATHS, vec![staff_me(MATHS)]), [None]);
    // An author who is a parent of the class has both: the own child's, and the notice as its author.
    let mut own = row.clone();
    own.author.person = MOTHER;
    let view = phone(MOTHER, &[own], vec![staff_me(MOTHER)], vec![]);
    let mut both: Vec<_> = shown_cards(&view).iter().map(|card| card.child).collect();
    both.sort_unstable();
    assert_eq!(both, [None, Some(CHILD), Some(SISTER)]);
}

#[test]
fn an_only_child_who_changed_class_keeps_its_notices() {
    let mut row = notice(1, Ask::Confirm, Household::AnyOne);
    row.address.classes = vec![domain::ClassId(uuid::Uuid::from_u128(99))];
    let family = phone(FATHER, std::slice::from_ref(&row), vec![], vec![]);
    assert_eq!(shown_cards(&family)[0].child, Some(SISTER));
    // The mother has two children, and nothing tells which: nobody is named wrongly.
    let two = phone(MOTHER, std::slice::from_ref(&row), vec![], vec![]);
    assert_eq!(shown_cards(&two)[0].child, None);
    // A teacher's colleagues write to classes that are not those of the teacher's own child.
    let staff = phone(FATHER, &[row], vec![staff_me(FATHER)], vec![]);
    assert_eq!(shown_cards(&staff)[0].child, None);
}

#[test]
fn a_scheduled_notice_is_its_authors_alone() {
    let mut row = notice(1, Ask::Confirm, Household::AnyOne);
    row.author.person = MOTHER;
    row.visible_from = at_noon(today().plus_days(1));
    let view = phone(MOTHER, &[row], vec![staff_me(MOTHER)], vec![]);
    assert!(
        shown_cards(&view)
            .iter()
            .all(|card| card.state == State::Scheduled)
    );
    assert_eq!(one_home(&view).1.stage, Stage::Nothing);
    assert!(arrivals(&view, today()).is_empty());
}

#[test]
fn my_answer_ends_the_duty_at_once_and_shows_how_far_it_is() {
    let row = notice(1, Ask::Confirm, Household::AnyOne);
    let sent = item(1, row.id, confirm(SISTER, &[]), ItemState::Saved);
    let view = phone(MOTHER, std::slice::from_ref(&row), vec![], vec![sent]);
    let cards = shown_cards(&view);
    let done = State::Done {
        kind: CONFIRMED,
        by_me: true,
    };
    assert_eq!((cards[0].state, cards[0].mark), (done, Some(Progress::Saved)));
    assert_eq!(one_home(&view).1.answered(), 1);
}

#[test]
fn an_answer_that_was_not_accepted_comes_back_to_its_child() {
    let row = with_slots(to_both(notice(1, Ask::Confirm, Household::AnyOne)));
    let given = [Given::Option(1), Given::Text("请早一点".into())];
    let refused = ItemState::Refused {
        at: days_ago(0),
        reason: Refusal::SlotTaken,
    };
    let stuck = item(3, row.id, confirm(SISTER, &given), refused);
    let view = phone(MOTHER, std::slice::from_ref(&row), vec![], vec![stuck.clone()]);
    let (page, home) = one_home(&view);
    assert_eq!(home.stuck.as_ref().map(|item| item.order), Some(3));
    assert_eq!((home.stage, home.mark), (Stage::Ask, Some(Progress::NeedsYou)));
    let brother = page.home(CHILD).expect("a home");
    assert_eq!((brother.stuck.is_none(), brother.mark), (true, None));
    // In words, for the outbox and for a file.
    let action = super::marks::action_of(&stuck).expect("a notice");
    let text = answers_text(words(Lang::Zh), &view, action);
    assert_eq!(text, "哪个时间：18:20\n想说什么：请早一点");
}

#[test]
fn the_other_guardians_answer_can_be_changed_where_there_is_a_form() {
    let given = [Given::Option(0), Given::Text(String::new())];
    let row = with_slots(notice(1, Ask::Confirm, Household::AnyOne));
    let rows = vec![
        receipt(&row, SISTER, vec![did(FATHER, 1, CONFIRMED, &given)]),
        Row::Slots(Slots {
            notice: row.id,
            author: row.author.person,
            address: row.address.clone(),
            left: vec![0, 1],
        }),
    ];
    let view = phone(MOTHER, std::slice::from_ref(&row), rows, vec![]);
    let (page, home) = one_home(&view);
    assert_eq!(
        (home.stage, home.answered(), page.left.as_slice()),
        (Stage::Change, 1, &[0, 1][..])
    );
    assert_eq!(shown_cards(&view)[0].slot.as_deref(), Some("18:10"));
    // Somebody without the right to reply only reads.
    let reader = phone(GRANDMOTHER, &[row], vec![], vec![]);
    assert_eq!(one_home(&reader).1.stage, Stage::Nothing);
}

#[test]
fn no_appointment_is_shown_once_it_was_declined() {
    let given = [Given::Option(0), Given::Text(String::new())];
    let row = with_slots(notice(1, Ask::Confirm, Household::AnyOne));
    let mut declined = did(FATHER, 1, DoneKind::Declined, &[]);
    if let Some(done) = &mut declined.done {
        done.received_at = days_ago(1);
    }
    let marks = vec![did(MOTHER, 1, CONFIRMED, &given), declined];
    let rows = vec![receipt(&row, SISTER, marks)];
    assert_eq!(shown_cards(&phone(MOTHER, &[row], rows, vec![]))[0].slot, None);
}

#[test]
fn a_form_is_one_draft_and_comes_back_as_it_was() {
    let form = with_slots(notice(1, Ask::Confirm, Household::AnyOne))
        .form
        .expect("a form");
    let draft = with_part("", 2, 1, "a\u{1f}b");
    assert_eq!((part(&draft, 0), part(&draft, 1)), ("", "a b"));
    assert_eq!(answers(&form, &draft), None, "no time chosen yet");
    let draft = with_part(&draft, 2, 0, "1");
    let given = [Given::Option(1), Given::Text("a b".into())];
    assert_eq!(answers(&form, &draft).as_deref(), Some(&given[..]));
    assert_eq!(of_answers(&given), draft);
    assert_eq!(
        answers(&form, &with_part(&draft, 2, 0, "7")),
        None,
        "no such time"
    );
    let long = "长".repeat(domain::limits::ANSWER_CHARS_MAX);
    let at_limit = with_part(&draft, 2, 1, &(long.clone() + "\n"));
    assert!(!is_too_long(&at_limit) && answers(&form, &at_limit).is_some());
    assert!(is_too_long(&with_part(&draft, 2, 1, &(long + "了"))));
    let emptied = with_part(&with_part(&draft, 2, 0, ""), 2, 1, "");
    assert_eq!(
        (option(&emptied, 0), emptied.as_str()),
        (None, ""),
        "nothing to keep"
    );
}

#[test]
fn this_phone_says_once_that_a_notice_arrived_for_each_own_child() {
    let asks = to_both(notice(1, Ask::Read, Household::AnyOne));
    let silent = notice(2, Ask::None, Household::AnyOne);
    let told = notice(3, Ask::Confirm, Household::AnyOne);
    let rows = vec![receipt(&told, SISTER, vec![shown(MOTHER, 1)])];
    let all = [asks.clone(), silent, told];
    let of = |me, rows: &[Row], items| -> Vec<(u128, ChildId)> {
        let arrivals = arrivals(&phone(me, &all, rows.to_vec(), items), today());
        arrivals
            .iter()
            .map(|of| (of.notice.0.as_u128() - 700, of.child))
            .collect()
    };
    assert_eq!(of(MOTHER, &rows, vec![]), [(1, CHILD), (1, SISTER)]);
    assert_eq!(of(FATHER, &rows, vec![]), [(1, SISTER), (3, SISTER)]);
    assert!(of(CLASS_TEACHER, &rows, vec![]).is_empty(), "not for staff");
    let arrive = |child| Verb::Arrive { child, version: 1 };
    let refused = ItemState::Refused {
        at: days_ago(0),
        reason: Refusal::NotFound,
    };
    for state in [ItemState::Saved, ItemState::Sending, refused] {
        let said = item(1, asks.id, arrive(SISTER), state.clone());
        assert_eq!(of(MOTHER, &rows, vec![said]), [(1, CHILD)], "{state:?}");
    }
    let newer = corrected(asks, false);
    let rows = vec![receipt(&newer, SISTER, vec![shown(MOTHER, 1)])];
    let again = arrivals(&phone(MOTHER, &[newer], rows, vec![]), today());
    assert!(
        again.iter().any(|of| (of.child, of.version) == (SISTER, 2)),
        "a new text arrives anew"
    );
}

#[test]
fn arrivals_wait_for_those_under_way() {
    let arrival = |id| Arrival {
        guardian: MOTHER,
        notice: notice_id(id),
        child: SISTER,
        version: 1,
    };
    let all: Vec<Arrival> = (0..10).map(arrival).collect();
    let mut said = next(&all, &[]);
    assert_eq!(said, all[..4]);
    assert!(next(&all, &said).is_empty(), "none has reached the disk yet");
    // Two are on the disk now: two more may follow, and nothing is said twice.
    let more = next(&all[2..], &said);
    assert_eq!(more, all[4..6]);
    said.extend(more);
    assert!(next(&all[6..], &said).iter().all(|one| !said.contains(one)));
}

#[test]
fn an_alarm_lasts_until_it_is_cleared() {
    let mut row = notice(1, Ask::Read, Household::AnyOne);
    row.kind = Kind::Emergency;
    row.emergency = Some(Emergency {
        test: false,
        all_clear: None,
    });
    let mut cleared = row.clone();
    if let Some(emergency) = &mut cleared.emergency {
        emergency.all_clear = Some(AllClear {
            at: days_ago(0),
            text: "明天照常上课".into(),
        });
    }
    for (row, alarm) in [(row, true), (cleared, false)] {
        let view = phone(MOTHER, &[row], vec![], vec![]);
        assert_eq!(shown_cards(&view)[0].is_alarm(), alarm);
    }
}
