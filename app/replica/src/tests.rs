//! The suite on the memory store, and what only memory can show: a failed commit, a preview.

use crate::{
    Change, Identity, ItemState, MemoryStore, OUTBOX_ITEMS_MAX, Op, Replica, Store, StoreError,
    suite::{self, Opens},
};
use domain::{
    Action, ChildId, ClassId, Command, CommandId, DeviceId, EntryId, Instant, NoteId, PersonId, Refusal,
    Rights, Row, Scope, ScopeKind, notes,
    people::{ChildCard, GuardianCard},
};
use futures::executor::block_on;
use protocol::{Outcome, PullAnswer, PushAnswer, Settled, WireRow};
use std::{cell::RefCell, collections::BTreeMap};
use uuid::Uuid;

const NOW: Instant = Instant(1_795_509_720_000);

#[derive(Default)]
struct Memory(RefCell<BTreeMap<String, MemoryStore>>);

impl Opens for Memory {
    type Store = MemoryStore;
    async fn open(&self, name: &str) -> MemoryStore {
        self.0.borrow_mut().entry(name.to_owned()).or_default().clone()
    }
}

#[test]
fn every_case_of_the_suite_holds_in_memory() {
    let cases = block_on(suite::all(&Memory::default()));
    assert_eq!(cases.len(), 17);
    for (name, checked) in cases {
        assert_eq!(checked, Ok(()), "{name}");
    }
}

fn id(n: u128) -> Uuid {
    Uuid::from_u128(n)
}

fn mother() -> Replica {
    let identity = Identity {
        person: PersonId(id(1)),
        device: DeviceId(id(2)),
        name: "张兰".into(),
    };
    let card = ChildCard {
        id: ChildId(id(4)),
        name: "白一诺".into(),
        given_name: "一诺".into(),
        class: ClassId(id(3)),
        class_name: "三年级2班".into(),
        school: None,
        school_name: String::new(),
        guardians: vec![GuardianCard {
            person: PersonId(id(1)),
            name: "张兰".into(),
            relation: "母亲".into(),
            rights: Rights::all(),
            has_account: true,
            silent: false,
        }],
        staff: vec![],
    };
    let mut replica = Replica::new(identity, crate::Contents::default());
    let scope = Scope::new(ScopeKind::ChildFamily, id(4));
    replica.apply(&Change::relaxed(vec![Op::PutRow {
        scope,
        row: WireRow::of(&Row::Child(card), 1),
    }]));
    replica
}

fn act(n: u128, verb: notes::Verb) -> Command {
    let action = Action::Notes(notes::Action {
        child: ChildId(id(4)),
        note: NoteId(id(5)),
        verb,
    });
    Command {
        id: CommandId(id(100 + n)),
        written_at: NOW,
        depends_on: vec![],
        action,
    }
}

fn open() -> notes::Verb {
    notes::Verb::Open {
        topic: notes::Topic::Health,
        text: "这两天咳嗽".into(),
        asks_reply: true,
        staff: None,
        about: None,
    }
}

fn apply(replica: &mut Replica, command: Command) {
    let change = replica.save(command, None, None, NOW).expect("room");
    replica.apply(&change);
}

#[test]
fn what_was_just_written_shows_at_once_and_stays_until_the_office_shows_it() {
    let mut replica = mother();
    apply(&mut replica, act(1, open()));
    let reply = notes::Verb::Reply {
        entry: EntryId(id(6)),
        text: "好些了".into(),
    };
    apply(&mut replica, act(2, reply));
    let shown = |replica: &Replica| {
        let view = replica.view(NOW);
        (
            view.all("note").filter(|row| row.pending).count(),
            view.all("note_entry").count(),
        )
    };
    assert_eq!(
        shown(&replica),
        (1, 1),
        "a reply to a note that only this phone knows"
    );

    let settled = [101, 102].map(|n| Settled {
        id: CommandId(id(n)),
        outcome: Outcome::Accepted,
    });
    let answer = PushAnswer {
        epoch: 1,
        server_now: NOW,
        last_seq: 2,
        settled: settled.to_vec(),
    };
    replica.apply(&replica.absorb_push(&answer, NOW));
    assert_eq!(
        shown(&replica),
        (1, 1),
        "accepted, but no pull has brought it yet: it must not vanish"
    );

    let pull = replica.plan_pull();
    let answer = protocol::PullAnswer {
        epoch: 1,
        server_now: NOW,
        last_seq: 2,
        drop: vec![],
        changes: vec![],
        rows_left: 0,
    };
    replica.apply(&replica.absorb_pull(&pull, &answer, NOW));
    assert_eq!(
        shown(&replica),
        (0, 0),
        "a complete pull that began afterwards is the truth"
    );
}

#[test]
fn a_refused_opening_takes_its_preview_with_it_and_nothing_else() {
    let mut replica = mother();
    apply(&mut replica, act(1, open()));
    let refused = Outcome::Refused {
        reason: domain::Refusal::NotAllowed,
    };
    let settled = vec![Settled {
        id: CommandId(id(101)),
        outcome: refused,
    }];
    let answer = PushAnswer {
        epoch: 1,
        server_now: NOW,
        last_seq: 1,
        settled,
    };
    replica.apply(&replica.absorb_push(&answer, NOW));
    let view = replica.view(NOW);
    assert_eq!((view.all("note").count(), view.needs_you().count()), (0, 1));
}

#[test]
fn a_quiet_command_that_was_refused_bothers_nobody() {
    let mut replica = mother();
    apply(&mut replica, act(1, notes::Verb::See));
    let refused = Outcome::Refused {
        reason: domain::Refusal::NotFound,
    };
    let settled = vec![Settled {
        id: CommandId(id(101)),
        outcome: refused,
    }];
    replica.apply(&replica.absorb_push(
        &PushAnswer {
            epoch: 1,
            server_now: NOW,
            last_seq: 1,
            settled,
        },
        NOW,
    ));
    assert_eq!(replica.view(NOW).outbox.len(), 0);
}

