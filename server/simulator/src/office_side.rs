//! The office of a run: the real one, on a real SQLite store in memory.

use crate::{
    breaks::Break,
    sabotage,
    school::{self, From, Tie},
};
use domain::{Action, ChildId, Command, CommandId, Instant, PersonId, Row, RowKey, Scope, notices};
use office::{Session, StoreError, Tx, accounts};
use protocol::{Answer, PullAnswer, PullRequest, PushAnswer, PushRequest, WireRow};
use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};
use store::{Inline, Options, Work, work};
use tempfile::TempDir;
use uuid::Uuid;

const OPTIONS: Options = Options {
    synchronous: false,
    readers: 0,
};

/// As a desk does it: writing "last seen" with each request would turn every pull into a write.
const SEEN_AFTER_MS: i64 = 600_000;
/// How much too early a broken office lets notices out.
const EARLY_MS: i64 = 12 * 3_600_000;

/// A push that was worked on: its answer, and what it was the first to have accepted.
#[derive(Default)]
pub struct Pushed {
    pub answer: Option<Answer<PushAnswer>>,
    pub accepted: Vec<(CommandId, Action)>,
}

pub struct OfficeSide {
    store: Inline,
    breakage: Option<Break>,
    /// Where backups and what is restored from them lie.
    folder: TempDir,
    restored: u32,
}

impl OfficeSide {
    pub fn new(now: Instant, breakage: Option<Break>) -> Result<OfficeSide, StoreError> {
        let store = Inline::open(Path::new(":memory:"), &OPTIONS)?;
        store.run(work!(|tx| school::found(tx, now).await))?;
        let folder = tempfile::tempdir().map_err(|error| StoreError::Broken(error.to_string()))?;
        Ok(OfficeSide {
            store,
            breakage,
            folder,
            restored: 0,
        })
    }

    /// A backup takes the place of the one before.
    pub fn back_up(&self) -> Result<(), StoreError> {
        // There may be none yet.
        let _ = std::fs::remove_file(self.backup());
        self.store.copy_to(&self.backup())
    }

    /// What `jiaqiao restore` does: the backup in the store's place, under an epoch that nobody has heard of.
    pub fn restore(&mut self, now: Instant) -> Result<(), StoreError> {
        self.restored += 1;
        let file = self.folder.path().join(format!("restored-{}", self.restored));
        std::fs::copy(self.backup(), &file).map_err(|error| StoreError::Broken(error.to_string()))?;
        let before = self.store.run(work!(|tx| tx.epoch().await))?;
        self.store = Inline::open(&file, &OPTIONS)?;
        if self.breakage == Some(Break::EpochKept) {
            return Ok(());
        }
        self.store
            .run(work!(|tx| office::raise_epoch(tx, before, now).await))
            .map(drop)
    }

    fn backup(&self) -> PathBuf {
        self.folder.path().join("backup")
    }

    pub fn run<T>(&self, work: Work<T>) -> Result<T, StoreError> {
        self.store.run(work)
    }

    pub fn set_tie(&self, tie: Tie, given: bool, from: From, now: Instant) -> Result<(), StoreError> {
        self.run(work!(|tx| school::set(tx, tie, given, from, now).await))
    }

    pub fn move_child(&self, child: ChildId, from: From, now: Instant) -> Result<(), StoreError> {
        self.run(work!(|tx| school::move_child(tx, child, from, now).await))?;
        self.spoil_moves(now)
    }

    fn spoil_moves(&self, now: Instant) -> Result<(), StoreError> {
        match self.breakage {
            Some(Break::LeaverLoses) => self.run(work!(|tx| sabotage::after_move(tx, now).await)),
            _ => Ok(()),
        }
    }

    /// The ticker of the server, which `dies` in the middle of it.
    pub fn tick(&self, now: Instant, dies: bool) -> Result<(), StoreError> {
        let moment = match self.breakage {
            Some(Break::ReleaseEarly) => now.plus_ms(EARLY_MS),
            _ => now,
        };
        let forgets = self.breakage == Some(Break::ReleaseLost);
        let work = work!(|tx| {
            if forgets {
                for key in tx.due_releases(now, usize::MAX).await? {
                    tx.drop_release(&key).await?;
                }
            }
            office::tick(tx, moment).await
        });
        if dies {
            return self.store.run_and_crash(work);
        }
        self.store.run(work)?;
        self.spoil_moves(now)
    }

    /// Decides a push; `dies` undoes it as a crash before the commit would.
    pub fn push(
        &self,
        session: Session,
        request: PushRequest,
        now: Instant,
        dies: bool,
        fresh: impl FnMut() -> Uuid,
    ) -> Result<Pushed, StoreError> {
        let (request, names) = match self.breakage {
            Some(Break::DedupOff) => self.renamed(&session, request, fresh)?,
            _ => (request, BTreeMap::new()),
        };
        let asked = self.unknown(&request)?;
        let spoilt = self.before(&asked)?;
        let work: Work<Answer<PushAnswer>> = work!(|tx| {
            touch(tx, &session, now).await?;
            office::push(tx, &session, &request, now).await
        });
        if dies {
            self.store.run_and_crash(work)?;
            return Ok(Pushed::default());
        }
        let mut answer = self.store.run(work)?;
        let mut accepted = Vec::new();
        if let Answer::Ok(answer) = &mut answer {
            for settled in &answer.settled {
                if settled.outcome == protocol::Outcome::Accepted
                    && let Some(action) = asked.get(&settled.id)
                {
                    accepted.push((settled.id, action.clone()));
                }
            }
            self.spoil(&accepted, spoilt, now)?;
            for settled in &mut answer.settled {
                settled.id = names.get(&settled.id).copied().unwrap_or(settled.id);
            }
        }
        Ok(Pushed {
            answer: Some(answer),
            accepted,
        })
    }

