//! The table of streams by itself: who is told, when, and when not.

use super::{
    signal::{Signal, Word},
    streams::{Changed, Full, Listener, Ms, Streams},
};
use crate::limits;
use domain::{DeviceId, PersonId, Scope, ScopeKind};
use office::accounts::Secret;
use std::sync::Arc;
use uuid::Uuid;

const ROOM: usize = 10_000;

fn scope(kind: ScopeKind, n: u128) -> Scope {
    Scope::new(kind, Uuid::from_u128(n))
}

fn listener(n: u8) -> Listener {
    Listener {
        person: PersonId(Uuid::from_u128(n.into())),
        device: DeviceId(Uuid::from_u128(n.into())),
        sid: Secret([n; 32]),
    }
}

fn changed(scopes: &[Scope]) -> Changed {
    Changed::Scopes(scopes.iter().copied().collect())
}

struct Table {
    streams: Streams,
    signals: Vec<Arc<Signal>>,
}

impl Table {
    fn new(room: usize) -> Table {
        Table {
            streams: Streams::new(room),
            signals: Vec::new(),
        }
    }

    fn open(&mut self, listener: Listener, now: Ms) -> Result<u64, Full> {
        let signal = Arc::new(Signal::default());
        self.signals.push(Arc::clone(&signal));
        self.streams.open(listener, signal, now)
    }

    /// Opens a stream that has had its first event and listens for these scopes.
    fn listening(&mut self, listener: Listener, scopes: &[Scope], now: Ms) -> u64 {
        let number = self.open(listener, now).expect("room");
        assert_eq!(self.due(now), [number]);
        self.streams.tell(number, scopes.into(), now);
        assert_eq!(self.said(number), Some(Word::Pull));
        number
    }

    fn due(&mut self, now: Ms) -> Vec<u64> {
        let due = self.streams.take_due(now, ROOM);
        due.iter().map(|one| one.number).collect()
    }

    fn said(&self, number: u64) -> Option<Word> {
        self.signals[usize::try_from(number).expect("few")].take()
    }
}

#[test]
fn only_those_whom_a_change_concerns_are_told() {
    let mut table = Table::new(ROOM);
    let (mine, other) = (scope(ScopeKind::ChildFamily, 1), scope(ScopeKind::ChildFamily, 2));
    let me = table.listening(listener(1), &[mine], 0);
    let them = table.listening(listener(2), &[other], 0);
    table.streams.hit(&changed(&[other]), 5_000);
    assert_eq!(table.due(5_000), [them]);
    // The same child's staff scope is another scope.
    table
        .streams
        .hit(&changed(&[scope(ScopeKind::ChildStaff, 1)]), 5_000);
    assert!(table.due(5_000).is_empty());
    table.streams.hit(&Changed::Everything, 6_000);
    assert_eq!(table.due(6_000), [me, them]);
}

#[test]
fn a_stream_keeps_only_the_newest_set() {
    let mut table = Table::new(ROOM);
    let (kept, lost) = (scope(ScopeKind::Person, 1), scope(ScopeKind::ChildFamily, 1));
    let me = table.listening(listener(1), &[kept, lost], 0);
    table.streams.hit(&changed(&[kept, lost]), 1_000);
    assert_eq!(table.due(1_000), [me]);
    table.streams.tell(me, [kept].into(), 1_000);
    table.streams.hit(&changed(&[lost]), 2_000);
    assert!(table.due(9_000).is_empty());
}

#[test]
fn a_burst_is_one_event_and_the_next_keeps_its_distance() {
    let mut table = Table::new(ROOM);
    let mine = scope(ScopeKind::ChildFamily, 1);
    let me = table.listening(listener(1), &[mine], 0);
    for now in 1_000..1_010 {
        table.streams.hit(&changed(&[mine]), now);
    }
    assert_eq!(table.due(1_010), [me]);
    table.streams.tell(me, [mine].into(), 1_010);
    table.streams.hit(&changed(&[mine]), 1_020);
    assert!(table.due(1_020).is_empty(), "told a moment ago");
    assert_eq!(table.streams.next_due_at(), Some(1_010 + limits::LIVE_PACE_MS));
    assert_eq!(table.due(1_010 + limits::LIVE_PACE_MS), [me]);
}

