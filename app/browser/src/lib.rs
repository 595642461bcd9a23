//! The only crate that touches JavaScript: IndexedDB, fetch, locks, the worker, and the entry that `boot.js`
//! calls.

mod actor;
mod crypto;
mod dom;
mod env;
mod idb;
mod live_stream;
mod locks;
mod marks;
mod net;
mod prefs;
mod race;
mod tabs;
mod worker;

#[cfg(feature = "suite")]
mod suite;

use leptos::prelude::*;
use wasm_bindgen::prelude::*;

/// The signed-in app: mounts into the cached shell at any address and renders from this phone.
#[wasm_bindgen]
pub fn mount_app() {
    let prefs = prefs::read();
    prefs::show(&prefs);
    let live = actor::start(prefs);
    dom::clear_boot();
    leptos::mount::mount_to_body(move || view! { <app::SignedInApp live=live.clone() /> });
    dom::set_alive();
}
