//! The demo school, rights, and commands on it.

use super::{Runs, id, now};
use domain::{
    Action, ChildId, Command, CommandId, Day, DeviceId, EntryId, Instant, NoteId, PersonId, Scope, ScopeKind,
    notes::{self, Topic, Verb},
    people::{Me, Role},
};
use office::{
    Ids, Session,
    people::{apply, refresh_around},
    roster::{self, EnrolmentRole, Outcome as RosterOutcome, Record, RecordBody, RecordKey, RecordKind},
};
use protocol::{
    Answer, Caller, Cursors, Outcome, PullAnswer, PullRequest, PushAnswer, PushItem, PushRequest,
};
use std::{fs, path::PathBuf};
use store::work;
use uuid::Uuid;

struct Counted(u128);

impl Ids for Counted {
    fn next(&mut self) -> Uuid {
        self.0 += 1;
        id(self.0)
    }
}

fn reading() -> roster::Reading {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../demo/school");
    let files = fs::read_dir(folder).expect("the demo school").map(|file| {
        let path = file.expect("a file").path();
        let name = path.file_name().expect("a name").to_string_lossy().into_owned();
        (name, fs::read(&path).expect("bytes"))
    });
    roster::read(roster::from_files(
        files.filter(|(name, _)| name.ends_with(".csv")).collect(),
    ))
}

fn import(store: &impl Runs) -> usize {
    let current = store.ok(work!(|tx| tx.records().await));
    let plan = roster::plan(reading(), &current, Day::parse("2026-11-23").expect("a day"));
    assert!(
        matches!(plan.outcome, RosterOutcome::Accept | RosterOutcome::AcceptWarn),
        "{:?}",
        plan.findings
    );
    let writes = plan.writes;
    store
        .ok(work!(|tx| apply(tx, &writes, &mut Counted(0), now()).await))
        .records
}

fn person(store: &impl Runs, sourced_id: &'static str) -> Uuid {
    let key = RecordKey::new(RecordKind::Person, sourced_id);
    store.ok(work!(|tx| tx.record_id(&key).await)).expect(sourced_id)
}

fn class(store: &impl Runs, sourced_id: &'static str) -> domain::ClassId {
    let key = RecordKey::new(RecordKind::Class, sourced_id);
    domain::ClassId(store.ok(work!(|tx| tx.record_id(&key).await)).expect(sourced_id))
}

fn me(store: &impl Runs, who: PersonId) -> Me {
    store
        .ok(work!(|tx| tx.me(who, now().day()).await))
        .expect("an account")
}

fn scopes(store: &impl Runs, who: PersonId, at: Instant) -> Vec<Scope> {
    store
        .ok(work!(|tx| office::rights::scopes(tx, who, at).await))
        .into_iter()
        .collect()
}

fn of_kind(scopes: &[Scope], kind: ScopeKind) -> usize {
    scopes.iter().filter(|scope| scope.kind == kind).count()
}

/// Teachers of 三年级2班: the class teacher, and one who only teaches a subject there.
fn teachers(store: &impl Runs) -> (PersonId, PersonId) {
    let class = class(store, "s01-0302");
    let staff = store
        .ok(work!(|tx| tx.class_card(class, now().day()).await))
        .expect("a class")
        .staff;
    let head = staff
        .iter()
        .find(|card| card.class_teacher)
        .expect("a class teacher")
        .person;
    let other = staff
        .iter()
        .find(|card| !card.class_teacher)
        .expect("another teacher")
        .person;
    (head, other)
}

/// A pupil of 三年级2班 with a guardian who may reply.
fn family(store: &impl Runs) -> (ChildId, PersonId) {
    let class = class(store, "s01-0302");
    for pupil in store.ok(work!(|tx| tx.pupils(class, now().day()).await)) {
        let card = store
            .ok(work!(|tx| tx.child_card(pupil.child, now().day()).await))
            .expect("a card");
        if let Some(guardian) = card.guardians.iter().find(|g| g.rights.has(domain::Right::Reply)) {
            return (pupil.child, guardian.person);
        }
    }
    panic!("no guardian in the class")
}