#[test]
fn a_large_audience_is_spread_out_and_a_small_change_does_not_wait_for_it() {
    let mut table = Table::new(ROOM);
    let (school, mine) = (
        scope(ScopeKind::SchoolFamily, 1),
        scope(ScopeKind::ChildFamily, 1),
    );
    let count = 1_500;
    for n in 0..count {
        let device = DeviceId(Uuid::from_u128(n));
        let number = table
            .open(
                Listener {
                    device,
                    ..listener(1)
                },
                0,
            )
            .expect("room");
        table.due(0);
        let own: &[Scope] = if n == 7 { &[school, mine] } else { &[school] };
        table.streams.tell(number, own.into(), 0);
    }
    table.streams.hit(&changed(&[school]), 10_000);
    let mut told = Vec::new();
    for slot in 0..15 {
        // A note for one family falls into the middle of it.
        if slot == 2 {
            table.streams.hit(&changed(&[mine]), 10_200);
        }
        let due = table.due(10_000 + slot * 100 + 99);
        assert!((50..160).contains(&due.len()), "{} in slot {slot}", due.len());
        if slot == 2 {
            assert!(due.contains(&7) || told.contains(&7));
        }
        told.extend(due);
    }
    told.sort_unstable();
    told.dedup();
    assert_eq!(
        told.len(),
        1_500,
        "each once, all within a millisecond per stream"
    );
}

#[test]
fn the_oldest_stream_of_a_device_gives_way() {
    let mut table = Table::new(ROOM);
    let other = table.open(listener(2), 0).expect("room");
    let first = table.open(listener(1), 0).expect("room");
    for _ in 1..limits::LIVE_PER_DEVICE_MAX {
        table.open(listener(1), 0).expect("room");
    }
    assert_eq!(table.said(first), None);
    table.open(listener(1), 0).expect("room");
    assert_eq!((table.said(first), table.said(other)), (Some(Word::End), None));
    assert_eq!(table.streams.count(), limits::LIVE_PER_DEVICE_MAX + 1);
}

#[test]
fn there_is_room_for_so_many_and_none_after_the_end() {
    let mut table = Table::new(2);
    let first = table.open(listener(1), 0).expect("room");
    table.open(listener(2), 0).expect("room");
    assert_eq!(table.open(listener(3), 0), Err(Full));
    table.streams.remove(first);
    table.open(listener(3), 0).expect("room again");
    table.streams.close();
    assert_eq!(table.streams.count(), 0);
    assert_eq!(table.said(1), Some(Word::End));
    assert_eq!(table.open(listener(4), 0), Err(Full));
}

#[test]
fn a_sign_in_that_ended_ends_its_streams_alone() {
    let mut table = Table::new(ROOM);
    let (one, two) = (
        table.listening(listener(1), &[], 0),
        table.listening(listener(2), &[], 0),
    );
    let again = table.listening(
        Listener {
            sid: Secret([9; 32]),
            ..listener(1)
        },
        &[],
        0,
    );
    assert_eq!(table.streams.sids().len(), 3);
    table.streams.end(&[Secret([1; 32])]);
    assert_eq!(
        [one, two, again].map(|number| table.said(number)),
        [Some(Word::End), None, None]
    );
    assert_eq!(table.streams.sids().len(), 2);
}

#[test]
fn a_quiet_line_gets_a_beat_and_a_busy_one_does_not() {
    let mut table = Table::new(ROOM);
    let quiet = table.listening(listener(1), &[], 0);
    let busy = table.listening(listener(2), &[], 0);
    let almost = limits::LIVE_BEAT_MS - 1;
    table.streams.tell(busy, Box::default(), almost);
    assert_eq!(table.said(busy), Some(Word::Pull));
    table.streams.beat(almost);
    assert_eq!(table.said(quiet), None);
    table.streams.beat(almost + 1);
    assert_eq!((table.said(quiet), table.said(busy)), (Some(Word::Beat), None));
    table.streams.beat(almost + 2);
    assert_eq!(table.said(quiet), None, "only once in a while");
}

#[test]
fn what_a_busy_store_could_not_answer_comes_later() {
    let mut table = Table::new(ROOM);
    let me = table.open(listener(1), 0).expect("room");
    let due = table.streams.take_due(0, ROOM);
    table.streams.put_off(&due, 700);
    assert_eq!((table.due(699), table.due(700)), (vec![], vec![me]));
    // A line that broke meanwhile is not told, and nothing of it is left.
    table.streams.hit(&Changed::Everything, 2_000);
    table.streams.remove(me);
    assert_eq!((table.due(9_000), table.streams.next_due_at()), (vec![], None));
}
