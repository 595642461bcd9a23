//! One run: a seed decides who writes, what the network does, who crashes, whose rights change; then
//! everything heals and the invariants are checked.

use crate::{
    actions::{self, fresh},
    breaks::Break,
    check,
    device::Device,
    net::{Letter, Net, device_id},
    office_side::OfficeSide,
    school::{CLASS_TEACHER, MATHS, MOTHER, TIES},
};
use domain::{Day, Instant, RowKey};
use office::{Session, StoreError};
use protocol::Answer;
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use std::collections::BTreeMap;

/// After the faults end, a phone has drained its outbox and caught up within this many rounds.
const HEALING_ROUNDS_MAX: usize = 40;

pub struct World {
    pub rng: ChaCha8Rng,
    pub now: Instant,
    pub office: OfficeSide,
    pub devices: Vec<Device>,
    pub net: Net,
    pub breakage: Option<Break>,
    pub stats: Stats,
    given: Vec<bool>,
    /// The version of each row that each phone showed last.
    shown: Vec<BTreeMap<RowKey, u32>>,
}

/// What happened in runs, so that a quiet simulator is noticed.
#[derive(Clone, Copy, Debug, Default)]
pub struct Stats {
    pub commands: u64,
    pub lost: u64,
    pub doubled: u64,
    pub crashes: u64,
    pub ties_changed: u64,
    pub rows: u64,
}

impl Stats {
    pub fn add(&mut self, other: Stats) {
        self.commands += other.commands;
        self.lost += other.lost;
        self.doubled += other.doubled;
        self.crashes += other.crashes;
        self.ties_changed += other.ties_changed;
        self.rows += other.rows;
    }
}

pub fn run(seed: u64, steps: u64, breakage: Option<Break>) -> Result<Stats, String> {
    let mut world = World::new(seed, breakage).map_err(|error| error.to_string())?;
    for step in 0..steps {
        world.step().map_err(|error| format!("step {step}: {error}"))?;
    }
    world.heal()?;
    check::everything(&mut world)?;
    Ok(world.stats)
}

impl World {
    fn new(seed: u64, breakage: Option<Break>) -> Result<World, StoreError> {
        let now = Day::from_ymd(2026, 11, 23)
            .unwrap_or(Day(0))
            .start()
            .plus_ms(8 * 3_600_000);
        let people = [
            (MOTHER, "人0", 0),
            (CLASS_TEACHER, "人2", 172_800_000),
            (MATHS, "人3", -172_800_000),
        ];
        let device = |(n, (person, name, off)): (usize, (_, &str, i64))| Device::new(n, person, name, off);
        Ok(World {
            rng: ChaCha8Rng::seed_from_u64(seed),
            now,
            office: OfficeSide::new(now, breakage)?,
            devices: people.into_iter().enumerate().map(device).collect(),
            net: Net::default(),
            breakage,
            stats: Stats::default(),
            given: vec![true; TIES.len()],
            shown: vec![BTreeMap::new(); 3],
        })
    }

    fn step(&mut self) -> Result<(), String> {
        self.now = self.now.plus_ms(self.rng.random_range(1..30_000));
        let n = self.rng.random_range(0..self.devices.len());
        match self.rng.random_range(0..100) {
            0..=24 => actions::write(&mut self.devices[n], &mut self.rng, self.now),
            25..=44 => self.ask(n),
            45..=89 => self.deliver()?,
            90..=92 => self.change_tie()?,
            93..=95 => {
                self.stats.crashes += 1;
                self.devices[n].crash();
            }
            96 => self.devices[n].discard_newest(self.now),
            97 => self.devices[n].fail_next_commit(),
            _ => self.sweep(n),
        }
        self.watch(n)
    }

    /// A phone starts one thing of its sync run.
    fn ask(&mut self, n: usize) {
        let device = &mut self.devices[n];
        if let Some((mark, request)) = device.replica.plan_push()
            && self.rng.random_bool(0.6)
        {
            // Without the mark on disk nothing is sent.
            if device.change(mark, None, false).is_ok() {
                self.net.send(Letter::Push(n, request));
            }
            return;
        }
        self.net.send(Letter::Pull(n, device.replica.plan_pull()));
    }

    /// One letter, not always the oldest, arrives, or is lost, or arrives twice.
    fn deliver(&mut self) -> Result<(), String> {
        if self.net.letters.is_empty() {
            return Ok(());
        }
        let letter = self.net.take(self.rng.random_range(0..self.net.letters.len()));
        match self.rng.random_range(0..10) {
            0 => {
                self.stats.lost += 1;
                return Ok(());
            }
            1 => {
                self.stats.doubled += 1;
                self.net.send(letter.clone());
            }
            _ => {}
        }
        let dies = self.rng.random_bool(0.05);
        self.receive(letter, dies)
    }

