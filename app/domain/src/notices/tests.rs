//! The rules of notices as tables: who may, what becomes of it, when a child is reached.

use super::*;
use crate::{
    command::{self, Command},
    decide::{Actor, Context, Facts, Need, Refusal, Verdict},
    ids::{ChildId, ClassId, CommandId, EntryId, NoticeId, PersonId, SchoolId},
    people::{ChildCard, ClassSize, GuardianCard, Me, Membership, Right, Rights, Role, StaffCard},
    row::{Row, RowKey},
    time::{Day, Instant},
};
use std::collections::BTreeMap;
use uuid::Uuid;

const CHILD: ChildId = ChildId(Uuid::from_u128(1));
const NOTICE: NoticeId = NoticeId(Uuid::from_u128(0x51));
const SCHOOL: SchoolId = SchoolId(Uuid::from_u128(0x100));
const CLASS: ClassId = ClassId(Uuid::from_u128(0x201));
const NEXT_CLASS: ClassId = ClassId(Uuid::from_u128(0x202));
const OTHER_GRADE: ClassId = ClassId(Uuid::from_u128(0x301));
const MOTHER: u128 = 10;
const FATHER: u128 = 11;
const GRANDMOTHER: u128 = 12;
const CLASS_TEACHER: u128 = 20;
const MATHS: u128 = 21;
const GRADE_HEAD: u128 = 22;
const ADMIN: u128 = 23;
const STRANGER: u128 = 30;

fn at(day: &str, hour: i64, minute: i64) -> Instant {
    Day::parse(day)
        .expect("a day")
        .start()
        .plus_ms((hour * 60 + minute) * 60_000)
}

fn afternoon() -> Instant {
    at("2026-11-23", 16, 42)
}

fn guardian(person: u128, rights: Rights) -> GuardianCard {
    GuardianCard {
        person: PersonId(Uuid::from_u128(person)),
        name: format!("guardian {person}"),
        relation: "家长".into(),
        rights,
        has_account: true,
        silent: false,
    }
}

fn card() -> ChildCard {
    let teacher = |person, class_teacher| StaffCard {
        person: PersonId(Uuid::from_u128(person)),
        name: "老师".into(),
        class_teacher,
        subjects: vec![],
    };
    ChildCard {
        id: CHILD,
        name: "白一诺".into(),
        given_name: "一诺".into(),
        class: CLASS,
        class_name: "三年级2班".into(),
        school: Some(SCHOOL),
        school_name: String::new(),
        guardians: vec![
            guardian(MOTHER, Rights::all()),
            guardian(FATHER, Rights::all()),
            guardian(GRANDMOTHER, Rights::new([Right::Read, Right::Pickup])),
        ],
        staff: vec![teacher(CLASS_TEACHER, true), teacher(MATHS, false)],
    }
}

fn sizes() -> Vec<ClassSize> {
    let size = |id, grade, name: &str| ClassSize {
        id,
        school: SCHOOL,
        name: name.into(),
        grade,
        school_name: "实验小学".into(),
        counts: Counts {
            children: 38,
            guardians: 71,
            unreachable: 3,
        },
    };
    vec![
        size(CLASS, 3, "三年级2班"),
        size(NEXT_CLASS, 3, "三年级3班"),
        size(OTHER_GRADE, 4, "四年级1班"),
    ]
}

fn me(person: u128) -> Me {
    let member = |role, class| Membership {
        role,
        school: Some(SCHOOL),
        school_name: String::new(),
        class,
        class_name: String::new(),
        child: None,
        subject: String::new(),
    };
    let memberships = match person {
        CLASS_TEACHER => vec![member(Role::ClassTeacher, Some(CLASS))],
        MATHS => vec![member(Role::Teacher, Some(CLASS))],
        GRADE_HEAD => vec![
            member(Role::ClassTeacher, Some(NEXT_CLASS)),
            member(Role::GradeHead, None),
        ],
        ADMIN => vec![member(Role::SchoolAdmin, None)],
        _ => vec![],
    };
    Me {
        person: PersonId(Uuid::from_u128(person)),
        name: String::new(),
        memberships,
    }
}

/// One store of truth on which actors act one after the other.
struct World {
    rows: BTreeMap<RowKey, Row>,
    now: Instant,
    busy: BTreeMap<Day, u32>,
}

impl World {
    fn new() -> World {
        let rows = BTreeMap::from([(RowKey::new("child", CHILD.0), Row::Child(card()))]);
        World {
            rows,
            now: afternoon(),
            busy: BTreeMap::new(),
        }
    }

    /// A world in which the class teacher has published this.
    fn with(draft: Draft) -> World {
        let mut world = World::new();
        world.ok(CLASS_TEACHER, Verb::Publish(Box::new(draft)));
        world
    }

