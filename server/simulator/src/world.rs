//! One run: a seed decides who writes, what the network does, who crashes, whose rights change; then
//! everything heals and the invariants are checked.

use crate::{
    actions::{self, fresh},
    breaks::Break,
    check, check_notices,
    device::Device,
    ledger::Ledger,
    net::{Letter, Net, device_id},
    office_side::{KINDS, OfficeSide},
    school::{CHILDREN, DEVICES, FAMILIES, From, TIES},
};
use domain::{Day, Instant, NoticeId, RowKey};
use office::{Session, StoreError};
use protocol::Answer;
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use std::collections::BTreeMap;
use store::work;

/// After the faults end, a phone has drained its outbox and caught up within this many rounds.
const HEALING_ROUNDS_MAX: usize = 40;
const MINUTE_MS: i64 = 60_000;
const HOUR_MS: i64 = 60 * MINUTE_MS;
const DAY_MS: i64 = 24 * HOUR_MS;
/// Phones keep what was acknowledged for seven days: no restore goes further back.
const BACKUP_DAYS_MAX: i64 = 5;

pub struct World {
    pub rng: ChaCha8Rng,
    pub now: Instant,
    pub office: OfficeSide,
    pub devices: Vec<Device>,
    pub net: Net,
    pub breakage: Option<Break>,
    pub stats: Stats,
    pub ledger: Ledger,
    /// When the office last followed the time, and when it is to do so again.
    pub ticked_at: Instant,
    tick_at: Instant,
    given: Vec<bool>,
    /// The last backup, and when the office was last restored to it.
    backed_up: Option<Backup>,
    pub restored_at: Option<Instant>,
    /// The version of each row that each phone showed last.
    shown: Vec<BTreeMap<RowKey, u32>>,
}

/// What a run knows of its office at a backup.
#[derive(Clone)]
struct Backup {
    at: Instant,
    given: Vec<bool>,
    ledger: Ledger,
}

/// What happened in runs, so that a quiet simulator is noticed.
#[derive(Clone, Copy, Debug, Default)]
pub struct Stats {
    pub commands: u64,
    pub lost: u64,
    pub doubled: u64,
    pub crashes: u64,
    pub ties_changed: u64,
    pub moved: u64,
    pub notices: u64,
    pub answers: u64,
    pub jumps: u64,
    pub restores: u64,
    /// Accepted commands whose writers are asked again, because the office was restored.
    pub waiting: u64,
    pub rows: u64,
}

impl Stats {
    pub fn add(&mut self, other: Stats) {
        self.commands += other.commands;
        self.lost += other.lost;
        self.doubled += other.doubled;
        self.crashes += other.crashes;
        self.ties_changed += other.ties_changed;
        self.moved += other.moved;
        self.notices += other.notices;
        self.answers += other.answers;
        self.jumps += other.jumps;
        self.restores += other.restores;
        self.waiting += other.waiting;
        self.rows += other.rows;
    }
}