    pub fn receive(&mut self, letter: Letter, dies: bool) -> Result<(), String> {
        let text = |error: StoreError| error.to_string();
        self.stats.crashes += u64::from(dies);
        match letter {
            Letter::Push(n, request) => {
                let (now, session) = (self.now, self.session(n));
                let rng = &mut self.rng;
                let answer = self
                    .office
                    .push(session, request, now, dies, || fresh(rng, now))
                    .map_err(text)?;
                if let Some(answer) = answer {
                    self.net.send(Letter::Pushed(n, answer));
                }
            }
            Letter::Pull(n, pull) => {
                let answer = self
                    .office
                    .pull(self.session(n), pull.request.clone(), self.now)
                    .map_err(text)?;
                self.net.send(Letter::Pulled(n, pull, answer));
            }
            Letter::Pushed(n, Answer::Ok(answer)) => {
                let device = &mut self.devices[n];
                let change = device.replica.absorb_push(&answer, device.now(self.now));
                self.store(n, change, dies);
            }
            Letter::Pulled(n, pull, Answer::Ok(answer)) => {
                let device = &mut self.devices[n];
                let change = device.replica.absorb_pull(&pull, &answer, device.now(self.now));
                self.store(n, change, dies);
            }
            Letter::Pushed(_, other) => return Err(format!("a push got {other:?}")),
            Letter::Pulled(_, _, other) => return Err(format!("a pull got {other:?}")),
        }
        Ok(())
    }

    /// A full disk makes a phone try again later; nothing else follows from it.
    fn store(&mut self, n: usize, change: replica::Change, dies: bool) {
        let _ = self.devices[n].change(change, self.breakage, dies);
    }

    fn sweep(&mut self, n: usize) {
        let device = &mut self.devices[n];
        let change = device.replica.sweep(device.now(self.now));
        let _ = device.change(change, None, false);
    }

    fn change_tie(&mut self) -> Result<(), String> {
        let at = self.rng.random_range(0..TIES.len());
        self.given[at] = !self.given[at];
        self.stats.ties_changed += 1;
        self.office
            .set_tie(TIES[at], self.given[at], self.now)
            .map_err(|error| error.to_string())
    }

    /// At any moment a screen can be drawn, and no row of the office's on it is older than it was.
    fn watch(&mut self, n: usize) -> Result<(), String> {
        let device = &self.devices[n];
        let view = device.replica.view(device.now(self.now));
        for kind in ["note", "note_entry", "child", "class", "me"] {
            self.stats.rows += view.all(kind).count() as u64;
        }
        let merged = device.replica.mirror().merged();
        let versions: BTreeMap<RowKey, u32> = merged
            .iter()
            .map(|(key, held)| (key.clone(), held.wire.version))
            .collect();
        for (key, version) in &versions {
            if self.shown[n].get(key).is_some_and(|before| before > version) {
                return Err(format!("device {n} turned {key:?} back"));
            }
        }
        self.shown[n] = versions;
        Ok(())
    }

    /// The faults end: letters in flight arrive or are lost, then every phone syncs over a good line.
    fn heal(&mut self) -> Result<(), String> {
        while !self.net.letters.is_empty() {
            self.deliver()?;
        }
        for n in 0..self.devices.len() {
            let mut rounds = 0;
            while !self.sync_once(n)? {
                rounds += 1;
                if rounds > HEALING_ROUNDS_MAX {
                    return Err(format!("device {n} does not come to rest"));
                }
            }
        }
        // Once more for what the others' last pushes changed.
        for n in 0..self.devices.len() {
            while !self.sync_once(n)? {}
        }
        self.stats.commands += self
            .devices
            .iter()
            .map(|device| device.saved.len() as u64)
            .sum::<u64>();
        Ok(())
    }

    /// One good round trip; true if there is nothing left to do.
    fn sync_once(&mut self, n: usize) -> Result<bool, String> {
        self.now = self.now.plus_ms(20_000);
        self.sweep(n);
        if let Some((mark, request)) = self.devices[n].replica.plan_push() {
            let _ = self.devices[n].change(mark, None, false);
            self.receive(Letter::Push(n, request), false)?;
            self.arrive()?;
            return Ok(false);
        }
        let pull = self.devices[n].replica.plan_pull();
        self.receive(Letter::Pull(n, pull), false)?;
        let left = self.net.letters.iter().any(|letter| match letter {
            Letter::Pulled(_, _, Answer::Ok(answer)) => answer.rows_left > 0 || !answer.changes.is_empty(),
            _ => true,
        });
        self.arrive()?;
        Ok(!left)
    }

    fn arrive(&mut self) -> Result<(), String> {
        while let Some(letter) = self.net.letters.pop() {
            self.receive(letter, false)?;
        }
        Ok(())
    }

    fn session(&self, n: usize) -> Session {
        let identity = &self.devices[n].replica.identity;
        Session {
            person: identity.person,
            device: device_id(n),
            name: identity.name.clone(),
        }
    }
}