    fn act(&mut self, person: u128, verb: Verb) -> Verdict {
        let command = Command {
            id: CommandId(Uuid::from_u128(99)),
            written_at: self.now,
            depends_on: vec![],
            action: command::Action::Notices(Action { notice: NOTICE, verb }),
        };
        let mut facts = Facts::default();
        for need in crate::needs(&command) {
            match need {
                Need::Row(key) => facts
                    .rows
                    .extend(self.rows.get(&key).map(|row| (key, row.clone()))),
                Need::Standing(child) => {
                    facts
                        .standings
                        .insert(child, card().standing(PersonId(Uuid::from_u128(person))));
                }
                Need::Audience(address) => {
                    let audience = self.audience(person, &address);
                    facts.audiences.insert(address, audience);
                }
                Need::AudienceOf(notice) => {
                    let audience = self.audience(person, &self.notice().address);
                    facts.audience_of.insert(notice, audience);
                }
                Need::Addressed(notice, child) => {
                    facts.addressed.insert((notice, child));
                }
            }
        }
        let actor = Actor {
            person: PersonId(Uuid::from_u128(person)),
            name: format!("person {person}"),
        };
        let verdict = crate::decide(&command, &Context { actor, now: self.now }, &facts);
        if let Verdict::Accepted(rows) = &verdict {
            self.rows.extend(rows.iter().map(|row| (row.key(), row.clone())));
        }
        verdict
    }

    fn audience(&self, person: u128, address: &Address) -> Audience {
        let sizes = sizes();
        let busy = |_| self.busy.clone();
        audience_on_phone(
            address,
            &me(person),
            &sizes.iter().collect::<Vec<_>>(),
            busy,
            vec!["赵俊熙".into()],
        )
    }

    fn ok(&mut self, person: u128, verb: Verb) {
        let verdict = self.act(person, verb.clone());
        assert!(
            matches!(verdict, Verdict::Accepted(_)),
            "{person} {verb:?}: {verdict:?}"
        );
    }

    fn no(&mut self, person: u128, verb: Verb, why: Refusal) {
        assert_eq!(
            self.act(person, verb.clone()),
            Verdict::Refused(why),
            "{person} {verb:?}"
        );
    }

    fn notice(&self) -> Notice {
        match self.rows.get(&RowKey::new("notice", NOTICE.0)) {
            Some(Row::Notice(notice)) => notice.clone(),
            other => panic!("{other:?}"),
        }
    }

    fn receipt(&self) -> Option<Receipt> {
        match self
            .rows
            .get(&RowKey::new("receipt", receipt_id(NOTICE, CHILD).0))?
        {
            Row::Receipt(receipt) => Some(receipt.clone()),
            other => panic!("{other:?}"),
        }
    }

    fn reach(&self) -> Reach {
        reach(&self.notice(), &card(), self.receipt().as_ref())
    }

    fn left(&self) -> Vec<u16> {
        match self.rows.get(&RowKey::new("slots", NOTICE.0)) {
            Some(Row::Slots(slots)) => slots.left.clone(),
            other => panic!("{other:?}"),
        }
    }
}

fn text(title: &str, body: &str) -> Option<Text> {
    Some(Text {
        title: title.into(),
        body: body.into(),
    })
}

fn draft(ask: Ask, household: Household) -> Draft {
    Draft {
        address: Address::class(SCHOOL, CLASS),
        kind: Kind::Action,
        ask,
        household,
        zh: text("秋游", "周五带水和帽子。"),
        en: None,
        form: None,
        not_before: None,
        due: Day::parse("2026-11-27"),
        reason: String::new(),
        test: false,
        over_limit: false,
        despite: None,
    }
}

fn confirm(version: u32) -> Verb {
    Verb::Confirm {
        child: CHILD,
        version,
        answers: vec![],
        base: 0,
    }
}

fn sign(version: u32) -> Verb {
    let strokes: Vec<String> = (0..20).map(|n| format!("{},{}", n * 10, n * 3)).collect();
    Verb::Sign {
        child: CHILD,
        version,
        strokes: strokes.join(" "),
        answers: vec![],
        base: 0,
    }
}

fn correct(base: u32, material: bool) -> Verb {
    Verb::Correct {
        base,
        zh: text("秋游", "改到下周五，带水和帽子。"),
        en: None,
        due: None,
        material,
        despite: None,
    }
}

fn publish(draft: Draft) -> Verb {
    Verb::Publish(Box::new(draft))
}

