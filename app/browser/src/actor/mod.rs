//! The actor that owns a person's replica on this phone: takes what screens ask for, commits it, and sets
//! the signals that screens read.

mod kept;
mod seat;
mod sign_in;
mod sign_out;
pub mod sync;
mod wake;

use crate::{dom, env, idb::Device, live_stream, prefs, worker};
use app::live::{Live, Prefs, Request, SaveError, Sending, Storage};
use domain::{Command, CommandId};
use futures::{StreamExt, channel::mpsc};
use replica::{Change, StoreError};
pub use seat::Seat;
use std::{
    cell::{Cell, RefCell},
    rc::Rc,
    sync::Arc,
};
use wasm_bindgen_futures::spawn_local;

/// Drafts are written this long after the keystroke; 300 ms is promised.
const DRAFT_MS: u32 = 200;
/// And tried again this long after a write that failed.
const DRAFT_RETRY_MS: u32 = 2_000;

pub struct Actor {
    pub live: Live,
    /// `None` where the browser keeps nothing (private mode).
    pub device: Option<Device>,
    pub seat: RefCell<Option<Rc<Seat>>>,
    pub wake: mpsc::UnboundedSender<()>,
    /// Whether the office is being asked who is signed in: once at a time.
    pub greeting: Cell<bool>,
    /// Rings when it has to be looked at anew whether a wake-up stream is wanted.
    pub look: mpsc::UnboundedSender<()>,
    /// Whether it is open in this tab: then a pull by the clock can wait longer.
    pub hears: Cell<bool>,
}

pub fn start(prefs: Prefs) -> Live {
    let (requests, inbox) = mpsc::unbounded();
    let live = Live::new(prefs, env::now(), requests, Arc::new(env::new_id));
    live.status.write().demo = prefs::was_demo();
    spawn_local(run(live.clone(), inbox));
    live
}

async fn run(live: Live, mut inbox: mpsc::UnboundedReceiver<Request>) {
    let (wake, alarm) = mpsc::unbounded();
    let (look, bell) = mpsc::unbounded();
    let device = Device::open().await.ok();
    if device.is_none() {
        live.status.write().storage = Storage::MemoryOnly;
    }
    let actor = Rc::new(Actor {
        live,
        device,
        seat: RefCell::new(None),
        wake,
        greeting: Cell::new(false),
        look,
        hears: Cell::new(false),
    });
    wake::listen(&actor);
    worker::watch(&actor);
    let requests = Rc::clone(&actor);
    spawn_local(async move {
        while let Some(request) = inbox.next().await {
            requests.take(request).await;
        }
    });
    sign_in::boot(&actor).await;
    live_stream::start(&actor, bell);
    sync::forever(&actor, alarm).await;
}

impl Actor {
    pub fn seat(&self) -> Option<Rc<Seat>> {
        self.seat.borrow().clone()
    }

    async fn take(self: &Rc<Self>, request: Request) {
        match request {
            Request::Send { sending, answer } => {
                let saved = self.send(*sending).await;
                // A screen that has gone needs no answer; the command is saved all the same.
                let _ = answer.send(saved);
            }
            Request::Draft { key, text } => self.draft(key, text),
            Request::Discard { order } => self.discard(order).await,
            Request::UndoDiscard { order } => self.change(|replica| replica.undo_discard(order)).await,
            Request::Resend { order } => self.resend(order).await,
            Request::Copy { text } => dom::copy(&text),
            // A browser that refuses the file still shows the text.
            Request::Export { file_name, text } => drop(dom::save_file(&file_name, &text)),
            Request::Print => dom::print(),
            Request::SyncNow => self.wake(),
            Request::SignOut { force, answer } => {
                let _ = answer.send(sign_out::sign_out(self, force).await);
            }
            Request::Prefs(prefs) => {
                prefs::write(&prefs);
                prefs::show(&prefs);
            }
            Request::ApplyUpdate => worker::apply_update(self).await,
        }
    }

    pub fn wake(&self) {
        // The sync loop lives as long as the page.
        let _ = self.wake.unbounded_send(());
    }

    pub fn look(&self) {
        // The stream's keeper lives as long as the page.
        let _ = self.look.unbounded_send(());
    }

