//! The office of a run: the real one, on a real SQLite store in memory.

use crate::{breaks::Break, school, school::Tie};
use domain::{CommandId, Instant, PersonId, Scope};
use office::{Session, StoreError};
use protocol::{Answer, PullAnswer, PullRequest, PushAnswer, PushRequest, WireRow};
use std::{collections::BTreeMap, path::Path};
use store::{Inline, Options, Work, work};
use uuid::Uuid;

pub struct OfficeSide {
    store: Inline,
    breakage: Option<Break>,
}

impl OfficeSide {
    pub fn new(now: Instant, breakage: Option<Break>) -> Result<OfficeSide, StoreError> {
        let options = Options {
            synchronous: false,
            readers: 0,
        };
        let store = Inline::open(Path::new(":memory:"), &options)?;
        store.run(work!(|tx| school::found(tx, now).await))?;
        Ok(OfficeSide { store, breakage })
    }

    pub fn set_tie(&self, tie: Tie, given: bool, now: Instant) -> Result<(), StoreError> {
        self.store.run(work!(|tx| school::set(tx, tie, given, now).await))
    }

    /// Decides a push; `dies` undoes it as a crash before the commit would.
    pub fn push(
        &self,
        session: Session,
        request: PushRequest,
        now: Instant,
        dies: bool,
        fresh: impl FnMut() -> Uuid,
    ) -> Result<Option<Answer<PushAnswer>>, StoreError> {
        let (request, names) = match self.breakage {
            Some(Break::DedupOff) => self.renamed(&session, request, fresh)?,
            _ => (request, BTreeMap::new()),
        };
        let work: Work<Answer<PushAnswer>> = work!(|tx| office::push(tx, &session, &request, now).await);
        if dies {
            return self.store.run_and_crash(work).map(|()| None);
        }
        let mut answer = self.store.run(work)?;
        if let Answer::Ok(answer) = &mut answer {
            for settled in &mut answer.settled {
                settled.id = names.get(&settled.id).copied().unwrap_or(settled.id);
            }
        }
        Ok(Some(answer))
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
        self.store
            .run(work!(|tx| office::pull(tx, &session, &request, now).await))
    }

    /// What a person's phone should hold: every scope, with its rows.
    pub fn truth(&self, person: PersonId, now: Instant) -> Result<BTreeMap<Scope, Vec<WireRow>>, StoreError> {
        self.store.run(work!(|tx| {
            let mut truth = BTreeMap::new();
            for scope in office::rights::scopes(tx, person, now).await? {
                let mut rows = Vec::new();
                for kind in ["child", "class", "me", "note", "note_entry"] {
                    rows.extend(tx.alive(scope, kind).await?);
                }
                truth.insert(scope, rows);
            }
            Ok(truth)
        }))
    }

    pub fn row(&self, kind: &'static str, id: Uuid) -> Result<Option<WireRow>, StoreError> {
        self.store
            .run(work!(|tx| tx.row(&domain::RowKey::new(kind, id)).await))
    }

    pub fn outcome(&self, id: CommandId) -> Result<Option<protocol::Outcome>, StoreError> {
        self.store
            .run(work!(|tx| Ok(tx.outcome(id).await?.map(|(_, outcome)| outcome))))
    }
}
