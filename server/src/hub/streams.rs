//! The table of open streams: whom a change concerns, and when each is told. Pure: time comes in.

use super::signal::{Signal, Word};
use crate::limits;
use domain::{DeviceId, PersonId, Scope};
use office::accounts::Secret;
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

/// Milliseconds since the hub was made.
pub type Ms = u64;

/// Who listens, by the cookie that the stream was opened with.
#[derive(Clone, Copy)]
pub struct Listener {
    pub person: PersonId,
    pub device: DeviceId,
    pub sid: Secret,
}

/// No room, now or because this process is ending.
#[derive(Debug, PartialEq, Eq)]
pub struct Full;

/// What the feed says has changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Changed {
    Scopes(BTreeSet<Scope>),
    /// Too much to name, or a feed that was set back: everybody looks.
    Everything,
}

/// A stream whose event is due: its scopes are to be read afresh, then it is told.
#[derive(Clone, Copy)]
pub struct Due {
    pub number: u64,
    pub person: PersonId,
}

struct Stream {
    listener: Listener,
    /// As of its last event.
    scopes: Box<[Scope]>,
    due_at: Option<Ms>,
    pulled_at: Option<Ms>,
    /// When anything was last sent, a beat included.
    spoken_at: Ms,
    signal: Arc<Signal>,
}

pub struct Streams {
    all: BTreeMap<u64, Stream>,
    of_device: BTreeSet<(DeviceId, u64)>,
    due: BTreeSet<(Ms, u64)>,
    next_number: u64,
    streams_max: usize,
    is_closed: bool,
}

impl Streams {
    pub fn new(streams_max: usize) -> Streams {
        Streams {
            all: BTreeMap::new(),
            of_device: BTreeSet::new(),
            due: BTreeSet::new(),
            next_number: 0,
            streams_max,
            is_closed: false,
        }
    }

    /// A new stream, due at once. The oldest of its device gives way: a phone that changed networks comes back
    /// long before its dead line is noticed here.
    pub fn open(&mut self, listener: Listener, signal: Arc<Signal>, now: Ms) -> Result<u64, Full> {
        let device = listener.device;
        let own: Vec<u64> = self
            .of_device
            .range((device, 0)..=(device, u64::MAX))
            .map(|(_, number)| *number)
            .collect();
        if let Some(oldest) = own.first().filter(|_| own.len() >= limits::LIVE_PER_DEVICE_MAX) {
            self.end_one(*oldest);
        }
        if self.is_closed || self.all.len() >= self.streams_max {
            return Err(Full);
        }
        let number = self.next_number;
        self.next_number += 1;
        self.of_device.insert((device, number));
        self.all.insert(
            number,
            Stream {
                listener,
                scopes: Box::default(),
                due_at: None,
                pulled_at: None,
                spoken_at: now,
                signal,
            },
        );
        self.tell_at(number, now);
        Ok(number)
    }

    pub fn remove(&mut self, number: u64) {
        if let Some(stream) = self.all.remove(&number) {
            self.of_device.remove(&(stream.listener.device, number));
            if let Some(at) = stream.due_at {
                self.due.remove(&(at, number));
            }
        }
    }

    /// Marks everybody whom a change concerns. A few are told at once; many are spread out, or a school's
    /// notice would have its thousands pull in one instant.
    pub fn hit(&mut self, changed: &Changed, now: Ms) {
        let concerns = |stream: &Stream| match changed {
            Changed::Everything => true,
            Changed::Scopes(scopes) => stream.scopes.iter().any(|scope| scopes.contains(scope)),
        };
        let hit: Vec<u64> = self
            .all
            .iter()
            .filter(|(_, stream)| concerns(stream))
            .map(|(number, _)| *number)
            .collect();
        let spread_ms = spread_ms(hit.len());
        for number in hit {
            self.tell_at(number, now + place(number, now, spread_ms));
        }
    }

