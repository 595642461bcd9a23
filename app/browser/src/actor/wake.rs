//! What makes this phone look for news: coming back to it, the network coming back, the clock. The office's own
//! word comes by [`crate::live_stream`].

use super::Actor;
use crate::{dom, env};
use gloo::{events::EventListener, timers::callback::Interval};
use leptos::prelude::Set;
use std::rc::Rc;

const CLOCK_MS: u32 = 30_000;

pub fn listen(actor: &Rc<Actor>) {
    let window = dom::window();
    for event in ["focus", "online", "pageshow"] {
        let actor = Rc::clone(actor);
        EventListener::new(&window, event, move |_| actor.wake()).forget();
    }
    if let Some(document) = window.document() {
        let actor = Rc::clone(actor);
        let seen = move |_: &web_sys::Event| {
            if dom::is_visible() {
                actor.wake();
            }
        };
        EventListener::new(&document, "visibilitychange", seen).forget();
    }
    let actor = Rc::clone(actor);
    Interval::new(CLOCK_MS, move || tick(&actor)).forget();
}

fn tick(actor: &Actor) {
    let now = env::now();
    let seat = actor.seat();
    actor
        .live
        .now
        .set(seat.map_or(now, |seat| seat.replica.borrow().corrected(now)));
}
