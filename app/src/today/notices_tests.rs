//! Notices on Today: what is owed and in which order, what is news, what an author hears of.

use super::select::{Duty, News, Today};
use crate::{
    fake::{CLASS_TEACHER, MOTHER, days_ago, item as note_item, note, notes, reply_verb, today, view},
    live::Lang,
    notices::fake::{
        FATHER, SISTER, SISTERS_CLASS, confirm, did, due, item, notice, receipt, shown, sister, to_school,
    },
    words::words,
};
use domain::{
    ChildId, Day, Row,
    notices::{AllClear, Ask, DoneKind, Emergency, Household, Kind, Notice, Withdrawal},
    people::{ClassCard, Me, Membership, Pupil, Role},
};
use replica::{ItemState, View};

fn select(view: &View, child: Option<ChildId>, today: Day) -> Today {
    super::select::select(words(Lang::Zh), view, child, today)
}

fn phone(notices: &[Notice], rows: Vec<Row>) -> View {
    let notices = notices.iter().cloned().map(Row::Notice);
    view(MOTHER, notices.chain([sister()]).chain(rows).collect(), vec![])
}

fn asks(id: u128) -> Notice {
    notice(id, Ask::Confirm, Household::AnyOne)
}

fn duties(view: &View) -> Vec<u128> {
    let duties = select(view, None, today()).duties;
    let ids = duties.iter().map(|duty| match duty {
        Duty::Notice(card) | Duty::Missing(card, _) => card.id.0.as_u128() - 700,
        Duty::Unsettled(..) | Duty::Answer(_) | Duty::Review(..) => 0,
    });
    ids.collect()
}

fn news(view: &View) -> Vec<u128> {
    let news = select(view, None, today()).reading;
    let ids = news.iter().map(|news| match news {
        News::Notice(card) => card.id.0.as_u128() - 700,
        News::Note(_) => 0,
    });
    ids.collect()
}

fn alarm(id: u128, all_clear: bool) -> Notice {
    let mut alarm = notice(id, Ask::Read, Household::AnyOne);
    alarm.kind = Kind::Emergency;
    alarm.emergency = Some(Emergency {
        test: false,
        all_clear: all_clear.then(|| AllClear {
            at: days_ago(0),
            text: "解除".into(),
        }),
    });
    alarm
}

#[test]
fn the_oldest_due_comes_first_reminders_and_alarms_before_it() {
    let mut reminded = due(asks(3), 9);
    reminded.reminded = vec![days_ago(1)];
    let all = [
        due(asks(1), 2),
        due(asks(2), -1),
        reminded,
        alarm(4, false),
        asks(5),
    ];
    assert_eq!(duties(&phone(&all, vec![])), [4, 3, 5, 2, 1]);
}

#[test]
fn what_is_done_vanishes_whoever_did_it() {
    let row = asks(1);
    let answered = vec![receipt(
        &row,
        SISTER,
        vec![did(FATHER, 1, DoneKind::Confirmed, &[])],
    )];
    assert_eq!(duties(&phone(std::slice::from_ref(&row), vec![])), [1]);
    assert!(duties(&phone(std::slice::from_ref(&row), answered)).is_empty());
    let mine = item(1, row.id, confirm(SISTER, &[]), ItemState::Saved);
    assert!(duties(&view(MOTHER, vec![Row::Notice(row), sister()], vec![mine])).is_empty());
}

#[test]
fn news_goes_once_it_was_on_screen() {
    let reads = |id, days| {
        let mut notice = notice(id, Ask::Read, Household::AnyOne);
        notice.visible_from = days_ago(days);
        notice
    };
    let all = [reads(1, 0), reads(2, 6), reads(3, 8), reads(4, 1)];
    let rows = vec![receipt(&all[3], SISTER, vec![shown(MOTHER, 1)])];
    assert_eq!(news(&phone(&all, rows)), [1, 2]);
}

#[test]
fn an_alarm_that_was_read_stays_on_top_of_the_news_and_its_end_is_told() {
    let seen = |row: &Notice| receipt(row, SISTER, vec![shown(MOTHER, 1)]);
    let (lasting, over) = (alarm(1, false), alarm(2, true));
    let mut old = alarm(3, true);
    if let Some(emergency) = &mut old.emergency {
        emergency.all_clear.as_mut().expect("an end").at = days_ago(3);
    }
    let mut latest = notice(4, Ask::Read, Household::AnyOne);
    latest.visible_from = days_ago(0);
    let rows = vec![seen(&lasting), seen(&over), seen(&old)];
    let phone = phone(&[lasting, over, old, latest], rows);
    assert!(duties(&phone).is_empty());
    assert_eq!(news(&phone), [1, 4, 2]);
}

#[test]
fn a_withdrawal_is_told_for_two_days() {
    for (days, told) in [(1, true), (2, false)] {
        let mut row = asks(1);
        row.withdrawn = Some(Withdrawal {
            at: days_ago(days),
            by: row.author.clone(),
            reason: "改期".into(),
        });
        let rows = vec![receipt(&row, SISTER, vec![shown(MOTHER, 1)])];
        assert_eq!(news(&phone(&[row], rows)) == [1], told, "{days}");
    }
}

#[test]
fn notes_and_notices_share_one_order() {
    let asked = note(1, CLASS_TEACHER, days_ago(1));
    let rows = [
        notes(&[asked]),
        vec![
            Row::Notice(due(asks(1), 1)),
            Row::Notice(due(asks(2), -3)),
            sister(),
        ],
    ];
    assert_eq!(duties(&view(MOTHER, rows.concat(), vec![])), [2, 0, 1]);
}

#[test]
fn an_author_hears_of_missing_answers_near_the_due_day() {
    let class = Row::Class(ClassCard {
        id: SISTERS_CLASS,
        name: "五年级1班".into(),
        school_name: String::new(),
        pupils: vec![Pupil {
            child: SISTER,
            name: "白子轩".into(),
            seat: 1,
        }],
        staff: vec![],
    });
    let me = Row::Me(Me {
        person: CLASS_TEACHER,
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
    });
    let answered = |row: &Notice| receipt(row, SISTER, vec![did(FATHER, 1, DoneKind::Confirmed, &[])]);
    let missing = |row: Notice, rows: Vec<Row>| -> Vec<usize> {
        let rows = rows
            .into_iter()
            .chain([Row::Notice(row), sister(), class.clone(), me.clone()]);
        let view = view(CLASS_TEACHER, rows.collect(), vec![]);
        let duties = select(&view, None, today()).duties;
        let counts = duties.iter().filter_map(|duty| match duty {
            Duty::Missing(_, count) => Some(*count),
            _ => None,
        });
        counts.collect()
    };
    for (days, told) in [(2, false), (1, true), (0, true), (-7, true), (-8, false)] {
        assert_eq!(missing(due(asks(1), days), vec![]) == [1], told, "{days}");
    }
    let row = due(asks(1), 0);
    assert!(missing(row.clone(), vec![answered(&row)]).is_empty());
    let mut another = row;
    another.author.person = FATHER;
    assert!(
        missing(another, vec![]).is_empty(),
        "a colleague's notice is the colleague's"
    );
}

#[test]
fn a_notice_for_no_child_of_mine_is_no_news() {
    let row = to_school(notice(1, Ask::Read, Household::AnyOne));
    let reply = note_item(1, 1, reply_verb(1, "好"), ItemState::Saved);
    let view = view(CLASS_TEACHER, vec![Row::Notice(row)], vec![reply]);
    assert!(news(&view).is_empty() && duties(&view).is_empty());
}