pub fn run(seed: u64, steps: u64, breakage: Option<Break>) -> Result<Stats, String> {
    let mut world = World::new(seed, breakage).map_err(|error| error.to_string())?;
    world.open_school()?;
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
        let device = |(n, (person, name, off)): (usize, (_, &str, i64))| Device::new(n, person, name, off);
        let office = OfficeSide::new(now, breakage)?;
        office.tick(now, false)?;
        let mut ledger = Ledger::default();
        ledger.follow_moves(&office).map_err(StoreError::Broken)?;
        Ok(World {
            rng: ChaCha8Rng::seed_from_u64(seed),
            now,
            office,
            devices: DEVICES.into_iter().enumerate().map(device).collect(),
            ledger,
            ticked_at: now,
            tick_at: now,
            net: Net::default(),
            breakage,
            stats: Stats::default(),
            given: vec![true; TIES.len()],
            backed_up: None,
            restored_at: None,
            shown: vec![BTreeMap::new(); DEVICES.len()],
        })
    }

    /// Everybody has an appointment to make before anything goes wrong.
    fn open_school(&mut self) -> Result<(), String> {
        let author = self.devices.len() - 2;
        while !self.sync_once(author)? {}
        let notice = fresh(&mut self.rng, self.now);
        actions::invite(&mut self.devices[author], &mut self.rng, notice, self.now);
        for n in (0..self.devices.len()).rev() {
            while !self.sync_once(n)? {}
        }
        Ok(())
    }

    fn step(&mut self) -> Result<(), String> {
        self.now = self.now.plus_ms(self.rng.random_range(1..30_000));
        if self.now >= self.tick_at {
            self.tick()?;
        }
        // Families are more than teachers.
        let n = match self.rng.random_bool(0.4) {
            true => self.rng.random_range(0..FAMILIES),
            false => self.rng.random_range(0..self.devices.len()),
        };
        match self.rng.random_range(0..100) {
            0..=24 => actions::write(&mut self.devices[n], &mut self.rng, self.now),
            25..=46 => self.ask(n),
            47..=85 => self.deliver()?,
            86..=87 => self.lose_the_disk()?,
            88..=89 => self.change_tie()?,
            90..=91 => self.move_child()?,
            92..=93 => {
                self.stats.crashes += 1;
                self.devices[n].crash();
            }
            94 => self.devices[n].discard_newest(self.now),
            95 => self.devices[n].fail_next_commit(),
            96 => self.sweep(n),
            _ => self.jump(),
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
                let person = session.person;
                let pushed = self
                    .office
                    .push(session, request, now, dies, || fresh(rng, now))
                    .map_err(text)?;
                self.ledger.enter(&self.office, person, &pushed, now)?;
                self.follow_moves()?;
                if let Some(answer) = pushed.answer {
                    self.net.send(Letter::Pushed(n, answer));
                }
            }
            Letter::Pull(n, pull) => {
                let answer = self
                    .office
                    .pull(self.session(n), pull.request.clone(), self.now)
                    .map_err(text)?;
                self.follow_moves()?;
                self.net.send(Letter::Pulled(n, pull, answer));
            }
            Letter::Pushed(n, Answer::Ok(answer)) => {
                let device = &mut self.devices[n];
                device.hear(&answer);
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
        let from = self.from();
        self.office
            .set_tie(TIES[at], self.given[at], from, self.now)
            .map_err(|error| error.to_string())?;
        self.follow_moves()
    }

    fn move_child(&mut self) -> Result<(), String> {
        let child = CHILDREN[self.rng.random_range(0..CHILDREN.len())];
        let from = self.from();
        self.office
            .move_child(child, from, self.now)
            .map_err(|error| error.to_string())?;
        self.follow_moves()
    }

    fn from(&mut self) -> From {
        match self.rng.random_bool(0.75) {
            true => From::Now,
            false => From::Tomorrow,
        }
    }

    /// After everything that may have brought cards up to date.
    fn follow_moves(&mut self) -> Result<(), String> {
        self.stats.moved += self.ledger.follow_moves(&self.office)?;
        Ok(())
    }

    /// The server's ticker may be late, and may die half way.
    fn tick(&mut self) -> Result<(), String> {
        if self.rng.random_bool(0.3) {
            self.tick_at = self.now.plus_ms(self.rng.random_range(0..10 * MINUTE_MS));
            return Ok(());
        }
        self.tick_at = self.now.plus_ms(MINUTE_MS);
        if self.rng.random_bool(0.1) {
            self.stats.crashes += 1;
            return self
                .office
                .tick(self.now, true)
                .map_err(|error| error.to_string());
        }
        self.tick_whole()
    }

    fn tick_whole(&mut self) -> Result<(), String> {
        let text = |error: StoreError| error.to_string();
        let now = self.now;
        let due = self
            .office
            .run(work!(|tx| tx.due_releases(now, usize::MAX).await));
        let due = due.map_err(text)?;
        self.office.tick(self.now, false).map_err(text)?;
        for key in due.iter().filter(|key| key.kind == "notice") {
            self.ledger
                .released(&self.office, NoticeId(key.id), now)
                .map_err(text)?;
        }
        self.ticked_at = self.now;
        self.follow_moves()
    }

    /// Hours or days pass in which nobody does anything; not while a restored office waits for what phones keep for
    /// some days only.
    fn jump(&mut self) {
        let waited_for = |device: &Device| device.replica.state().as_of < self.restored_at;
        if self.devices.iter().any(waited_for) {
            return;
        }
        self.stats.jumps += 1;
        let ms = match self.rng.random_range(0..20) {
            0 => 15 * DAY_MS,
            1..=5 => self.rng.random_range(DAY_MS..3 * DAY_MS),
            _ => self.rng.random_range(HOUR_MS..12 * HOUR_MS),
        };
        self.now = self.now.plus_ms(ms);
    }

    /// The office is backed up, or restored from what was backed up last.
    fn lose_the_disk(&mut self) -> Result<(), String> {
        let text = |error: StoreError| error.to_string();
        match self.backed_up.clone() {
            Some(backup)
                if self.rng.random_bool(0.5) && self.now.0 - backup.at.0 < BACKUP_DAYS_MAX * DAY_MS =>
            {
                self.office.restore(self.now).map_err(text)?;
                // What was on its way to the old office, or from it, died with its connections: a phone asks one
                // thing at a time, so no answer of the old office comes after one of the new.
                self.net
                    .letters
                    .retain(|letter| !matches!(letter, Letter::Push(..) | Letter::Pushed(..)));
                self.given = backup.given;
                self.ledger = backup.ledger;
                self.tick_at = self.now;
                self.restored_at = Some(self.now);
                self.shown.iter_mut().for_each(BTreeMap::clear);
                self.stats.restores += 1;
            }
            _ => {
                self.office.back_up().map_err(text)?;
                self.backed_up = Some(Backup {
                    at: self.now,
                    given: self.given.clone(),
                    ledger: self.ledger.clone(),
                });
            }
        }
        Ok(())
    }

    /// At any moment a screen can be drawn, and no row of the office's on it is older than it was.
    fn watch(&mut self, n: usize) -> Result<(), String> {
        check_notices::nothing_early(self, n)?;
        let device = &self.devices[n];
        let view = device.replica.view(device.now(self.now));
        for kind in KINDS {
            self.stats.rows += view.all(kind).count() as u64;
        }
        let merged = device.replica.mirror().merged();
        let versions: BTreeMap<RowKey, u32> = merged
            .iter()
            .map(|(key, held)| (key.clone(), held.wire.version))
            .collect();
        // A restore does turn rows back; from the first whole pull after it on, none goes back any more.
        let mirror = device.replica.mirror();
        let is_anew = |scope| mirror.cursors.contains_key(scope);
        if device.replica.state().as_of < self.restored_at
            || !mirror.scopes().all(|(scope, _)| is_anew(scope))
        {
            self.shown[n].clear();
            return Ok(());
        }
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
            self.now = self.now.plus_ms(20_000);
            while !self.sync_once(n)? {
                self.now = self.now.plus_ms(20_000);
                rounds += 1;
                if rounds > HEALING_ROUNDS_MAX {
                    return Err(format!("device {n} does not come to rest"));
                }
            }
        }
        // Once more for what the others' last pushes changed, and what waited for them.
        let mut rounds = 0;
        let mut quiet = false;
        while !quiet {
            quiet = true;
            // One moment for all: nothing becomes due between the pull of one phone and the next.
            self.now = self.now.plus_ms(20_000);
            self.tick_whole()?;
            for n in 0..self.devices.len() {
                while !self.sync_once(n)? {
                    quiet = false;
                }
            }
            rounds += 1;
            if rounds > HEALING_ROUNDS_MAX {
                return Err("the phones do not come to rest".into());
            }
        }
        let waiting = |device: &Device| {
            let view = device.replica.view(device.now(self.now));
            view.unsent().filter(|item| item.is_waiting()).count() as u64
        };
        self.stats.notices += self.ledger.notices.len() as u64;
        self.stats.answers += self
            .ledger
            .answers
            .values()
            .map(|answers| answers.len() as u64)
            .sum::<u64>();
        self.stats.waiting += self.devices.iter().map(waiting).sum::<u64>();
        self.stats.commands += self
            .devices
            .iter()
            .map(|device| device.saved.len() as u64)
            .sum::<u64>();
        Ok(())
    }

    /// One good round trip; true if there is nothing left to do.
    fn sync_once(&mut self, n: usize) -> Result<bool, String> {
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
