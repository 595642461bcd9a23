//! The rules of a note as tables: who, in which state, with which result.

use super::*;
use crate::{
    command::{self, Command},
    decide::{Actor, Context, Facts, Need, Refusal, Verdict},
    ids::{ChildId, ClassId, CommandId, EntryId, NoteId, PersonId},
    people::{ChildCard, Right, Rights, StaffCard, Standing},
    row::{Row, RowKey},
    time::{Day, Instant},
};
use uuid::Uuid;

const CHILD: ChildId = ChildId(Uuid::from_u128(1));
const NOTE: NoteId = NoteId(Uuid::from_u128(2));
const MOTHER: u128 = 10;
const GRANDMOTHER: u128 = 11;
const CLASS_TEACHER: u128 = 20;
const MATHS: u128 = 21;
const STRANGER: u128 = 30;

fn now() -> Instant {
    Day::parse("2026-11-20")
        .expect("a Friday")
        .start()
        .plus_ms(16 * 3_600_000)
}

fn standing(person: u128) -> Standing {
    match person {
        MOTHER => Standing {
            guardian: Rights::all(),
            ..Standing::default()
        },
        GRANDMOTHER => Standing {
            guardian: Rights::new([Right::Read, Right::Pickup]),
            ..Standing::default()
        },
        CLASS_TEACHER => Standing {
            class_teacher: true,
            teaches: true,
            ..Standing::default()
        },
        MATHS => Standing {
            teaches: true,
            ..Standing::default()
        },
        _ => Standing::default(),
    }
}

fn child_card() -> Row {
    let teacher = |person, class_teacher| StaffCard {
        person: PersonId(Uuid::from_u128(person)),
        name: "老师".into(),
        class_teacher,
        subjects: vec![],
    };
    Row::Child(ChildCard {
        id: CHILD,
        name: "白一诺".into(),
        given_name: "一诺".into(),
        class: ClassId(Uuid::from_u128(3)),
        class_name: "三年级2班".into(),
        school: None,
        school_name: String::new(),
        guardians: vec![],
        staff: vec![teacher(CLASS_TEACHER, true), teacher(MATHS, false)],
    })
}

/// One store of truth on which actors act one after the other.
struct World(Facts);

impl World {
    fn new() -> World {
        let mut facts = Facts::default();
        facts.rows.insert(RowKey::new("child", CHILD.0), child_card());
        World(facts)
    }

    fn act(&mut self, person: u128, verb: Verb) -> Verdict {
        let command = Command {
            id: CommandId(Uuid::from_u128(99)),
            written_at: now().plus_ms(9_999_999),
            depends_on: vec![],
            action: command::Action::Notes(Action {
                child: CHILD,
                note: NOTE,
                verb,
            }),
        };
        let mut facts = Facts::default();
        for need in crate::needs(&command) {
            match need {
                Need::Row(key) => facts
                    .rows
                    .extend(self.0.rows.get(&key).map(|row| (key, row.clone()))),
                Need::Standing(child) => drop(facts.standings.insert(child, standing(person))),
                other => panic!("a note needs no {other:?}"),
            }
        }
        let actor = Actor {
            person: PersonId(Uuid::from_u128(person)),
            name: format!("person {person}"),
        };
        let verdict = crate::decide(&command, &Context { actor, now: now() }, &facts);
        if let Verdict::Accepted(rows) = &verdict {
            self.0
                .rows
                .extend(rows.iter().map(|row| (row.key(), row.clone())));
        }
        verdict
    }

    fn ok(&mut self, person: u128, verb: Verb) -> Note {
        let verdict = self.act(person, verb.clone());
        assert!(
            matches!(verdict, Verdict::Accepted(_)),
            "{person} {verb:?}: {verdict:?}"
        );
        self.note()
    }

    fn note(&self) -> Note {
        match self.0.rows.get(&RowKey::new("note", NOTE.0)) {
            Some(Row::Note(note)) => note.clone(),
            other => panic!("no note: {other:?}"),
        }
    }
}

fn open(text: &str) -> Verb {
    Verb::Open {
        topic: Topic::Habits,
        text: text.into(),
        asks_reply: true,
        staff: None,
        about: None,
    }
}

fn reply(entry: u128, text: &str) -> Verb {
    Verb::Reply {
        entry: EntryId(Uuid::from_u128(entry)),
        text: text.into(),
    }
}

fn agree(entry: u128, base: u32, review_on: Option<&str>) -> Verb {
    Verb::Agree {
        entry: EntryId(Uuid::from_u128(entry)),
        text: "睡前收书包".into(),
        owner: Owner::Home,
        review_on: review_on.and_then(Day::parse),
        base,
    }
}

fn close(entry: u128) -> Verb {
    Verb::Close {
        entry: EntryId(Uuid::from_u128(entry)),
        outcome: "好多了".into(),
    }
}

