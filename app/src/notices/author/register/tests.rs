//! The register under each rule of a household, its filter and its counts, and what of it is whose to see.

use super::{
    counts::{counts_line, left_line},
    csv::csv,
    lines::{Did, Line, Reader, left, lines, tallies, tally},
    screen::shown,
    table::{contact_text, said_text},
};
use crate::{
    fake::{CHILD, CLASS_TEACHER, GRANDMOTHER, MATHS, MOTHER, days_ago, today},
    live::Lang,
    notices::author::school::*,
    words::words,
};
use domain::{
    ChildId, Instant, PersonId, Row,
    notices::{
        Ask, Channel, DoneKind, Form, Given, Household, Level, Notice, Question, QuestionKind, Reach,
        Receipt, Stage, Tally, TallyRow, tally_id,
    },
    people::Role,
};
use replica::View;

/// Noon on a school day, when staff see what families did.
fn noon() -> Instant {
    days_ago(0).plus_ms(3_600_000)
}

fn on(notice: &Notice, receipts: Vec<Receipt>) -> Vec<Line> {
    let view = class_teacher(receipts.into_iter().map(Row::Receipt).collect(), vec![]);
    lines(&view, notice, &class(), noon())
}

fn reach_of(lines: &[Line], child: ChildId) -> Reach {
    lines
        .iter()
        .find(|line| line.child == child)
        .expect("a line")
        .reach
}

fn confirmed(guardian: PersonId, version: u32) -> domain::notices::Mark {
    mark(
        guardian,
        version,
        Some(days_ago(1)),
        done(DoneKind::Confirmed, days_ago(1), vec![], ""),
    )
}

#[test]
fn lines_go_by_seat_and_leave_no_child_out() {
    let lines = on(&notice(Ask::Confirm, Household::AnyOne), vec![]);
    let seats: Vec<_> = lines.iter().map(|line| (line.seat, line.name.as_str())).collect();
    assert_eq!(
        seats,
        [(1, "白一诺"), (2, "曹雨桐"), (6, "丁思远"), (30, "贺新来")]
    );
    let reaches: Vec<_> = lines.iter().map(|line| line.reach).collect();
    let waiting = Reach::Waiting(Stage::OnServer);
    // Neither an account nor a card: both have to be reached another way.
    assert_eq!(
        reaches,
        [waiting, waiting, Reach::Unreachable, Reach::Unreachable]
    );
}

#[test]
fn one_of_two_is_enough_unless_each_is_asked() {
    let half = receipt(TWO_PARENTS, vec![confirmed(FATHER, 1)]);
    let both = receipt(
        TWO_PARENTS,
        vec![confirmed(FATHER, 1), confirmed(OTHER_MOTHER, 1)],
    );
    for (household, receipt, reach) in [
        (Household::AnyOne, &half, Reach::Done(DoneKind::Confirmed)),
        (Household::EachGuardian, &half, Reach::Half),
        (Household::EachGuardian, &both, Reach::Done(DoneKind::Confirmed)),
    ] {
        let lines = on(&notice(Ask::Confirm, household), vec![receipt.clone()]);
        assert_eq!(reach_of(&lines, TWO_PARENTS), reach, "{household:?}");
        let missing = shown(&lines, true, None);
        assert_eq!(missing.contains(&TWO_PARENTS), reach == Reach::Half);
    }
}

#[test]
fn whoever_may_sign_is_reachable_by_the_signer_alone() {
    let lines = on(&notice(Ask::Sign, Household::SignerOnly), vec![]);
    assert_eq!(reach_of(&lines, CHILD), Reach::Waiting(Stage::OnServer));
    assert_eq!(reach_of(&lines, NO_PHONE), Reach::Unreachable);
}