pub fn the_demo_school_goes_in_whole_and_a_repeat_changes_nothing(store: &impl Runs) {
    assert!(import(store) > 10_000);
    let pupils: usize = (1..=9)
        .flat_map(|grade| [1, 2].map(|n| format!("s01-{grade:02}{n:02}")))
        .map(|name| {
            let key = RecordKey::new(RecordKind::Class, name);
            let class = store
                .ok(work!(|tx| tx.record_id(&key).await))
                .expect("a home class");
            store
                .ok(work!(|tx| tx.pupils(domain::ClassId(class), now().day()).await))
                .len()
        })
        .sum();
    assert_eq!(pupils, 720);
    let (head, other) = teachers(store);
    let seen = scopes(store, head, now());
    assert_eq!(of_kind(&seen, ScopeKind::ChildFamily), 40);
    assert_eq!(of_kind(&scopes(store, other, now()), ScopeKind::ChildFamily), 0);
    assert!(me(store, head).has_role(Role::ClassTeacher));
    let feed_head = store.ok(work!(|tx| tx
        .changes(Scope::new(ScopeKind::Person, head.0), 0, 9)
        .await));
    assert_eq!(import(store), 0, "a repeat writes nothing");
    assert_eq!(
        store.ok(work!(|tx| tx
            .changes(Scope::new(ScopeKind::Person, head.0), 0, 9)
            .await)),
        feed_head
    );
}

pub fn rights_follow_days(store: &impl Runs) {
    import(store);
    let (child, guardian) = family(store);
    let before = scopes(store, guardian, now());
    assert!(before.contains(&Scope::new(ScopeKind::ChildFamily, child.0)));
    let mut edge = store
        .ok(work!(|tx| tx.guardianship(guardian, child).await))
        .expect("an edge");
    edge.to = Some(now().day());
    store.ok(work!(|tx| tx.set_guardianship(&edge).await));
    assert_eq!(scopes(store, guardian, now()), before, "the last day counts");
    let tomorrow = now().plus_ms(86_400_000);
    assert!(!scopes(store, guardian, tomorrow).contains(&Scope::new(ScopeKind::ChildFamily, child.0)));
    let standing = store.ok(work!(|tx| office::rights::standing(
        tx, guardian, child, tomorrow
    )
    .await));
    assert!(!standing.may_read());
}

fn session(who: PersonId) -> Session {
    Session {
        person: who,
        device: DeviceId(who.0),
        name: "某人".into(),
    }
}

fn note(n: u128, child: ChildId, verb: Verb) -> Command {
    let action = Action::Notes(notes::Action {
        child,
        note: NoteId(id(900_000)),
        verb,
    });
    Command {
        id: CommandId(id(800_000 + n)),
        written_at: now(),
        depends_on: vec![],
        action,
    }
}

fn push(store: &impl Runs, who: PersonId, items: Vec<PushItem>) -> PushAnswer {
    let caller = Caller {
        version: protocol::VERSION,
        person: who,
        device: DeviceId(who.0),
    };
    let request = PushRequest { caller, items };
    match store.ok(work!(|tx| office::push(tx, &session(who), &request, now()).await)) {
        Answer::Ok(answer) => answer,
        other => panic!("{other:?}"),
    }
}

fn pull(store: &impl Runs, who: PersonId, cursors: Cursors) -> PullAnswer {
    let caller = Caller {
        version: protocol::VERSION,
        person: who,
        device: DeviceId(who.0),
    };
    let request = PullRequest {
        caller,
        epoch: 1,
        cursors,
    };
    match store.ok(work!(|tx| office::pull(tx, &session(who), &request, now()).await)) {
        Answer::Ok(answer) => answer,
        other => panic!("{other:?}"),
    }
}