#[test]
fn each_level_has_its_authors() {
    let at_level = |level, classes: &[ClassId]| Draft {
        address: Address {
            school: SCHOOL,
            level,
            classes: classes.to_vec(),
        },
        ..draft(Ask::Read, Household::AnyOne)
    };
    let grade = [CLASS, NEXT_CLASS];
    for (person, draft, ok) in [
        (CLASS_TEACHER, at_level(Level::Class, &[CLASS]), true),
        (MATHS, at_level(Level::Class, &[CLASS]), true),
        (CLASS_TEACHER, at_level(Level::Class, &[NEXT_CLASS]), false),
        (CLASS_TEACHER, at_level(Level::Grade, &grade), false),
        (GRADE_HEAD, at_level(Level::Grade, &grade), true),
        (GRADE_HEAD, at_level(Level::Grade, &[OTHER_GRADE]), false),
        (GRADE_HEAD, at_level(Level::Grade, &[CLASS, OTHER_GRADE]), false),
        (GRADE_HEAD, at_level(Level::School, &[]), false),
        (ADMIN, at_level(Level::School, &[]), true),
        (ADMIN, at_level(Level::Grade, &grade), true),
        (ADMIN, at_level(Level::School, &[CLASS]), false), // a school has no list of classes
        (CLASS_TEACHER, at_level(Level::Class, &[]), false),
        (CLASS_TEACHER, at_level(Level::Class, &[CLASS, CLASS]), false),
        (MOTHER, at_level(Level::Class, &[CLASS]), false),
        (STRANGER, at_level(Level::School, &[]), false),
    ] {
        let verdict = World::new().act(person, publish(draft.clone()));
        assert_eq!(
            matches!(verdict, Verdict::Accepted(_)),
            ok,
            "{person} {:?}: {verdict:?}",
            draft.address
        );
    }
}

#[test]
fn the_audience_is_counted_and_named() {
    let mut world = World::new();
    let mut wide = draft(Ask::Read, Household::AnyOne);
    wide.address = Address {
        school: SCHOOL,
        level: Level::Grade,
        classes: vec![CLASS, NEXT_CLASS],
    };
    world.ok(GRADE_HEAD, publish(wide));
    let notice = world.notice();
    assert_eq!(
        (
            notice.counts.children,
            notice.counts.guardians,
            notice.counts.unreachable
        ),
        (76, 142, 6)
    );
    assert_eq!((notice.to.as_str(), notice.version()), ("三年级", 1));
}

#[test]
fn what_is_written_at_night_waits_for_the_morning() {
    for (now, not_before, visible) in [
        (afternoon(), None, afternoon()),
        (at("2026-11-23", 22, 0), None, at("2026-11-24", 7, 0)),
        (
            afternoon(),
            Some(at("2026-11-25", 12, 0)),
            at("2026-11-25", 12, 0),
        ),
        (afternoon(), Some(at("2026-11-25", 21, 0)), at("2026-11-26", 7, 0)),
        (afternoon(), Some(at("2026-11-20", 12, 0)), afternoon()),
    ] {
        let mut world = World::new();
        world.now = now;
        let mut draft = draft(Ask::Read, Household::AnyOne);
        draft.not_before = not_before;
        world.ok(CLASS_TEACHER, publish(draft));
        assert_eq!(world.notice().visible_from, visible);
    }
}

#[test]
fn an_emergency_is_for_administrators_with_a_reason_and_at_any_hour() {
    let mut emergency = draft(Ask::Confirm, Household::AnyOne);
    emergency.kind = Kind::Emergency;
    emergency.reason = "暴雨红色预警".into();
    World::new().no(CLASS_TEACHER, publish(emergency.clone()), Refusal::NotAllowed);
    let mut reasonless = emergency.clone();
    reasonless.reason = " ".into();
    World::new().no(ADMIN, publish(reasonless), Refusal::Empty);
    let mut world = World::new();
    world.now = at("2026-11-23", 23, 0);
    world.busy = BTreeMap::from([(world.now.day(), 9)]);
    world.ok(ADMIN, publish(emergency));
    assert_eq!(world.notice().visible_from, world.now);
    world.ok(
        ADMIN,
        Verb::AllClear {
            text: "已解除".into(),
        },
    );
    let clear = world.notice().emergency.and_then(|emergency| emergency.all_clear);
    assert_eq!(clear.map(|clear| clear.text).as_deref(), Some("已解除"));
    World::with(draft(Ask::Read, Household::AnyOne)).no(
        CLASS_TEACHER,
        Verb::AllClear {
            text: "已解除".into(),
        },
        Refusal::NotFound,
    );
}

#[test]
fn the_fourth_notice_of_a_day_is_a_second_thought() {
    let mut world = World::new();
    world.busy = BTreeMap::from([(world.now.day(), 3)]);
    world.no(
        CLASS_TEACHER,
        publish(draft(Ask::Read, Household::AnyOne)),
        Refusal::DailyLimit,
    );
    let mut tomorrow = draft(Ask::Read, Household::AnyOne);
    tomorrow.not_before = Some(at("2026-11-24", 12, 0));
    World {
        busy: world.busy.clone(),
        ..World::new()
    }
    .ok(CLASS_TEACHER, publish(tomorrow));
    let mut meant = draft(Ask::Read, Household::AnyOne);
    meant.over_limit = true;
    world.ok(CLASS_TEACHER, publish(meant));
}

