//! New versions. `update.js` looks for them and swaps; from here come the words on screen, and its leave to reload
//! this page: never before everything written is on disk.

use crate::{actor::Actor, dom};
use app::live::{Storage, Update};
use gloo::events::EventListener;
use leptos::prelude::GetUntracked;
use protocol::VERSION;
use std::rc::Rc;

/// Something changed in the two attributes below.
const UPDATE: &str = "jiaqiao:update";
const HOW_FAR: &str = "data-update";
/// The oldest version of the protocol that the office still speaks.
const MIN_CLIENT: &str = "data-min-client";
/// Our answer: this page may go.
const SAFE: &str = "jiaqiao:safe";

pub fn watch(actor: &Rc<Actor>) {
    let hearing = Rc::clone(actor);
    EventListener::new(&dom::window(), UPDATE, move |_| hear(&hearing)).forget();
    // What was said before anybody listened.
    hear(actor);
}

fn hear(actor: &Actor) {
    let mut status = actor.live.status.get_untracked();
    status.update = match dom::root_attribute(HOW_FAR).as_deref() {
        Some("ready") => Update::Ready,
        Some("later") => Update::AtNextStart,
        Some("swapping") => Update::Swapping,
        // Another worker serves this page already, perhaps at another tab's request. Through the queue of
        // requests, behind whatever was asked for before.
        Some("leave") => {
            actor.live.apply_update();
            Update::Swapping
        }
        _ => Update::None,
    };
    status.update_required |= is_too_old();
    actor.set_status(status);
}

/// Whether the office has said that it no longer speaks as we do; its answers to sync say the same, but may come
/// later.
pub fn is_too_old() -> bool {
    let min = dom::root_attribute(MIN_CLIENT).and_then(|text| text.parse::<u16>().ok());
    min.is_some_and(|min| min > VERSION)
}

/// Sending need not be finished: the outbox lies in IndexedDB, and the new version sends it.
pub async fn apply_update(actor: &Rc<Actor>) {
    if is_safe(actor).await {
        dom::fire(SAFE);
    }
}

/// What is being typed goes through the one lock that every write goes through, so when it is on disk, so is all
/// that was asked for before. A write that fails says so on screen, and the old version goes on.
async fn is_safe(actor: &Rc<Actor>) -> bool {
    let Some(seat) = actor.seat() else { return true };
    let written = actor.write_drafts(Rc::clone(&seat)).await;
    if actor.live.status.get_untracked().storage == Storage::MemoryOnly {
        // Nothing survives a reload here, so there must be nothing left to lose.
        let is_drafting = !seat.replica.borrow().view(crate::env::now()).drafts.is_empty();
        return !is_drafting && seat.replica.borrow().unsettled_count() == 0;
    }
    written || seat.is_closed()
}