fn kinds_in(answer: &PullAnswer, kind: &str) -> usize {
    answer
        .changes
        .iter()
        .flat_map(|change| &change.rows)
        .filter(|row| row.kind == kind && row.body.is_some())
        .count()
}

fn open(text: &str, staff: Option<PersonId>) -> Verb {
    Verb::Open {
        topic: Topic::Learning,
        text: text.into(),
        asks_reply: true,
        staff,
        about: None,
    }
}

pub fn a_teacher_who_leaves_the_class_loses_the_threads(store: &impl Runs) {
    import(store);
    let (child, guardian) = family(store);
    let (_, maths) = teachers(store);
    push(
        store,
        guardian,
        vec![PushItem::new(1, &note(1, child, open("给老师", Some(maths))))],
    );
    let first = pull(store, maths, Cursors::new());
    assert_eq!(kinds_in(&first, "note"), 1);
    let cursors: Cursors = first
        .changes
        .iter()
        .map(|change| (change.scope, change.cursor))
        .collect();

    let today = now().day();
    store.ok(work!(|tx| {
        for mut tie in tx.teaching_of(maths, today).await? {
            tie.to = Some(today.plus_days(-1));
            tx.set_teaching(&tie).await?;
        }
        refresh_around(tx, child, now()).await
    }));
    let after = pull(store, maths, cursors);
    let own = Scope::new(ScopeKind::Person, maths.0);
    let own = after
        .changes
        .iter()
        .find(|change| change.scope == own)
        .expect("a change in the own scope");
    assert!(
        own.rows
            .iter()
            .any(|row| row.kind == "note" && row.body.is_none()),
        "{own:?}"
    );
    assert!(!after.drop.is_empty(), "and the class lists go");
    // A later answer of the family does not bring it back.
    let reply = Verb::Reply {
        entry: EntryId(id(700_000)),
        text: "还在吗".into(),
    };
    push(store, guardian, vec![PushItem::new(2, &note(2, child, reply))]);
    assert_eq!(kinds_in(&pull(store, maths, Cursors::new()), "note_entry"), 0);
}

pub fn an_edge_that_was_ended_is_not_given_back_by_an_import(store: &impl Runs) {
    import(store);
    let (child, guardian) = family(store);
    let mut edge = store
        .ok(work!(|tx| tx.guardianship(guardian, child).await))
        .expect("an edge");
    edge.to = Some(now().day().plus_days(-1));
    store.ok(work!(|tx| tx.set_guardianship(&edge).await));
    // The roster's row changed its relation, so the import writes the record again.
    let records = store.ok(work!(|tx| tx.records().await));
    let edges: Vec<_> = records
        .into_values()
        .filter(|record| record.key.kind == RecordKind::Guardianship)
        .collect();
    store.ok(work!(|tx| apply(tx, &edges, &mut Counted(500_000), now()).await));
    assert!(!scopes(store, guardian, now()).contains(&Scope::new(ScopeKind::ChildFamily, child.0)));
}

/// Writes these records over the roster, as a later import would.
fn rewrite(store: &impl Runs, change: impl Fn(&mut Record) -> bool) -> usize {
    let records = store.ok(work!(|tx| tx.records().await));
    let mut changed: Vec<Record> = records.into_values().collect();
    changed.retain_mut(|record| change(record));
    let count = changed.len();
    store.ok(work!(|tx| apply(tx, &changed, &mut Counted(600_000), now()).await));
    count
}