    /// Takes up to `max` streams whose moment has come.
    pub fn take_due(&mut self, now: Ms, max: usize) -> Vec<Due> {
        let mut taken = Vec::new();
        while let Some((at, number)) = self.due.first().copied() {
            if at > now || taken.len() >= max {
                break;
            }
            self.due.pop_first();
            if let Some(stream) = self.all.get_mut(&number) {
                stream.due_at = None;
                let person = stream.listener.person;
                taken.push(Due { number, person });
            }
        }
        taken
    }

    /// Says "pull"; from now on the stream listens for these scopes and no others.
    pub fn tell(&mut self, number: u64, scopes: Box<[Scope]>, now: Ms) {
        if let Some(stream) = self.all.get_mut(&number) {
            stream.scopes = scopes;
            stream.pulled_at = Some(now);
            stream.spoken_at = now;
            stream.signal.say(Word::Pull);
        }
    }

    /// The store could not answer: the same streams once more, later.
    pub fn put_off(&mut self, due: &[Due], until: Ms) {
        for due in due {
            self.tell_at(due.number, until);
        }
    }

    /// Sends a comment on every line that has been quiet for long.
    pub fn beat(&mut self, now: Ms) {
        for stream in self.all.values_mut() {
            if now.saturating_sub(stream.spoken_at) >= limits::LIVE_BEAT_MS {
                stream.spoken_at = now;
                stream.signal.say(Word::Beat);
            }
        }
    }

    /// Ends the streams of sign-ins that are over.
    pub fn end(&mut self, sids: &[Secret]) {
        let over: BTreeSet<[u8; 32]> = sids.iter().map(|sid| sid.0).collect();
        let ended: Vec<u64> = self
            .all
            .iter()
            .filter(|(_, stream)| over.contains(&stream.listener.sid.0))
            .map(|(number, _)| *number)
            .collect();
        for number in ended {
            self.end_one(number);
        }
    }

    pub fn close(&mut self) {
        self.is_closed = true;
        while let Some(number) = self.all.keys().next().copied() {
            self.end_one(number);
        }
    }

    /// The cookies of all streams, each once.
    pub fn sids(&self) -> Vec<Secret> {
        let sids: BTreeSet<[u8; 32]> = self.all.values().map(|stream| stream.listener.sid.0).collect();
        sids.into_iter().map(Secret).collect()
    }

    pub fn next_due_at(&self) -> Option<Ms> {
        self.due.first().map(|(at, _)| *at)
    }

    pub fn count(&self) -> usize {
        self.all.len()
    }

    fn end_one(&mut self, number: u64) {
        if let Some(stream) = self.all.get(&number) {
            stream.signal.say(Word::End);
        }
        self.remove(number);
    }

    /// Not sooner than a while after its last event, and not later than it was due anyway.
    fn tell_at(&mut self, number: u64, at: Ms) {
        let Some(stream) = self.all.get_mut(&number) else {
            return;
        };
        let soonest = stream.pulled_at.map_or(0, |last| last + limits::LIVE_PACE_MS);
        let at = at.max(soonest);
        match stream.due_at {
            Some(earlier) if earlier <= at => return,
            Some(later) => {
                self.due.remove(&(later, number));
            }
            None => {}
        }
        stream.due_at = Some(at);
        self.due.insert((at, number));
    }
}

/// A millisecond for each stream, beyond those that may all come at once.
fn spread_ms(count: usize) -> Ms {
    if count <= limits::LIVE_AT_ONCE_MAX {
        return 0;
    }
    u64::try_from(count).map_or(limits::LIVE_SPREAD_MS_MAX, |ms| {
        ms.min(limits::LIVE_SPREAD_MS_MAX)
    })
}

/// Where in the spread a stream stands: another place each time, so that nobody is always first.
fn place(number: u64, now: Ms, spread_ms: Ms) -> Ms {
    if spread_ms == 0 {
        return 0;
    }
    // The finisher of splitmix64: neighbouring numbers land far apart.
    let mut mixed = number.wrapping_add(now.wrapping_mul(0x9e37_79b9_7f4a_7c15));
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    (mixed ^ (mixed >> 31)) % spread_ms
}