    /// The commands of a push that the office has not decided yet.
    fn unknown(&self, request: &PushRequest) -> Result<BTreeMap<CommandId, Action>, StoreError> {
        let items = request.items.clone();
        self.run(work!(|tx| {
            let mut unknown = BTreeMap::new();
            for item in items {
                if tx.outcome(item.id).await?.is_none()
                    && let Some(command) = item.command.read::<Command>()
                {
                    unknown.insert(item.id, command.action);
                }
            }
            Ok(unknown)
        }))
    }

    fn before(&self, asked: &BTreeMap<CommandId, Action>) -> Result<Vec<Row>, StoreError> {
        if self.breakage != Some(Break::TallyStands) {
            return Ok(Vec::new());
        }
        let asked: Vec<notices::Action> = asked.values().filter_map(notices_only).collect();
        self.run(work!(|tx| sabotage::tallies(tx, &asked).await))
    }

    fn spoil(
        &self,
        accepted: &[(CommandId, Action)],
        before: Vec<Row>,
        now: Instant,
    ) -> Result<(), StoreError> {
        let Some(breakage) = self.breakage else {
            return Ok(());
        };
        let done: Vec<notices::Action> = accepted
            .iter()
            .filter_map(|(_, action)| notices_only(action))
            .collect();
        self.run(work!(|tx| sabotage::after_push(
            tx, breakage, &done, &before, now
        )
        .await))
    }

    /// The break "dedup off": a command that comes again looks new to the office.
    fn renamed(
        &self,
        session: &Session,
        mut request: PushRequest,
        mut fresh: impl FnMut() -> Uuid,
    ) -> Result<(PushRequest, BTreeMap<CommandId, CommandId>), StoreError> {
        let mut names = BTreeMap::new();
        let device = session.device;
        let mut seq = self.store.run(work!(|tx| tx.last_seq(device).await))?;
        for item in &mut request.items {
            seq += 1;
            item.seq = seq;
            let (id, asked) = (item.id, item.id);
            if self.store.run(work!(|tx| tx.outcome(asked).await))?.is_some() {
                item.id = CommandId(fresh());
                if let Some(command) = item.command.read::<domain::Command>() {
                    item.command = domain::Json::of(&domain::Command {
                        id: item.id,
                        ..command
                    });
                }
                names.insert(item.id, id);
            }
        }
        Ok((request, names))
    }

    pub fn pull(
        &self,
        session: Session,
        request: PullRequest,
        now: Instant,
    ) -> Result<Answer<PullAnswer>, StoreError> {
        self.run(work!(|tx| {
            touch(tx, &session, now).await?;
            office::pull(tx, &session, &request, now).await
        }))
    }

    /// What a person's phone should hold: every scope, with its rows.
    pub fn truth(&self, person: PersonId, now: Instant) -> Result<BTreeMap<Scope, Vec<WireRow>>, StoreError> {
        self.store.run(work!(|tx| {
            let mut truth = BTreeMap::new();
            for scope in office::rights::scopes(tx, person, now).await? {
                let mut rows = Vec::new();
                for kind in KINDS {
                    rows.extend(tx.alive(scope, kind).await?);
                }
                truth.insert(scope, rows);
            }
            Ok(truth)
        }))
    }

    pub fn decoded(&self, kind: &'static str, id: Uuid) -> Result<Option<Row>, String> {
        let row = self.row(kind, id).map_err(|error| error.to_string())?;
        Ok(row.and_then(|row| Row::decode(&row.kind, &row.body?)))
    }

    pub fn row(&self, kind: &'static str, id: Uuid) -> Result<Option<WireRow>, StoreError> {
        self.store.run(work!(|tx| tx.row(&RowKey::new(kind, id)).await))
    }

    pub fn outcome(&self, id: CommandId) -> Result<Option<protocol::Outcome>, StoreError> {
        self.store
            .run(work!(|tx| Ok(tx.outcome(id).await?.map(|(_, outcome)| outcome))))
    }
}

/// Every kind of row that lies in scopes.
pub const KINDS: [&str; 10] = [
    "child",
    "class",
    "class_size",
    "me",
    "note",
    "note_entry",
    "notice",
    "receipt",
    "slots",
    "tally",
];

fn notices_only(action: &Action) -> Option<notices::Action> {
    match action {
        Action::Notices(action) => Some(action.clone()),
        Action::Notes(_) => None,
    }
}

async fn touch(tx: &mut dyn Tx, session: &Session, now: Instant) -> Result<(), StoreError> {
    match tx.device(session.device).await? {
        Some(device) if now.0 - device.last_seen.0 >= SEEN_AFTER_MS => {
            accounts::heard(tx, session.person, session.device, device.last_seen, now).await
        }
        _ => Ok(()),
    }
}