#[test]
fn signing_out_seals_what_a_person_wrote_and_nothing_else() {
    let mut replica = mother();
    apply(&mut replica, act(1, open()));
    apply(&mut replica, act(2, notes::Verb::See));
    assert_eq!(
        replica.unsettled_count(),
        1,
        "only what was written is counted for its writer"
    );
    replica.apply(&Change::strict(replica.settled_ops()));
    let left: Vec<CommandId> = replica
        .view(NOW)
        .outbox
        .iter()
        .map(|item| item.command.id)
        .collect();
    assert_eq!(left, vec![act(1, open()).id]);
}

#[test]
fn a_place_in_the_queue_is_never_given_twice() {
    let mut contents = crate::Contents::default();
    contents.see(crate::Table::Outbox, "0000000007");
    let replica = Replica::new(mother().identity, contents);
    let change = replica.save(act(1, open()), None, None, NOW).expect("room");
    assert!(
        matches!(&change.ops[0], Op::PutItem(item) if item.order == 8),
        "the unreadable item keeps its place"
    );
}

#[test]
fn a_commit_that_failed_left_nothing_and_memory_did_not_follow() {
    let store = MemoryStore::default();
    let replica = mother();
    let change = replica.save(act(1, open()), None, None, NOW).expect("room");
    store.fail_next(StoreError::Full);
    assert_eq!(block_on(store.commit(&change)), Err(StoreError::Full));
    assert!(store.keys().is_empty());
    assert_eq!(block_on(store.commit(&change)), Ok(()));
    assert_eq!(store.keys().len(), 1);
}

#[test]
fn the_outbox_has_a_limit_and_says_so() {
    let mut replica = mother();
    let command = act(1, open());
    let ops = (1..=OUTBOX_ITEMS_MAX as u64).map(|order| {
        Op::PutItem(crate::Item {
            order,
            command: command.clone(),
            state: ItemState::Saved,
            saved_at: NOW,
            again: None,
        })
    });
    replica.apply(&Change::strict(ops.collect()));
    assert_eq!(replica.save(command, None, None, NOW), Err(StoreError::Full));
}

#[test]
fn a_push_stays_within_the_wire_limits_and_in_order() {
    let mut replica = mother();
    let long = "长".repeat(domain::limits::NOTE_TEXT_CHARS_MAX);
    for n in 0..300 {
        let verb = notes::Verb::Reply {
            entry: EntryId(id(1_000 + n)),
            text: long.clone(),
        };
        apply(&mut replica, act(n, verb));
    }
    let (_, request) = replica.plan_push().expect("a batch");
    let bytes = serde_json::to_vec(&request).expect("JSON").len();
    assert!(bytes <= protocol::PUSH_BYTES_MAX, "{bytes}");
    assert!(request.items.len() > 50 && request.items.len() <= protocol::PUSH_COMMANDS_MAX);
    assert!(
        request
            .items
            .windows(2)
            .all(|pair| pair[0].seq + 1 == pair[1].seq)
    );
}

/// An answer that says `outcome` for every command, in this epoch.
fn answered(commands: &[&Command], epoch: u32, outcome: Outcome) -> PushAnswer {
    let settled = commands.iter().map(|command| Settled {
        id: command.id,
        outcome,
    });
    PushAnswer {
        epoch,
        server_now: NOW,
        last_seq: commands.len() as u64,
        settled: settled.collect(),
    }
}

#[test]
fn the_old_office_s_late_word_settles_nothing_after_a_restore() {
    let mut replica = mother();
    let (first, second) = (act(1, open()), act(2, open()));
    apply(&mut replica, first.clone());
    replica.apply(&replica.absorb_push(&answered(&[&first], 1, Outcome::Accepted), NOW));
    apply(&mut replica, second.clone());
    // The restored office is heard of, and then what the old one had said of the second.
    replica.apply(&replica.absorb_push(&answered(&[], 2, Outcome::Accepted), NOW));
    let refused = Outcome::Refused {
        reason: Refusal::Closed,
    };
    replica.apply(&replica.absorb_push(&answered(&[&second], 1, refused), NOW));
    let item = replica.item_of(second.id).expect("the second");
    assert!(
        item.is_unsent(),
        "it goes up again and gets the restored office's word: {:?}",
        item.state
    );
    replica.apply(&replica.absorb_push(&answered(&[], 2, refused), NOW));
    replica.apply(&replica.absorb_push(&answered(&[&first, &second], 2, Outcome::Accepted), NOW));
    assert_eq!(replica.unsent_count(), 0);
}

#[test]
fn a_late_answer_of_which_something_is_left_out_does_not_say_as_of() {
    let mut replica = mother();
    let scope = Scope::new(ScopeKind::ChildFamily, id(4));
    let late = replica.plan_pull();
    let page = |cursor| PullAnswer {
        epoch: 1,
        server_now: NOW.plus_ms(1_000),
        last_seq: 0,
        drop: vec![],
        changes: vec![protocol::ScopeChange {
            scope,
            reset: true,
            rows: vec![],
            cursor,
        }],
        rows_left: 0,
    };
    replica.apply(&Change::relaxed(vec![Op::Cursor { scope, at: 9 }]));
    replica.apply(&replica.absorb_pull(&late, &page(7), NOW));
    assert_eq!(replica.state().as_of, None, "its rows were not taken");
    replica.apply(&replica.absorb_pull(&replica.plan_pull(), &page(9), NOW));
    assert_eq!(replica.state().as_of, Some(NOW.plus_ms(1_000)));
}