#[test]
fn a_thread_from_either_side_to_its_end_and_back() {
    for (opener, answerer, from) in [
        (CLASS_TEACHER, MOTHER, Side::School),
        (MOTHER, CLASS_TEACHER, Side::Home),
        (MATHS, MOTHER, Side::School),
    ] {
        let mut world = World::new();
        let note = world.ok(opener, open("这周书包有点乱"));
        assert_eq!(
            (note.state, note.from, note.staff.is_some()),
            (State::Sent, from, opener == MATHS)
        );
        assert_eq!(
            note.answer_by,
            Day::parse("2026-11-24"),
            "two school days, over a weekend"
        );
        assert!(note.waits_for(from.other()) && !note.waits_for(from));
        assert_eq!(
            note.written_at,
            now(),
            "a phone whose clock is ahead gains nothing"
        );
        assert_eq!(world.ok(answerer, Verb::See).state, State::Seen);
        assert_eq!(
            world.ok(answerer, reply(1, "谢谢,我们看看")).state,
            State::Replied
        );
        let note = world.ok(opener, agree(2, 0, Some("2026-12-04")));
        assert_eq!(
            (note.state, note.agreed.map(|a| a.revision)),
            (State::Agreed, Some(1))
        );
        assert_eq!(world.ok(answerer, close(3)).state, State::Closed);
        assert_eq!(
            world.act(opener, reply(4, "还有一件事")),
            Verdict::Refused(Refusal::Closed)
        );
        let reopened = Verb::Reopen {
            entry: EntryId(Uuid::from_u128(5)),
            text: "又乱了".into(),
        };
        assert_eq!(world.ok(opener, reopened.clone()).state, State::Agreed);
        assert_eq!(world.act(opener, reopened), Verdict::Refused(Refusal::NotFound));
    }
}

#[test]
fn who_may_open_and_who_does_not_even_learn_that_the_child_exists() {
    for (person, want) in [
        (MOTHER, None),
        (CLASS_TEACHER, None),
        (MATHS, None),
        (GRANDMOTHER, Some(Refusal::NotAllowed)),
        (STRANGER, Some(Refusal::NotFound)),
    ] {
        let got = match World::new().act(person, open("您好")) {
            Verdict::Refused(why) => Some(why),
            _ => None,
        };
        assert_eq!(got, want, "{person}");
    }
}

#[test]
fn a_subject_teacher_takes_part_only_in_the_own_threads() {
    let mut world = World::new();
    world.ok(MOTHER, open("只给班主任"));
    assert_eq!(
        world.act(MATHS, reply(1, "我来说")),
        Verdict::Refused(Refusal::NotFound)
    );
    assert_eq!(
        world.act(GRANDMOTHER, reply(1, "我来说")),
        Verdict::Refused(Refusal::NotAllowed)
    );

    let mut world = World::new();
    let to = |person| Verb::Open {
        topic: Topic::Learning,
        text: "数学作业".into(),
        asks_reply: false,
        staff: Some(PersonId(Uuid::from_u128(person))),
        about: None,
    };
    assert_eq!(
        world.act(MOTHER, to(STRANGER)),
        Verdict::Refused(Refusal::NotFound)
    );
    let note = world.ok(MOTHER, to(MATHS));
    assert_eq!((note.homes().len(), note.answer_by), (2, None));
    world.ok(MATHS, reply(1, "好的"));
}

#[test]
fn an_agreement_changed_by_somebody_else_meanwhile_is_a_conflict() {
    let mut world = World::new();
    world.ok(CLASS_TEACHER, open("早读常迟到"));
    world.ok(MOTHER, agree(1, 0, None));
    assert_eq!(world.act(CLASS_TEACHER, agree(2, 0, None)), Verdict::Conflict);
    assert_eq!(
        world
            .ok(CLASS_TEACHER, agree(2, 1, None))
            .agreed
            .map(|a| a.revision),
        Some(2)
    );
}

#[test]
fn texts_and_dates_have_limits() {
    let long = "长".repeat(crate::limits::NOTE_TEXT_CHARS_MAX);
    World::new().ok(MOTHER, open(&long));
    let refused = |verb| World::new().act(MOTHER, verb);
    assert_eq!(
        refused(open(&format!("{long}。"))),
        Verdict::Refused(Refusal::TooLong)
    );
    assert_eq!(refused(open(" \n ")), Verdict::Refused(Refusal::Empty));
    let mut world = World::new();
    world.ok(MOTHER, open("x"));
    for bad in ["2026-11-19", "2027-11-20"] {
        assert_eq!(
            world.act(MOTHER, agree(1, 0, Some(bad))),
            Verdict::Refused(Refusal::BadDate),
            "{bad}"
        );
    }
}

#[test]
fn acknowledging_ends_the_waiting_and_a_note_id_is_used_once() {
    let mut world = World::new();
    world.ok(CLASS_TEACHER, open("今天主动打扫"));
    let note = world.ok(
        MOTHER,
        Verb::Acknowledge {
            entry: EntryId(Uuid::from_u128(1)),
        },
    );
    assert_eq!(
        (note.state, note.waits_for(Side::Home)),
        (State::NoReplyNeeded, false)
    );
    assert_eq!(
        world.act(STRANGER, open("x")),
        Verdict::Refused(Refusal::NotFound)
    );
}