pub fn a_class_teacher_who_is_replaced_loses_the_families(store: &impl Runs) {
    import(store);
    let (head, other) = teachers(store);
    let name = |who| {
        let records = store.ok(work!(|tx| tx.records().await));
        let people = records.into_keys().filter(|key| key.kind == RecordKind::Person);
        people.into_iter().find(|key| {
            let key = key.clone();
            store.ok(work!(|tx| tx.record_id(&key).await)) == Some(who)
        })
    };
    let (old, new) = (
        name(head.0).expect("a row").sourced_id,
        name(other.0).expect("a row").sourced_id,
    );
    let changed = rewrite(store, |record| match &mut record.body {
        RecordBody::Enrolment(row) if row.class == "s01-0302" && row.person == old && row.primary => {
            row.person = new.clone();
            true
        }
        _ => false,
    });
    assert_eq!(changed, 1);
    assert_eq!(of_kind(&scopes(store, head, now()), ScopeKind::ChildFamily), 0);
    assert_eq!(of_kind(&scopes(store, other, now()), ScopeKind::ChildFamily), 40);
    assert!(!me(store, head).has_role(Role::ClassTeacher));
}

pub fn a_child_who_moves_is_in_one_class_only(store: &impl Runs) {
    import(store);
    let (child, _) = family(store);
    let (from, to) = (class(store, "s01-0302"), class(store, "s01-0301"));
    let moved = |record: &mut Record| match &mut record.body {
        RecordBody::Enrolment(row) if row.class == "s01-0302" && row.role == EnrolmentRole::Student => {
            let key = RecordKey::new(RecordKind::Person, row.person.clone());
            row.class = "s01-0301".into();
            store.ok(work!(|tx| tx.record_id(&key).await)) == Some(child.0)
        }
        _ => false,
    };
    assert_eq!(rewrite(store, moved), 1);
    let classes = store.ok(work!(|tx| tx.classes_of_child(child).await));
    assert_eq!(classes, vec![to]);
    let lies_in = |class: domain::ClassId| {
        let scope = Scope::new(ScopeKind::ClassStaff, class.0);
        let rows = store.ok(work!(|tx| tx.alive(scope, "child").await));
        rows.iter().any(|row| row.id == child.0)
    };
    assert_eq!((lies_in(from), lies_in(to)), (false, true));
    // The other way an export tells it: a new row, and the old one missing. It begins later, so the old one ends.
    let back = |record: &mut Record| match &mut record.body {
        RecordBody::Enrolment(row) if row.class == "s01-0301" && row.role == EnrolmentRole::Student => {
            let key = RecordKey::new(RecordKind::Person, row.person.clone());
            record.key.sourced_id = "e-new".into();
            row.class = "s01-0302".into();
            row.begin = Day::parse("2026-11-23");
            store.ok(work!(|tx| tx.record_id(&key).await)) == Some(child.0)
        }
        _ => false,
    };
    assert_eq!(rewrite(store, back), 1);
    let today = store
        .ok(work!(|tx| tx.child_card(child, now().day()).await))
        .expect("a card");
    assert_eq!(today.class, from);
    let (head, _) = teachers(store);
    assert!(scopes(store, head, now()).contains(&Scope::new(ScopeKind::ChildFamily, child.0)));
    assert!(
        !store
            .ok(work!(|tx| tx.pupils(to, now().day()).await))
            .iter()
            .any(|pupil| pupil.child == child)
    );
}

pub fn a_right_that_the_roster_takes_away_is_gone(store: &impl Runs) {
    import(store);
    let (child, guardian) = family(store);
    let narrowed = |record: &mut Record| match &mut record.body {
        RecordBody::Guardianship(edge) => {
            let key = |id: &str| RecordKey::new(RecordKind::Person, id);
            let (one, other) = (key(&edge.child), key(&edge.guardian));
            let ids = store.ok(work!(|tx| Ok((
                tx.record_id(&one).await?,
                tx.record_id(&other).await?
            ))));
            edge.rights = domain::Rights::default();
            ids == (Some(child.0), Some(guardian.0))
        }
        _ => false,
    };
    assert_eq!(rewrite(store, narrowed), 1);
    assert!(!scopes(store, guardian, now()).contains(&Scope::new(ScopeKind::ChildFamily, child.0)));
}

