//! To whom one may write, what the preview says, what stops a text, and how times are made.

use super::{
    address::{addresses, audience_line},
    check::{Fault, Stops, arrival, findings},
    draft::{blank, finished, is_blank},
    limit::own_of_day,
    questions::{add_question, lines_of, set_lines},
    slots::make_slots,
    templates::{Template, fill},
};
use crate::{
    fake::{CLASS_TEACHER, MATHS, days_ago, today},
    live::Lang,
    notices::author::school::*,
    words::words,
};
use domain::{
    Day, Instant, Row,
    notices::{
        Address, Ask, Audience, Counts, Draft, FindingKind, Household, Kind, Level, Notice, Question,
        QuestionKind, Slot,
    },
    people::Role,
};
use std::collections::BTreeMap;

fn at(hour: i64, minute: i64) -> Instant {
    today().start().plus_ms((hour * 60 + minute) * 60_000)
}

fn draft() -> Draft {
    Draft {
        zh: Some(text("秋季体检", "周三上午，请空腹。")),
        ..blank(Some(Address::class(SCHOOL, CLASS)))
    }
}

fn may() -> Audience {
    Audience {
        may: true,
        ..Audience::default()
    }
}

#[test]
fn each_role_is_offered_what_it_may_address_and_nothing_twice() {
    let zh = words(Lang::Zh);
    let sizes = || vec![size(CLASS, 3, 0), size(NEXT_CLASS, 3, 0), size(OTHER_GRADE, 1, 0)];
    let labels = |memberships| {
        let view = phone(MATHS, memberships, sizes(), vec![]);
        for to in addresses(zh, &view) {
            assert!(
                view.audience(&to.address).may,
                "{} is offered, so it may be sent",
                to.label
            );
        }
        addresses(zh, &view)
            .into_iter()
            .map(|to| to.label)
            .collect::<Vec<_>>()
    };
    let teaches = || membership(Role::Teacher, Some(CLASS));
    let leads = || membership(Role::ClassTeacher, Some(CLASS));
    assert_eq!(labels(vec![leads(), teaches()]), ["三年级2班"]);
    assert_eq!(
        labels(vec![teaches(), membership(Role::GradeHead, None)]),
        ["三年级2班", "三年级全体", "三年级10班"]
    );
    assert_eq!(
        labels(vec![membership(Role::SchoolAdmin, None)]),
        [
            "一年级1班",
            "三年级全体",
            "三年级2班",
            "三年级10班",
            "泗水实验学校全校"
        ]
    );
    assert_eq!(
        labels(vec![membership(Role::GradeHead, None)]),
        [""; 0],
        "of no grade"
    );
    let view = phone(MATHS, vec![membership(Role::SchoolAdmin, None)], sizes(), vec![]);
    let one = Address {
        school: SCHOOL,
        level: Level::Grade,
        classes: vec![NEXT_CLASS],
    };
    assert_eq!(
        view.audience(&one).to,
        "三年级10班",
        "one class of a grade goes by its name"
    );
}

#[test]
fn the_preview_says_whom_it_reaches() {
    let line = |unreachable, lang| {
        let counts = Counts {
            children: 38,
            guardians: 71,
            unreachable,
        };
        audience_line(words(lang), &Audience { counts, ..may() })
    };
    assert_eq!(
        line(3, Lang::Zh),
        "38 个孩子，71 位家长，3 家手机收不到 → 发出以后，可以给他们打印通知单。"
    );
    assert_eq!(line(0, Lang::Zh), "38 个孩子，71 位家长，每家都有手机能收到。");
    assert!(line(1, Lang::En).starts_with("38 children, 71 guardians; 1 family has no phone"));
    let zh = words(Lang::Zh);
    assert_eq!(audience_line(zh, &may()), zh.author.sizes_unknown);
    assert_eq!(audience_line(zh, &Audience::default()), zh.author.may_not);
}

#[test]
fn the_moment_of_arrival_is_said_before_it_is_sent() {
    let zh = words(Lang::Zh);
    let wished = |at| Draft {
        not_before: Some(at),
        ..draft()
    };
    let emergency = Draft {
        kind: Kind::Emergency,
        ..draft()
    };
    for (draft, now, said) in [
        (draft(), at(16, 42), "现在 16:42，家长马上收到"),
        (
            draft(),
            at(22, 10),
            "现在 22:10，家长明天 07:00 收到（晚上八点半到早上七点不打扰）",
        ),
        (
            draft(),
            at(5, 0),
            "现在 05:00，家长今天 07:00 收到（晚上八点半到早上七点不打扰）",
        ),
        (wished(at(18, 0)), at(9, 0), "家长 今天 18:00 收到"),
        (wished(at(48 + 8, 0)), at(9, 0), "家长 11月25日 星期三 08:00 收到"),
        (wished(at(21, 0)), at(9, 0), "家长 明天 07:00 收到"),
        (wished(at(8, 0)), at(9, 0), "现在 09:00，家长马上收到"),
        (emergency, at(23, 0), "家长马上收到，不管几点"),
    ] {
        assert_eq!(arrival(zh, &draft, now, true), said);
    }
    assert!(arrival(zh, &draft(), at(9, 0), false).ends_with("现在没有网络，联网后送出"));
}

