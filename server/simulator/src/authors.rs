//! What the school's people of a run do with notices: publish, correct, take back, remind, telephone.

use crate::{
    actions::{Pen, chance},
    school::{ADMIN, CHILDREN, CLASS_TEACHER, CLASSES, SCHOOL},
};
use domain::{
    ClassId, Day, EntryId, NoticeId, PersonId, Row,
    notices::{
        Action, Address, Ask, Channel, Draft, Form, Household, Kind, Level, Notice, Question, QuestionKind,
        Slot, Text, Verb,
    },
};
use rand::{RngExt, seq::IndexedRandom};

const HOUR_MS: i64 = 3_600_000;

pub fn act(pen: &mut Pen<'_>) {
    let notices = on_screen(pen);
    match notices.choose(&mut *pen.rng).cloned() {
        Some(notice) if chance(pen.rng, 65) => {
            let verb = later(pen, &notice);
            pen.notice(Action {
                notice: notice.id,
                verb,
            });
        }
        _ => {
            let draft = draft(pen);
            let notice = NoticeId(pen.fresh());
            pen.notice(Action {
                notice,
                verb: Verb::Publish(Box::new(draft)),
            });
        }
    }
}

pub fn meeting() -> Draft {
    let slots = ["18:00", "18:10", "18:20"].map(|label| Slot {
        label: label.into(),
        places: 1,
    });
    let question = Question {
        label: "时间".into(),
        kind: QuestionKind::Slots(slots.to_vec()),
    };
    Draft {
        address: Address {
            school: SCHOOL,
            level: Level::Grade,
            classes: CLASSES.to_vec(),
        },
        kind: Kind::Action,
        ask: Ask::Confirm,
        household: Household::EachGuardian,
        zh: Some(Text {
            title: "家长会".into(),
            body: "请选一个时间。".into(),
        }),
        en: None,
        form: Some(Form {
            questions: vec![question],
        }),
        not_before: None,
        due: None,
        reason: String::new(),
        test: false,
        over_limit: false,
        despite: None,
    }
}

pub fn on_screen(pen: &Pen<'_>) -> Vec<Notice> {
    let notices = pen.view.all("notice").filter_map(|shown| match shown.row {
        Row::Notice(notice) => Some(notice.clone()),
        _ => None,
    });
    notices.collect()
}

fn later(pen: &mut Pen<'_>, notice: &Notice) -> Verb {
    // What is not out yet is often thought better of.
    if notice.visible_from > pen.view.now && chance(pen.rng, 30) {
        return Verb::Withdraw {
            reason: "改期".into(),
        };
    }
    match pen.rng.random_range(0..20) {
        0..=6 => Verb::Correct {
            // Now and then somebody else's version was on screen.
            base: notice.version() - u32::from(chance(pen.rng, 10)),
            zh: text(pen),
            en: None,
            due: if chance(pen.rng, 70) { notice.due } else { due(pen) },
            material: chance(pen.rng, 50),
            despite: None,
        },
        7 => Verb::Withdraw {
            reason: "改期".into(),
        },
        8..=10 => Verb::Remind,
        11 => Verb::AllClear {
            text: "解除".into()
        },
        _ => Verb::Record {
            child: *CHILDREN.choose(&mut *pen.rng).unwrap_or(&CHILDREN[0]),
            entry: EntryId(pen.fresh()),
            channel: Channel::Call,
            text: String::new(),
        },
    }
}

fn draft(pen: &mut Pen<'_>) -> Draft {
    let person = pen.device.person;
    let kind = match pen.rng.random_range(0..10) {
        0 | 1 if person == ADMIN => Kind::Emergency,
        2..=5 => Kind::Info,
        _ => Kind::Action,
    };
    let form = chance(pen.rng, 40).then(|| form(pen));
    let asks = [Ask::Confirm, Ask::Sign, Ask::Read, Ask::None];
    let ask = asks[pen.rng.random_range(0..if form.is_some() { 2 } else { 4 })];
    let households = [Household::AnyOne, Household::EachGuardian, Household::SignerOnly];
    let wait_ms = pen.rng.random_range(0..40 * HOUR_MS);
    Draft {
        address: address(pen, person),
        kind,
        ask,
        household: households[pen.rng.random_range(0..households.len())],
        zh: text(pen),
        en: chance(pen.rng, 20).then(|| text(pen)).flatten(),
        form,
        not_before: chance(pen.rng, 30).then(|| pen.view.now.plus_ms(wait_ms)),
        due: due(pen),
        reason: "天气".into(),
        test: chance(pen.rng, 50),
        over_limit: chance(pen.rng, 60),
        despite: None,
    }
}

/// Nearly always one that this person may write to.
fn address(pen: &mut Pen<'_>, person: PersonId) -> Address {
    let (first, second, both) = (vec![CLASSES[0]], vec![CLASSES[1]], CLASSES.to_vec());
    let choices: Vec<(Level, Vec<ClassId>)> = if person == ADMIN {
        vec![
            (Level::School, vec![]),
            (Level::Grade, both),
            (Level::Class, second),
        ]
    } else if person == CLASS_TEACHER && chance(pen.rng, 95) {
        vec![(Level::Class, first)]
    } else {
        vec![
            (Level::Class, first),
            (Level::Class, second),
            (Level::Class, both.clone()),
            (Level::Grade, both),
            (Level::Grade, vec![CLASSES[0]]),
        ]
    };
    let (level, classes) = choices[pen.rng.random_range(0..choices.len())].clone();
    Address {
        school: SCHOOL,
        level,
        classes,
    }
}

fn form(pen: &mut Pen<'_>) -> Form {
    let question = |label: &str, kind| Question {
        label: label.into(),
        kind,
    };
    let mut questions = vec![question("想谈什么", QuestionKind::Text)];
    if chance(pen.rng, 70) {
        let slots = (0..pen.rng.random_range(2..4)).map(|n| Slot {
            label: format!("18:{n}0"),
            places: pen.rng.random_range(1..3),
        });
        questions.insert(0, question("时间", QuestionKind::Slots(slots.collect())));
    } else {
        let options = vec!["去".to_owned(), "不去".to_owned()];
        questions.push(question("秋游", QuestionKind::Choice(options)));
    }
    Form { questions }
}

fn text(pen: &mut Pen<'_>) -> Option<Text> {
    let number = pen.rng.random_range(0..1_000_000);
    Some(Text {
        title: format!("通知{number}"),
        body: format!("带水和帽子。{number}"),
    })
}

fn due(pen: &mut Pen<'_>) -> Option<Day> {
    let days = pen.rng.random_range(0..6);
    chance(pen.rng, 50).then(|| pen.view.now.day().plus_days(days))
}