pub fn a_tie_that_ends_by_date_is_followed_when_the_day_begins(store: &impl Runs) {
    import(store);
    let (child, guardian) = family(store);
    let (_, maths) = teachers(store);
    push(
        store,
        guardian,
        vec![PushItem::new(1, &note(1, child, open("给老师", Some(maths))))],
    );
    store.ok(work!(|tx| office::tick(tx, now()).await));
    store.ok(work!(|tx| {
        for mut tie in tx.teaching_of(maths, now().day()).await? {
            tie.to = Some(now().day());
            tx.set_teaching(&tie).await?;
        }
        Ok(())
    }));
    assert_eq!(
        kinds_in(&pull(store, maths, Cursors::new()), "note"),
        1,
        "the last day counts"
    );
    let tomorrow = now().plus_ms(86_400_000);
    assert!(store.ok(work!(|tx| office::tick(tx, tomorrow).await)));
    assert!(
        !store.ok(work!(|tx| office::tick(tx, tomorrow).await)),
        "once a day"
    );
    assert_eq!(kinds_in(&pull(store, maths, Cursors::new()), "note"), 0);
}

pub fn a_push_is_decided_once_whatever_is_repeated(store: &impl Runs) {
    import(store);
    let (child, guardian) = family(store);
    let first = PushItem::new(1, &note(1, child, open("您好", None)));
    let reply = Verb::Reply {
        entry: EntryId(id(700_000)),
        text: "再补一句".into(),
    };
    let second = PushItem::new(2, &note(2, child, reply));
    let items = vec![first.clone(), second.clone()];
    let once = push(store, guardian, items.clone());
    assert_eq!((once.last_seq, once.settled.len()), (2, 2));
    assert!(
        once.settled
            .iter()
            .all(|settled| settled.outcome == Outcome::Accepted)
    );
    assert_eq!(push(store, guardian, items), once);
    // Under a wrong number a known command keeps its outcome, and a new one waits for the right one.
    let late = PushItem::new(9, &note(3, child, Verb::See));
    let odd = push(store, guardian, vec![PushItem { seq: 77, ..second }, late]);
    assert_eq!((odd.last_seq, odd.settled.len()), (2, 1));
    assert_eq!(kinds_in(&pull(store, guardian, Cursors::new()), "note_entry"), 1);
    // What this office does not know is refused alone, and counted.
    let unknown = PushItem {
        seq: 3,
        id: CommandId(id(1)),
        command: domain::Json::of(&"moon"),
    };
    let answer = push(store, guardian, vec![unknown]);
    assert_eq!(
        answer.settled[0].outcome,
        Outcome::Refused {
            reason: domain::Refusal::Unknown
        }
    );
    assert_eq!(answer.last_seq, 3);
}

pub fn a_stranger_s_push_and_pull_get_nothing(store: &impl Runs) {
    import(store);
    let (child, guardian) = family(store);
    push(
        store,
        guardian,
        vec![PushItem::new(1, &note(1, child, open("只给老师", None)))],
    );
    let stranger = PersonId(person(store, "g000900"));
    let answer = push(
        store,
        stranger,
        vec![PushItem::new(1, &note(5, child, Verb::See))],
    );
    assert_eq!(
        answer.settled[0].outcome,
        Outcome::Refused {
            reason: domain::Refusal::NotFound
        }
    );
    let cursors = Cursors::from([(Scope::new(ScopeKind::ChildFamily, child.0), 0)]);
    let answer = pull(store, stranger, cursors);
    assert_eq!(answer.drop, vec![Scope::new(ScopeKind::ChildFamily, child.0)]);
    assert_eq!(kinds_in(&answer, "note"), 0);
    // A body that names somebody else does not make one somebody else.
    let caller = Caller {
        version: protocol::VERSION,
        person: guardian,
        device: DeviceId(guardian.0),
    };
    let request = PullRequest {
        caller,
        epoch: 1,
        cursors: Cursors::new(),
    };
    let answer = store.ok(work!(
        |tx| office::pull(tx, &session(stranger), &request, now()).await
    ));
    assert_eq!(answer, Answer::OtherPerson);
}