    async fn send(&self, sending: Sending) -> Result<CommandId, SaveError> {
        let seat = self.seat().ok_or(SaveError::Gone)?;
        let id = CommandId(env::new_id());
        if let Some(draft) = &sending.draft {
            seat.forget_draft(draft);
        }
        let saved = seat
            .change(|replica| {
                let now = env::now();
                let command = Command {
                    id,
                    written_at: replica.corrected(now),
                    depends_on: sending.depends_on,
                    action: sending.action,
                };
                Ok((replica.save(command, sending.replaces, sending.draft, now)?, id))
            })
            .await;
        self.told(saved.as_ref().err().copied());
        if saved.is_ok() {
            crate::marks::mark("command-saved");
            dom::ask_to_persist();
            seat.publish(&self.live);
            self.wake();
        }
        saved.map_err(|error| match error {
            StoreError::Full => SaveError::Full,
            StoreError::Gone | StoreError::Aborted => SaveError::Gone,
        })
    }

    /// Says how the last write went, where a person can see it.
    pub fn told(&self, error: Option<StoreError>) {
        let mut status = self.live.status.get_untracked();
        match (status.storage, error) {
            (Storage::MemoryOnly, _) => {}
            (_, Some(StoreError::Full)) => status.storage = Storage::Full,
            (_, Some(StoreError::Gone | StoreError::Aborted)) => {}
            (_, None) => status.storage = Storage::Kept,
        }
        self.set_status(status);
    }

    pub fn set_status(&self, status: app::live::Status) {
        if self.live.status.get_untracked() != status {
            self.live.status.set(status);
            self.look();
        }
    }

    async fn change(&self, plan: impl FnOnce(&replica::Replica) -> Option<Change>) {
        let Some(seat) = self.seat() else { return };
        let done = seat
            .change(|replica| Ok((plan(replica).unwrap_or_default(), ())))
            .await;
        self.told(done.err());
        seat.publish(&self.live);
        self.wake();
    }

    /// The undo is over after ten seconds: then the item is swept from the disk and from the screen.
    async fn discard(self: &Rc<Self>, order: u64) {
        self.change(|replica| replica.discard(order, env::now())).await;
        let actor = Rc::clone(self);
        let wait_ms = u32::try_from(replica::UNDO_MS).unwrap_or(10_000) + 500;
        gloo::timers::callback::Timeout::new(wait_ms, move || {
            spawn_local(async move { actor.change(|replica| Some(replica.sweep(env::now()))).await });
        })
        .forget();
    }

    /// The same text as a new command: the old id has its answer for ever.
    async fn resend(&self, order: u64) {
        let id = CommandId(env::new_id());
        self.change(|replica| {
            let now = env::now();
            let item = replica.item(order).filter(|item| item.needs_you())?;
            let command = Command {
                id,
                depends_on: Vec::new(),
                ..item.command.clone()
            };
            replica.save(command, Some(order), None, now).ok()
        })
        .await;
    }

    fn draft(self: &Rc<Self>, key: String, text: Option<String>) {
        let Some(seat) = self.seat() else { return };
        if seat.keep_draft(key, text) {
            self.schedule_drafts(seat, DRAFT_MS);
        }
    }

    fn schedule_drafts(self: &Rc<Self>, seat: Rc<Seat>, wait_ms: u32) {
        let actor = Rc::clone(self);
        gloo::timers::callback::Timeout::new(wait_ms, move || {
            spawn_local(async move {
                // A failed write is told on screen and tried again.
                let _ = actor.write_drafts(seat).await;
            });
        })
        .forget();
    }

    /// Whether they are on disk, and with them every change that was asked for before.
    pub async fn write_drafts(self: &Rc<Self>, seat: Rc<Seat>) -> bool {
        let drafts = seat.take_drafts();
        let done = seat
            .change(|replica| Ok((Seat::draft_change(replica, &drafts), ())))
            .await;
        self.told(done.err());
        if done.is_err() && !seat.is_closed() && seat.put_drafts_back(drafts) {
            self.schedule_drafts(Rc::clone(&seat), DRAFT_RETRY_MS);
        }
        seat.publish_quietly(&self.live);
        done.is_ok()
    }
}

use leptos::prelude::{GetUntracked, Set, Write};