#[test]
fn what_can_be_mended_is_said_before_it_is_saved() {
    let fault = |change: &dyn Fn(&mut Draft)| {
        let mut draft = draft();
        change(&mut draft);
        Fault::of(&draft, &may(), at(9, 0))
    };
    assert_eq!(fault(&|_| ()), None);
    assert_eq!(fault(&|draft| draft.zh = None), Some(Fault::NoTitle));
    assert_eq!(
        fault(&|draft| draft.zh = Some(text(" ", "x"))),
        Some(Fault::NoTitle)
    );
    assert_eq!(
        fault(&|draft| draft.en = Some(text("Check-up", ""))),
        Some(Fault::NoBody)
    );
    assert_eq!(
        fault(&|draft| draft.en = Some(text("", " "))),
        None,
        "an empty language is none"
    );
    assert_eq!(
        fault(&|draft| draft.zh = Some(text(&"长".repeat(61), "x"))),
        Some(Fault::TooLong)
    );
    assert_eq!(
        fault(&|draft| draft.kind = Kind::Emergency),
        Some(Fault::NoReason)
    );
    assert_eq!(
        fault(&|draft| add_question(draft, QuestionKind::Choice(vec!["同意".into()]), "问".into())),
        Some(Fault::Question)
    );
    assert_eq!(
        fault(&|draft| draft.due = Some(today().plus_days(-1))),
        Some(Fault::Due)
    );
    assert_eq!(fault(&|draft| draft.due = Some(today())), None);
    assert_eq!(
        fault(&|draft| draft.not_before = Some(today().plus_days(70).start())),
        Some(Fault::When)
    );
    assert_eq!(
        Fault::of(&draft(), &Audience::default(), at(9, 0)),
        Some(Fault::MayNot)
    );
}

#[test]
fn the_guard_stops_teachers_and_asks_administrators_for_a_reason() {
    let zh = words(Lang::Zh);
    let mut draft = draft();
    draft.zh = Some(text("期中", "第一名是白一诺"));
    let stops = |is_admin| Stops::of(&draft, &Audience { is_admin, ..may() }, at(9, 0));
    let teacher = stops(false);
    assert_eq!(
        teacher.findings.first().map(|found| found.kind),
        Some(FindingKind::Rank)
    );
    let reasoned = Draft {
        despite: Some("公示要求".into()),
        ..draft.clone()
    };
    assert!(teacher.blocks(&reasoned), "a reason is not a teacher's to give");
    assert!(stops(true).blocks(&draft));
    assert!(!stops(true).blocks(&reasoned));
    assert_eq!(teacher.button(zh, &draft), zh.author.send_not_yet);
    assert_eq!(stops(true).button(zh, &reasoned), zh.author.send_despite);
    // One number in both languages is one number.
    let both = [
        &Some(text("电话", "13800138000")),
        &Some(text("Call", "13800138000")),
    ];
    assert_eq!(findings(&both, &[]), []);
}

#[test]
fn the_fourth_notice_of_a_day_asks_and_goes_when_told() {
    let zh = words(Lang::Zh);
    let busy = |count| Audience {
        busiest: BTreeMap::from([(today(), count)]),
        ..may()
    };
    assert_eq!(Stops::of(&draft(), &busy(2), at(9, 0)).busy, None);
    let stops = Stops::of(&draft(), &busy(3), at(9, 0));
    assert_eq!(stops.busy, Some(3));
    assert!(!stops.blocks(&draft()));
    assert_eq!(stops.button(zh, &draft()), zh.author.send_over_limit);
    assert!(finished(&draft(), true, false).over_limit);
    // Written in the evening it counts for the next day, and emergencies never do.
    assert_eq!(Stops::of(&draft(), &busy(3), at(21, 0)).busy, None);
    let emergency = Draft {
        kind: Kind::Emergency,
        ..draft()
    };
    assert_eq!(Stops::of(&emergency, &busy(3), at(9, 0)).busy, None);
}