#[test]
fn one_child_s_matters_do_not_go_to_a_class() {
    let mut named = draft(Ask::Read, Household::AnyOne);
    named.zh = text("提醒", "赵俊熙有哮喘，大家多照顾。");
    World::new().no(CLASS_TEACHER, publish(named.clone()), Refusal::Guarded);
    named.despite = Some("家长书面同意".into());
    World::new().no(CLASS_TEACHER, publish(named.clone()), Refusal::Guarded);
    World::new().ok(ADMIN, publish(named));
    let mut world = World::with(draft(Ask::Read, Household::AnyOne));
    let slipped_in = Verb::Correct {
        base: 1,
        zh: text("成绩", "张三：98分，李四：87分，王五：76分"),
        en: None,
        due: None,
        material: false,
        despite: None,
    };
    world.no(CLASS_TEACHER, slipped_in, Refusal::Guarded);
}

#[test]
fn the_guard_finds_what_it_should_and_leaves_the_rest() {
    let names = ["赵俊熙".to_owned(), "王安".to_owned()];
    for (text, found) in [
        ("周五 11月27日 18:10 家长会，地点三年级2班。", None),
        ("请带 2 支铅笔、3 个本子，早上 7:40 到校。", None),
        ("有事请打办公室电话 13512345678。", None),
        ("赵俊熙的水杯在失物招领处。", None),
        ("预防哮喘：换季注意保暖。", None),
        ("语文第3课、数学第12页。", None),
        (
            "张老师 13512345678，王老师 139 1234 5678",
            Some(FindingKind::PhoneList),
        ),
        ("身份证 11010519491231002X 请核对", Some(FindingKind::IdNumber)),
        (
            "身份证 １１０１０５１９４９１２３１００２X 请核对",
            Some(FindingKind::IdNumber),
        ),
        ("订单号 110105194912310021", None), // the check digit is wrong: no identity number
        ("本次测验班级第三名", Some(FindingKind::Rank)),
        ("平均分 86", Some(FindingKind::Rank)),
        ("赵俊熙98，王安 76.5分，李小明：88", Some(FindingKind::Scores)),
        ("张三 98\n李四 87\n王五 76", Some(FindingKind::Scores)),
        ("通知1、内容1、通知2、内容2", None),
        ("赵俊熙 9、王安 8、王安 7", Some(FindingKind::Scores)),
        ("赵俊熙患有癫痫", Some(FindingKind::Health)),
    ] {
        let kind = check_text(text, &names).first().map(|finding| finding.kind);
        assert_eq!(kind, found, "{text}");
    }
}

#[test]
fn each_guardian_means_both_and_the_grandmother_is_not_asked() {
    let mut world = World::with(draft(Ask::Confirm, Household::EachGuardian));
    assert_eq!(world.reach(), Reach::Waiting(Stage::OnServer));
    world.no(GRANDMOTHER, confirm(1), Refusal::NotAllowed);
    world.ok(MOTHER, confirm(1));
    assert_eq!(world.reach(), Reach::Half);
    world.ok(MOTHER, confirm(1));
    assert_eq!(world.reach(), Reach::Half, "saying it twice is saying it once");
    world.ok(FATHER, confirm(1));
    assert_eq!(world.reach(), Reach::Done(DoneKind::Confirmed));
}

#[test]
fn any_one_may_be_the_grandmother_but_a_signature_takes_the_right_to_sign() {
    let mut world = World::with(draft(Ask::Confirm, Household::AnyOne));
    world.ok(GRANDMOTHER, confirm(1));
    assert_eq!(world.reach(), Reach::Done(DoneKind::Confirmed));
    let mut world = World::with(draft(Ask::Sign, Household::SignerOnly));
    world.no(GRANDMOTHER, sign(1), Refusal::NotAllowed);
    world.no(MOTHER, confirm(1), Refusal::NotAllowed);
    let dot = Verb::Sign {
        child: CHILD,
        version: 1,
        strokes: "10,10 11,11".into(),
        answers: vec![],
        base: 0,
    };
    world.no(MOTHER, dot, Refusal::Empty);
    world.ok(MOTHER, sign(1));
    assert_eq!(world.reach(), Reach::Done(DoneKind::Signed));
    world.no(STRANGER, sign(1), Refusal::NotFound);
    world.no(CLASS_TEACHER, sign(1), Refusal::NotAllowed);
}

#[test]
fn a_phone_says_how_far_a_notice_came() {
    let mut world = World::with(draft(Ask::Read, Household::AnyOne));
    world.ok(
        MOTHER,
        Verb::Arrive {
            child: CHILD,
            version: 1,
        },
    );
    assert_eq!(world.reach(), Reach::Waiting(Stage::OnDevice));
    world.ok(
        MOTHER,
        Verb::See {
            child: CHILD,
            version: 1,
        },
    );
    assert_eq!(world.reach(), Reach::Read);
    world.no(
        MOTHER,
        Verb::See {
            child: CHILD,
            version: 2,
        },
        Refusal::NotFound,
    );
}