#[test]
fn a_contact_reaches_a_child_without_a_phone_and_takes_it_off_the_list() {
    let mut told = receipt(NO_PHONE, vec![]);
    told.contacts.push(contact(Channel::Call, "叔叔接的"));
    let lines = on(&notice(Ask::Sign, Household::AnyOne), vec![told]);
    assert_eq!(reach_of(&lines, NO_PHONE), Reach::Offline(Channel::Call));
    assert!(!shown(&lines, true, None).contains(&NO_PHONE));
    // The form that is open does not vanish under somebody's hands.
    assert!(shown(&lines, true, Some(NO_PHONE)).contains(&NO_PHONE));
    assert_eq!(shown(&lines, false, None).len(), 4);
    let line = lines.iter().find(|line| line.child == NO_PHONE).expect("a line");
    let zh = words(Lang::Zh);
    assert_eq!(
        contact_text(zh, &line.contacts[0], today()),
        "电话 · 常文军 昨天 12:00：叔叔接的"
    );
}

#[test]
fn what_families_do_at_night_is_shown_in_the_morning() {
    let night = today().plus_days(-1).start().plus_ms(22 * 3_600_000);
    let late = domain::notices::Mark {
        arrived_at: Some(days_ago(3)),
        ..mark(
            MOTHER,
            1,
            Some(night),
            done(DoneKind::Confirmed, night, vec![], ""),
        )
    };
    let notice = notice(Ask::Confirm, Household::AnyOne);
    let view = class_teacher(vec![Row::Receipt(receipt(CHILD, vec![late]))], vec![]);
    let at = |hour: i64| {
        lines(
            &view,
            &notice,
            &class(),
            today().start().plus_ms(hour * 3_600_000),
        )
    };
    assert_eq!(
        reach_of(&at(7), CHILD),
        Reach::Waiting(Stage::OnDevice),
        "it arrived on Friday"
    );
    assert_eq!(reach_of(&at(8), CHILD), Reach::Done(DoneKind::Confirmed));
}

#[test]
fn an_answer_to_an_earlier_text_stays_with_it() {
    let mut notice = notice(Ask::Sign, Household::AnyOne);
    let first = notice.edition.clone();
    notice.edition.version = 2;
    notice.earlier.push(first);
    let signed = mark(
        MOTHER,
        1,
        Some(days_ago(2)),
        done(DoneKind::Signed, days_ago(2), vec![], "1,1 2,2"),
    );
    let read = mark(GRANDMOTHER, 1, Some(days_ago(2)), None);
    let lines = on(&notice, vec![receipt(CHILD, vec![signed, read])]);
    let line = lines.first().expect("a line");
    assert_eq!(line.reach, Reach::Waiting(Stage::OnServer));
    let said: Vec<_> = line.said.iter().map(|said| (said.did, said.earlier)).collect();
    assert_eq!(
        said,
        [(Did::Answered(DoneKind::Signed), Some(1))],
        "reading once says nothing of now"
    );
    assert_eq!(
        line.strokes(),
        None,
        "a signature under another text is none under this"
    );
    let zh = words(Lang::Zh);
    assert_eq!(
        said_text(zh, &line.said[0], today()),
        "家长10（母亲） 已签字（第 1 版） 11月21日 星期六 12:00"
    );
}

#[test]
fn names_are_for_the_class_and_counts_for_the_author_of_a_wider_notice() {
    let own = notice(Ask::Confirm, Household::AnyOne);
    let grade = Notice {
        author: domain::notes::Author {
            person: MATHS,
            name: "李".into(),
        },
        ..wide(Level::Grade, vec![CLASS, NEXT_CLASS])
    };
    let reader = |view: &View, notice: &Notice| {
        let reader = Reader::of(view, notice);
        (reader.classes.len(), reader.counts)
    };
    let class_teacher = class_teacher(vec![], vec![]);
    assert_eq!(reader(&class_teacher, &own), (1, false));
    assert_eq!(
        reader(&class_teacher, &grade),
        (1, false),
        "one's own class, whoever wrote"
    );
    assert_eq!(
        reader(&class_teacher, &wide(Level::Grade, vec![NEXT_CLASS])),
        (0, true)
    );
    assert_eq!(reader(&class_teacher, &wide(Level::School, vec![])), (1, true));
    assert_eq!(
        reader(&maths(vec![]), &own),
        (0, false),
        "another teacher's notice"
    );
    assert_eq!(
        reader(&maths(vec![]), &grade),
        (0, true),
        "wrote to the grade: counts only"
    );
    let mine = Notice {
        author: grade.author.clone(),
        ..own
    };
    assert_eq!(
        reader(&maths(vec![]), &mine),
        (1, false),
        "wrote to the class that one teaches"
    );
    let admin = phone(MATHS, vec![membership(Role::SchoolAdmin, None)], vec![], vec![]);
    assert_eq!(
        reader(&admin, &mine),
        (0, false),
        "names are not for the office of the school"
    );
    assert_ne!(MATHS, CLASS_TEACHER);
}