#[test]
fn only_ones_own_notices_of_that_day_to_the_same_families_can_take_more() {
    let of = |id: u128, change: &dyn Fn(&mut Notice)| {
        let mut notice = Notice {
            id: domain::NoticeId(uuid::Uuid::from_u128(id)),
            visible_from: days_ago(0),
            ..notice(Ask::Read, Household::AnyOne)
        };
        change(&mut notice);
        Row::Notice(notice)
    };
    let rows = vec![
        of(1, &|_| ()),
        of(2, &|notice| notice.author.person = MATHS),
        of(3, &|notice| notice.visible_from = days_ago(1)),
        of(4, &|notice| notice.kind = Kind::Emergency),
        of(5, &|notice| notice.address.level = Level::Grade),
    ];
    let view = class_teacher(rows, vec![]);
    let found: Vec<u128> = own_of_day(&view, &draft(), today())
        .into_iter()
        .map(|notice| notice.id.0.as_u128())
        .collect();
    assert_eq!(found, [1]);
    let mut asks = draft();
    add_question(&mut asks, QuestionKind::Text, "问".into());
    assert_eq!(
        own_of_day(&view, &asks, today()).len(),
        0,
        "questions cannot be added"
    );
    assert_eq!(view.identity.person, CLASS_TEACHER);
}

#[test]
fn times_are_made_from_a_start_a_step_and_a_count() {
    let label = words(Lang::Zh).author.slot;
    let friday = Day::parse("2026-11-27").expect("a day");
    let made = |start, minutes, count| make_slots(label, friday, start, minutes, count);
    assert_eq!(
        made(18 * 60, 10, 3),
        ["11月27日 18:00", "11月27日 18:10", "11月27日 18:20"]
    );
    assert_eq!(
        made(23 * 60 + 40, 15, 9),
        ["11月27日 23:40", "11月27日 23:55"],
        "the day ends"
    );
    assert_eq!(made(8 * 60, 0, 2).len(), 2, "no step is a minute");
    assert_eq!(made(0, 1, 1_000).len(), 60);
    assert_eq!(made(8 * 60, 10, 0), [""; 0]);
}

#[test]
fn options_are_typed_one_on_each_line() {
    let mut question = Question {
        label: "问".into(),
        kind: QuestionKind::Choice(vec![]),
    };
    set_lines(&mut question, "同意\n", 1);
    assert_eq!(lines_of(&question), "同意\n", "a line that is being begun stays");
    set_lines(&mut question, "", 1);
    assert_eq!(question.kind, QuestionKind::Choice(vec![]));
    let mut times = Question {
        label: "时间".into(),
        kind: QuestionKind::Slots(vec![]),
    };
    set_lines(&mut times, "18:00\n18:10", 2);
    let slot = |label: &str| Slot {
        label: label.into(),
        places: 2,
    };
    assert_eq!(
        times.kind,
        QuestionKind::Slots(vec![slot("18:00"), slot("18:10")])
    );
}

#[test]
fn a_finished_notice_has_nothing_empty_and_nothing_of_another_kind() {
    let mut draft = draft();
    draft.en = Some(text("", " "));
    draft.reason = "暴雨".into();
    draft.test = true;
    draft.despite = Some("因为".into());
    add_question(&mut draft, QuestionKind::Choice(vec![]), "同意吗".into());
    set_lines(
        &mut draft.form.as_mut().expect("a form").questions[0],
        "同意\n\n不同意\n",
        1,
    );
    let sent = finished(&draft, false, false);
    assert_eq!(
        (sent.en, sent.reason.as_str(), sent.test, sent.despite),
        (None, "", false, None)
    );
    let options = &sent.form.expect("a form").questions[0].kind;
    assert_eq!(
        options,
        &QuestionKind::Choice(vec!["同意".into(), "不同意".into()])
    );
    assert_eq!(sent.ask, Ask::Confirm, "a question wants an answer");
}

#[test]
fn every_template_is_whole_but_for_its_times_and_keeps_the_address() {
    for lang in [Lang::Zh, Lang::En] {
        for template in [Template::Meeting, Template::Consent, Template::Safety] {
            let mut draft = blank(Some(Address::class(SCHOOL, CLASS)));
            assert!(is_blank(&draft));
            fill(words(lang), &mut draft, template);
            assert_eq!(draft.address, Address::class(SCHOOL, CLASS));
            let expected = (template == Template::Meeting).then_some(Fault::Question);
            assert_eq!(Fault::of(&draft, &may(), at(9, 0)), expected, "{template:?}");
            assert_eq!(Stops::of(&draft, &may(), at(9, 0)).findings, [], "{template:?}");
            assert!(!is_blank(&draft));
        }
    }
}