#[test]
fn a_material_correction_asks_anew_and_keeps_the_old_answer_with_its_version() {
    let mut world = World::with(draft(Ask::Sign, Household::AnyOne));
    world.ok(MOTHER, sign(1));
    world.ok(CLASS_TEACHER, correct(1, false));
    assert_eq!(world.reach(), Reach::Done(DoneKind::Signed));
    assert_eq!(
        world.act(CLASS_TEACHER, correct(1, true)),
        Verdict::Conflict,
        "somebody corrected it already"
    );
    world.no(MATHS, correct(2, true), Refusal::NotAllowed);
    world.ok(CLASS_TEACHER, correct(2, true));
    assert_eq!(world.reach(), Reach::Waiting(Stage::OnServer));
    let receipt = world.receipt().expect("a receipt");
    assert_eq!(
        receipt
            .marks
            .iter()
            .filter(|mark| mark.done.is_some())
            .map(|m| m.version)
            .collect::<Vec<_>>(),
        [1]
    );
    // Signed offline on the old text: kept as that, not counted for the new one.
    world.ok(FATHER, sign(1));
    assert_eq!(world.reach(), Reach::Waiting(Stage::OnServer));
    world.ok(FATHER, sign(3));
    assert_eq!(world.reach(), Reach::Done(DoneKind::Signed));
    let notice = world.notice();
    assert_eq!(
        (notice.earlier.len(), notice.version(), notice.material_version()),
        (2, 3, 3)
    );
}

#[test]
fn a_withdrawn_notice_keeps_its_title_and_asks_nothing() {
    let mut world = World::with(draft(Ask::Confirm, Household::AnyOne));
    world.no(
        CLASS_TEACHER,
        Verb::Withdraw { reason: " ".into() },
        Refusal::Empty,
    );
    world.ok(
        ADMIN,
        Verb::Withdraw {
            reason: "改期".into(),
        },
    );
    let notice = world.notice();
    let zh = notice.edition.zh.clone().expect("Chinese");
    assert_eq!((zh.title.as_str(), zh.body.as_str()), ("秋游", ""));
    assert!(notice.earlier.is_empty() && notice.withdrawn.is_some());
    world.no(MOTHER, confirm(1), Refusal::Withdrawn);
    world.no(CLASS_TEACHER, correct(1, false), Refusal::Withdrawn);
    world.no(CLASS_TEACHER, Verb::Remind, Refusal::Withdrawn);
}

#[test]
fn reminders_are_two_twenty_hours_apart_and_never_at_night() {
    let mut world = World::with(draft(Ask::Confirm, Household::AnyOne));
    world.no(MATHS, Verb::Remind, Refusal::NotAllowed);
    world.ok(CLASS_TEACHER, Verb::Remind);
    world.no(CLASS_TEACHER, Verb::Remind, Refusal::ReminderLimit);
    world.now = at("2026-11-24", 6, 0);
    world.no(CLASS_TEACHER, Verb::Remind, Refusal::QuietHours);
    world.now = at("2026-11-24", 12, 41);
    world.no(CLASS_TEACHER, Verb::Remind, Refusal::ReminderLimit);
    world.now = at("2026-11-24", 12, 42);
    world.ok(CLASS_TEACHER, Verb::Remind);
    world.now = at("2026-11-26", 12, 0);
    world.no(CLASS_TEACHER, Verb::Remind, Refusal::ReminderLimit);
    World::with(draft(Ask::None, Household::AnyOne)).no(CLASS_TEACHER, Verb::Remind, Refusal::NotAllowed);
}

fn meeting() -> Draft {
    let slot = |label: &str, places| Slot {
        label: label.into(),
        places,
    };
    Draft {
        form: Some(Form {
            questions: vec![
                Question {
                    label: "时间".into(),
                    kind: QuestionKind::Slots(vec![slot("18:00", 1), slot("18:10", 1)]),
                },
                Question {
                    label: "想谈什么".into(),
                    kind: QuestionKind::Text,
                },
            ],
        }),
        ..draft(Ask::Confirm, Household::AnyOne)
    }
}

fn book(slot: u16, base: u32) -> Verb {
    Verb::Confirm {
        child: CHILD,
        version: 1,
        answers: vec![Given::Option(slot), Given::Text("阅读".into())],
        base,
    }
}

#[test]
fn an_appointment_is_given_once_and_given_back_when_changed() {
    let mut world = World::with(meeting());
    assert_eq!(world.left(), [1, 1]);
    world.ok(MOTHER, book(0, 0));
    assert_eq!(world.left(), [0, 1]);
    // Another family took the second one meanwhile.
    let Some(Row::Slots(slots)) = world.rows.get_mut(&RowKey::new("slots", NOTICE.0)) else {
        panic!("slots")
    };
    slots.left[1] = 0;
    world.no(MOTHER, book(1, 1), Refusal::SlotTaken);
    assert_eq!(world.left(), [0, 0], "the place in hand is kept");
    let Some(Row::Slots(slots)) = world.rows.get_mut(&RowKey::new("slots", NOTICE.0)) else {
        panic!("slots")
    };
    slots.left[1] = 1;
    // The father answers without having seen the mother's answer: both are kept.
    assert_eq!(world.act(FATHER, book(1, 0)), Verdict::Conflict);
    world.ok(FATHER, book(1, 1));
    assert_eq!(world.left(), [1, 0]);
    let receipt = world.receipt().expect("a receipt");
    assert_eq!(
        receipt.answers(1),
        Some(&[Given::Option(1), Given::Text("阅读".into())][..])
    );
    let decline = Verb::Decline {
        child: CHILD,
        version: 1,
        reason: "出差".into(),
        base: 2,
    };
    world.ok(FATHER, decline);
    assert_eq!(world.left(), [1, 1]);
    world.no(GRANDMOTHER, book(0, 2), Refusal::NotAllowed);
}