#[test]
fn counts_are_said_in_words_and_zeroes_are_not() {
    let zh = words(Lang::Zh);
    let lines = on(
        &notice(Ask::Confirm, Household::AnyOne),
        vec![receipt(CHILD, vec![confirmed(MOTHER, 1)])],
    );
    let counted = tally(&lines);
    assert_eq!(
        counts_line(zh, &counted),
        "4 个孩子：1 已回复 · 1 送到学校 · 2 收不到"
    );
    assert_eq!(left(&counted), 3);
    assert_eq!(
        left_line(zh, &counted),
        "还有 3 个孩子家里没有联系到，其中 2 家手机收不到"
    );
    assert_eq!(left_line(zh, &Tally::default()), "每个孩子家里都联系到了");
}

#[test]
fn classes_of_a_wider_notice_stand_by_grade_and_name() {
    let row = |class, name: &str, notice| {
        Row::Tally(TallyRow {
            id: tally_id(notice, class),
            notice,
            class,
            class_name: name.into(),
            author: CLASS_TEACHER,
            tally: Tally::default(),
        })
    };
    let other = domain::NoticeId(uuid::Uuid::from_u128(701));
    let rows = vec![
        row(CLASS, "三年级2班", NOTICE),
        row(OTHER_GRADE, "一年级1班", NOTICE),
        row(NEXT_CLASS, "三年级1班", NOTICE),
        row(CLASS, "三年级2班", other),
        size(CLASS, 3, 0),
        size(NEXT_CLASS, 3, 0),
        size(OTHER_GRADE, 1, 0),
    ];
    let view = class_teacher(rows, vec![]);
    let names: Vec<_> = tallies(&view, &wide(Level::School, vec![]))
        .into_iter()
        .map(|row| row.class_name)
        .collect();
    assert_eq!(names, ["一年级1班", "三年级1班", "三年级2班"]);
}

#[test]
fn a_table_has_a_column_for_each_question_and_no_formula() {
    let question = |label: &str, kind| Question {
        label: label.into(),
        kind,
    };
    let form = Form {
        questions: vec![
            question(
                "是否同意",
                QuestionKind::Choice(vec!["同意".into(), "不同意".into()]),
            ),
            question("过敏", QuestionKind::Text),
        ],
    };
    let notice = Notice {
        form: Some(form),
        ..notice(Ask::Confirm, Household::AnyOne)
    };
    let answers = vec![Given::Option(1), Given::Text("=花生".into())];
    let answered = mark(
        MOTHER,
        1,
        Some(days_ago(1)),
        done(DoneKind::Confirmed, days_ago(1), answers, ""),
    );
    let lines = on(&notice, vec![receipt(CHILD, vec![answered])]);
    let table = csv(words(Lang::Zh), &notice, &lines, today());
    let mut rows = table.split("\r\n");
    let head = "\u{feff}\"座号\",\"姓名\",\"到哪里了\",\"谁，什么时候\",\"是否同意\",\"过敏\",\"联系\"";
    assert_eq!(rows.next(), Some(head));
    let first = "\"1\",\"白一诺\",\"已确认\",\"家长10（母亲） 已确认 昨天 12:00\",\"不同意\",\"'=花生\",\"\"";
    assert_eq!(rows.next(), Some(first));
    assert_eq!(
        rows.count(),
        4,
        "three more children, and the end of the last line"
    );
}
