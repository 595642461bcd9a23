//! The wake-up stream `/live`: one tab of a browser keeps it open and pulls when it says so. The other tabs
//! follow by what that pull commits, and pull by the clock as ever.

use crate::{
    actor::{Actor, Seat, sync},
    dom, env,
    locks::lock,
    race::within,
};
use app::live::Phase;
use futures::{StreamExt, channel::mpsc};
use gloo::{events::EventListener, timers::callback::Timeout};
use leptos::prelude::GetUntracked;
use std::{
    cell::{Cell, RefCell},
    rc::Rc,
};
use wasm_bindgen_futures::spawn_local;
use web_sys::EventSource;

/// All tabs share one cookie, so one stream is enough for them.
const LOCK: &str = "jq-live";
/// A phone in a pocket saves its battery; coming back to it pulls anyway.
const HIDDEN_MS: u32 = 30_000;
/// After a stream broke; doubled with each one that did not last, and spread by half of it either way, so that
/// not all phones of a city come back in one instant.
const RETRY_MS: u32 = 1_000;
const RETRY_MS_MAX: u32 = 60_000;
/// A stream that lasted so long was a good one.
const LASTED_MS: i64 = 10_000;
/// Nothing rings when a seat closes: looked at by the clock.
const LOOK_MS: u32 = 60_000;

pub fn start(actor: &Rc<Actor>, bell: mpsc::UnboundedReceiver<()>) {
    let stream = Rc::new(LiveStream {
        actor: Rc::clone(actor),
        away: Cell::new(!dom::is_visible()),
        leaving: RefCell::default(),
    });
    stream.listen();
    spawn_local(async move { stream.keep(bell).await });
}

struct LiveStream {
    actor: Rc<Actor>,
    /// Whether this tab has been hidden for long.
    away: Cell<bool>,
    leaving: RefCell<Option<Timeout>>,
}

impl LiveStream {
    async fn keep(&self, mut bell: mpsc::UnboundedReceiver<()>) {
        loop {
            // In the middle of a run nobody knows yet whether the office can be reached.
            let is_idle = self.actor.live.status.get_untracked().phase == Phase::Idle;
            if let Some(seat) = self.wanted().filter(|_| is_idle) {
                // The tabs that wait here follow; the first of them takes over when the one before goes.
                let _lock = lock(LOCK).await;
                self.lead(&seat, &mut bell).await;
            }
            let _ = within(LOOK_MS, bell.next()).await;
        }
    }

    async fn lead(&self, seat: &Rc<Seat>, bell: &mut mpsc::UnboundedReceiver<()>) {
        let mut failures: u32 = 0;
        while self.is_wanted_for(seat) {
            let since = env::now();
            self.hear(seat, bell).await;
            if !self.is_wanted_for(seat) {
                return;
            }
            let lasted = env::now().0 - since.0 >= LASTED_MS;
            failures = if lasted { 0 } else { failures + 1 };
            let unwanted = async {
                while self.is_wanted_for(seat) {
                    bell.next().await;
                }
            };
            if within(pause_ms(failures), unwanted).await.is_none() {
                // Broken or refused, perhaps by a hotel's page, perhaps because nobody is signed in any more: an
                // ordinary run finds out which, and whether to try again.
                sync::run(&self.actor).await;
            }
        }
    }

    /// Until the stream breaks or is not wanted any more.
    async fn hear(&self, seat: &Rc<Seat>, bell: &mut mpsc::UnboundedReceiver<()>) {
        let Ok(source) = EventSource::new("/live") else {
            return;
        };
        let broken = Rc::new(Cell::new(false));
        let actor = Rc::clone(&self.actor);
        let _pull = EventListener::new(&source, "pull", move |_| {
            actor.hears.set(true);
            actor.wake();
        });
        let (breaks, actor) = (Rc::clone(&broken), Rc::clone(&self.actor));
        let _error = EventListener::new(&source, "error", move |_| {
            breaks.set(true);
            actor.look();
        });
        while !broken.get() && self.is_wanted_for(seat) {
            let _ = within(LOOK_MS, bell.next()).await;
        }
        // The browser would come back by its own rules, all at once.
        source.close();
        self.actor.hears.set(false);
    }

    /// The seat to listen for: somebody sits here and looks, and the last contact worked. Where it did not, the
    /// sync loop tries again by its own rules; a second voice would only load a weak line.
    fn wanted(&self) -> Option<Rc<Seat>> {
        let status = self.actor.live.status.get_untracked();
        let reached = status.online == Some(true) && !status.signed_out && !status.update_required;
        let fits = reached && !self.away.get() && dom::window().navigator().on_line();
        self.actor.seat().filter(|seat| fits && !seat.is_closed())
    }

    fn is_wanted_for(&self, seat: &Rc<Seat>) -> bool {
        self.wanted().is_some_and(|now| Rc::ptr_eq(&now, seat))
    }

    fn listen(self: &Rc<Self>) {
        let window = dom::window();
        for event in ["online", "offline"] {
            let actor = Rc::clone(&self.actor);
            EventListener::new(&window, event, move |_| actor.look()).forget();
        }
        if let Some(document) = window.document() {
            let stream = Rc::clone(self);
            EventListener::new(&document, "visibilitychange", move |_| stream.turned()).forget();
        }
    }

    /// Seen again, or no longer. A timer that is replaced is a timer cancelled.
    fn turned(self: &Rc<Self>) {
        let leaving = if dom::is_visible() {
            self.set_away(false);
            None
        } else {
            let stream = Rc::clone(self);
            Some(Timeout::new(HIDDEN_MS, move || stream.set_away(true)))
        };
        *self.leaving.borrow_mut() = leaving;
    }

    fn set_away(&self, away: bool) {
        self.away.set(away);
        self.actor.look();
    }
}

fn pause_ms(failures: u32) -> u32 {
    let wait_ms = RETRY_MS << failures.saturating_sub(1).min(6);
    let wait_ms = wait_ms.min(RETRY_MS_MAX);
    let [spread] = env::random::<1>();
    wait_ms / 2 + wait_ms * u32::from(spread) / 256
}