/// Two places each: another child holds one, so a place given back twice would be one too many.
fn meeting_of_two() -> Draft {
    let mut draft = meeting();
    if let Some(Question {
        kind: QuestionKind::Slots(slots),
        ..
    }) = draft.form.as_mut().and_then(|form| form.questions.first_mut())
    {
        slots.iter_mut().for_each(|slot| slot.places = 2);
    }
    draft
}

fn decline(base: u32) -> Verb {
    Verb::Decline {
        child: CHILD,
        version: 1,
        reason: "出差".into(),
        base,
    }
}

#[test]
fn a_household_that_declined_has_no_place_to_give_back() {
    let mut world = World::with(meeting_of_two());
    let Some(Row::Slots(slots)) = world.rows.get_mut(&RowKey::new("slots", NOTICE.0)) else {
        panic!("slots")
    };
    slots.left = vec![1, 1];
    world.ok(MOTHER, book(0, 0));
    world.ok(FATHER, book(1, 1));
    assert_eq!(world.left(), [1, 0]);
    world.ok(FATHER, decline(2));
    assert_eq!(world.left(), [1, 1]);
    assert_eq!(world.receipt().expect("a receipt").answers(1), None);
    world.ok(FATHER, decline(3));
    assert_eq!(
        world.left(),
        [1, 1],
        "the mother's older answer holds no place any more"
    );
    world.ok(MOTHER, book(1, 4));
    assert_eq!(world.left(), [1, 0]);
}

#[test]
fn an_answer_given_again_is_one_more_and_the_earlier_one_stays() {
    let mut world = World::with(meeting_of_two());
    world.ok(MOTHER, book(0, 0));
    world.ok(MOTHER, book(1, 1));
    assert_eq!(world.left(), [2, 1]);
    // The father saw one answer; by now there are two.
    assert_eq!(world.act(FATHER, book(0, 1)), Verdict::Conflict);
    world.ok(FATHER, book(0, 2));
    let receipt = world.receipt().expect("a receipt");
    let given: Vec<_> = receipt
        .done(1)
        .iter()
        .map(|(_, done)| done.answers[0].clone())
        .collect();
    assert_eq!(given, [Given::Option(0), Given::Option(1), Given::Option(0)]);
    // All in one millisecond, as a group commit may have it: the last one holds.
    world.ok(MOTHER, book(1, 3));
    let receipt = world.receipt().expect("a receipt");
    assert_eq!(
        receipt.answers(1).map(|answers| &answers[0]),
        Some(&Given::Option(1))
    );
    assert_eq!(world.left(), [2, 1]);
    for base in 4..50 {
        world.ok(MOTHER, book(1, base));
    }
    world.no(MOTHER, book(1, 50), Refusal::TooLong);
}

#[test]
fn a_signature_is_never_written_over() {
    let mut world = World::with(draft(Ask::Sign, Household::AnyOne));
    world.ok(MOTHER, sign(1));
    world.ok(MOTHER, sign(1));
    world.ok(
        MOTHER,
        Verb::See {
            child: CHILD,
            version: 1,
        },
    );
    assert_eq!(world.receipt().expect("a receipt").done(1).len(), 2);
}

#[test]
fn answers_must_fit_their_form() {
    let mut world = World::with(meeting());
    for (answers, why) in [
        (vec![], Refusal::Empty),
        (vec![Given::Option(0)], Refusal::Empty),
        (
            vec![Given::Option(7), Given::Text(String::new())],
            Refusal::NotFound,
        ),
        (
            vec![Given::Text(String::new()), Given::Text(String::new())],
            Refusal::Empty,
        ),
        (
            vec![Given::Option(0), Given::Text("长".repeat(301))],
            Refusal::TooLong,
        ),
    ] {
        let verb = Verb::Confirm {
            child: CHILD,
            version: 1,
            answers,
            base: 0,
        };
        world.no(MOTHER, verb, why);
    }
    let mut two = meeting();
    if let Some(form) = &mut two.form {
        form.questions.push(form.questions[0].clone());
    }
    World::new().no(CLASS_TEACHER, publish(two), Refusal::TooLong);
    let mut unasked = meeting();
    unasked.ask = Ask::Read;
    World::new().no(CLASS_TEACHER, publish(unasked), Refusal::Empty);
}

#[test]
fn a_household_without_a_phone_is_reached_by_people() {
    let mut unreachable = card();
    unreachable
        .guardians
        .iter_mut()
        .for_each(|guardian| guardian.silent = true);
    let mut world = World::with(draft(Ask::Confirm, Household::AnyOne));
    assert_eq!(reach(&world.notice(), &unreachable, None), Reach::Unreachable);
    let record = |entry| Verb::Record {
        child: CHILD,
        entry: EntryId(Uuid::from_u128(entry)),
        channel: Channel::Call,
        text: "外婆接的".into(),
    };
    world.no(MATHS, record(1), Refusal::NotAllowed);
    world.no(MOTHER, record(1), Refusal::NotAllowed);
    world.ok(CLASS_TEACHER, record(1));
    world.no(CLASS_TEACHER, record(1), Refusal::NotFound);
    assert_eq!(
        reach(&world.notice(), &unreachable, world.receipt().as_ref()),
        Reach::Offline(Channel::Call)
    );
    assert!(world.reach().is_reached());
    world.ok(MOTHER, confirm(1));
    assert_eq!(
        world.reach(),
        Reach::Done(DoneKind::Confirmed),
        "the household's own answer is more"
    );
}

#[test]
fn what_families_do_at_night_is_shown_to_staff_in_the_morning() {
    let mut world = World::with(draft(Ask::Confirm, Household::AnyOne));
    world.now = at("2026-11-27", 19, 0); // Friday evening
    world.ok(MOTHER, confirm(1));
    let receipt = world.receipt().expect("a receipt");
    for (now, seen) in [(at("2026-11-27", 19, 1), false), (at("2026-11-30", 7, 30), true)] {
        let shown = visible_to_staff(&world.notice(), &receipt, now);
        assert_eq!(shown.done(1).len() == 1, seen);
    }
    // Whoever looks after an emergency on Friday evening has to see who answered.
    let mut alarm = world.notice();
    alarm.kind = Kind::Emergency;
    let shown = visible_to_staff(&alarm, &receipt, at("2026-11-27", 19, 1));
    assert_eq!(shown.done(1).len(), 1);
}

#[test]
fn a_call_about_the_old_text_does_not_count_for_the_new_one() {
    let mut world = World::with(draft(Ask::Confirm, Household::AnyOne));
    let record = |entry, channel| Verb::Record {
        child: CHILD,
        entry: EntryId(Uuid::from_u128(entry)),
        channel,
        text: String::new(),
    };
    world.now = world.now.plus_ms(60_000);
    world.ok(CLASS_TEACHER, record(1, Channel::Call));
    assert_eq!(world.reach(), Reach::Offline(Channel::Call));
    world.now = world.now.plus_ms(60_000);
    world.ok(CLASS_TEACHER, correct(1, false));
    assert_eq!(world.reach(), Reach::Offline(Channel::Call));
    world.now = world.now.plus_ms(60_000);
    world.ok(CLASS_TEACHER, correct(2, true));
    assert_eq!(world.reach(), Reach::Waiting(Stage::OnServer));
    // Signed on paper is signed: the phone asks no more. A call is no signature.
    let mother = PersonId(Uuid::from_u128(MOTHER));
    let asked = |world: &World| owes(&world.notice(), &card(), world.receipt().as_ref(), mother);
    world.ok(CLASS_TEACHER, record(2, Channel::Call));
    assert!(asked(&world));
    world.ok(CLASS_TEACHER, record(3, Channel::Slip));
    assert!(!asked(&world));
}

#[test]
fn who_is_waited_for_is_who_may_answer() {
    let mut only_grandmother = card();
    for guardian in &mut only_grandmother.guardians {
        guardian.has_account = !guardian.rights.has(Right::Reply);
    }
    for (draft, reached) in [
        (
            draft(Ask::Confirm, Household::AnyOne),
            Reach::Waiting(Stage::OnServer),
        ),
        // A form takes the right to reply, which she has not: nobody here can answer by phone.
        (meeting(), Reach::Unreachable),
        (draft(Ask::Sign, Household::AnyOne), Reach::Unreachable),
    ] {
        let notice = World::with(draft).notice();
        assert_eq!(
            reach(&notice, &only_grandmother, None),
            reached,
            "{:?}",
            notice.ask
        );
        for guardian in &only_grandmother.guardians {
            let required = required(&notice, &only_grandmother).contains(&guardian);
            assert_eq!(required, may_answer(&notice, &only_grandmother, guardian.person));
        }
    }
}

#[test]
fn each_language_is_guarded_with_the_questions() {
    let number = |title: &str| {
        Some(Text {
            title: title.into(),
            body: "13512345678".into(),
        })
    };
    let (zh, en) = (number("热线"), number("Hot line"));
    let find = |form: Option<&Form>| findings(zh.as_ref(), en.as_ref(), form, &[]);
    assert_eq!(find(None), [], "one hot line in two languages is no list");
    let mut form = meeting().form.expect("a form");
    form.questions[0].label = "上次第三名的家长优先".into();
    let kinds: Vec<FindingKind> = find(Some(&form)).iter().map(|finding| finding.kind).collect();
    assert_eq!(kinds, [FindingKind::Rank]);
    let mut asked = meeting();
    asked.form = Some(form);
    World::new().no(CLASS_TEACHER, publish(asked), Refusal::Guarded);
    // A reason to pass the guard is an administrator's, and short.
    let mut clean = draft(Ask::Read, Household::AnyOne);
    clean.despite = Some("理由".into());
    World::new().no(CLASS_TEACHER, publish(clean.clone()), Refusal::NotAllowed);
    clean.despite = Some("长".repeat(201));
    World::new().no(ADMIN, publish(clean), Refusal::TooLong);
}

#[test]
fn what_is_taken_back_leaves_no_words_but_the_title_and_the_reason() {
    let mut world = World::with(meeting());
    world.ok(MOTHER, book(0, 0));
    let withdraw = Verb::Withdraw {
        reason: "改期".into(),
    };
    world.ok(CLASS_TEACHER, withdraw.clone());
    let form = world.notice().form.expect("its shape");
    assert!(form.words().iter().all(|words| words.is_empty()), "{form:?}");
    assert_eq!(form.questions.len(), 2);
    let mut alarm = draft(Ask::Confirm, Household::AnyOne);
    alarm.kind = Kind::Emergency;
    alarm.reason = "赵俊熙有癫痫".into();
    let mut world = World::new();
    world.ok(ADMIN, publish(alarm));
    let text = serde_json::to_string(&world.notice()).expect("JSON");
    assert!(!text.contains("癫痫"), "the reason is the office's: {text}");
    world.ok(
        ADMIN,
        Verb::AllClear {
            text: "已解除".into(),
        },
    );
    world.ok(ADMIN, withdraw);
    assert_eq!(
        world.notice().emergency.and_then(|emergency| emergency.all_clear),
        None
    );
}

#[test]
fn times_that_no_calendar_has_pass_no_limit() {
    for ms in [i64::MAX, 1_000_000_000_000_000_000, 4_000_000_000_000_000] {
        let mut far = draft(Ask::Read, Household::AnyOne);
        far.not_before = Some(Instant(ms));
        World::new().no(CLASS_TEACHER, publish(far), Refusal::BadDate);
    }
    let mut past = draft(Ask::Read, Household::AnyOne);
    past.not_before = Some(Instant(i64::MIN));
    let mut world = World::new();
    world.ok(CLASS_TEACHER, publish(past));
    assert_eq!(world.notice().visible_from, afternoon());
}

#[test]
fn a_new_due_day_is_after_families_have_it_and_keeps_the_notice_open() {
    let mut scheduled = draft(Ask::Confirm, Household::AnyOne);
    scheduled.not_before = Some(at("2026-12-10", 12, 0));
    scheduled.due = None;
    let mut world = World::with(scheduled);
    let to = |day: &str| Verb::Correct {
        base: 1,
        zh: text("秋游", "带水。"),
        en: None,
        due: Day::parse(day),
        material: false,
        despite: None,
    };
    world.no(CLASS_TEACHER, to("2026-11-30"), Refusal::BadDate);
    world.ok(CLASS_TEACHER, to("2027-01-20"));
    assert_eq!(
        world.notice().expires,
        Day::parse("2027-02-19").expect("thirty days after")
    );
}

#[test]
fn one_taken_back_before_its_moment_is_none_of_the_day() {
    let mut scheduled = draft(Ask::Read, Household::AnyOne);
    scheduled.not_before = Some(at("2026-11-25", 12, 0));
    let mut world = World::with(scheduled);
    assert!(world.notice().counts_for_the_day());
    let withdraw = Verb::Withdraw {
        reason: "改期".into(),
    };
    world.ok(CLASS_TEACHER, withdraw.clone());
    assert!(!world.notice().counts_for_the_day());
    let mut world = World::with(draft(Ask::Read, Household::AnyOne));
    world.now = world.now.plus_ms(60_000);
    world.ok(CLASS_TEACHER, withdraw);
    assert!(world.notice().counts_for_the_day(), "families had it");
}

#[test]
fn a_tally_moves_with_the_child() {
    let mut tally = Tally::default();
    for _ in 0..3 {
        tally.add(Reach::Waiting(Stage::OnServer));
    }
    tally.moved(Reach::Waiting(Stage::OnServer), Reach::Half);
    tally.moved(Reach::Half, Reach::Done(DoneKind::Confirmed));
    tally.moved(Reach::Waiting(Stage::OnServer), Reach::Offline(Channel::Visit));
    assert_eq!(
        (
            tally.children,
            tally.on_server,
            tally.half,
            tally.done,
            tally.offline
        ),
        (3, 1, 0, 1, 1)
    );
    assert_eq!(tally.reached(), 2);
}
