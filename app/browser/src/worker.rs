//! The service worker: noticing that a new version waits, and swapping to it when asked.

use crate::dom;
use app::live::Status;
use gloo::events::EventListener;
use js_sys::{Object, Reflect};
use leptos::prelude::{RwSignal, Update};
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{ServiceWorker, ServiceWorkerContainer, ServiceWorkerRegistration};

/// Sets `update_ready` when a new worker has everything and waits.
pub fn watch(status: RwSignal<Status>) {
    let Some(container) = container() else { return };
    spawn_local(async move {
        let Ok(ready) = container.ready() else { return };
        let Ok(registration) = JsFuture::from(ready).await else {
            return;
        };
        let registration: ServiceWorkerRegistration = registration.unchecked_into();
        tell(&registration, status);
        let found = registration.clone();
        EventListener::new(&registration, "updatefound", move |_| {
            let Some(installing) = found.installing() else {
                return;
            };
            let found = found.clone();
            EventListener::new(&installing, "statechange", move |_| tell(&found, status)).forget();
        })
        .forget();
    });
}

fn tell(registration: &ServiceWorkerRegistration, status: RwSignal<Status>) {
    if registration.waiting().is_some() {
        status.update(|status| status.update_ready = true);
    }
}

/// Asks the waiting worker to take over; the page reloads when it has.
pub fn apply_update() {
    let Some(container) = container() else { return };
    EventListener::once(&container, "controllerchange", |_| dom::reload()).forget();
    spawn_local(async move {
        let Ok(ready) = container.ready() else { return };
        let Ok(registration) = JsFuture::from(ready).await else {
            return;
        };
        let registration: ServiceWorkerRegistration = registration.unchecked_into();
        match registration.waiting() {
            Some(waiting) => skip_waiting(&waiting),
            None => dom::reload(),
        }
    });
}

fn skip_waiting(waiting: &ServiceWorker) {
    let message = Object::new();
    // A fresh object takes properties; a worker that has gone hears nothing.
    let _ = Reflect::set(&message, &"type".into(), &"SKIP_WAITING".into());
    let _ = Reflect::set(&message, &"protocol".into(), &1.into());
    let _ = waiting.post_message(&message);
}

fn container() -> Option<ServiceWorkerContainer> {
    // Absent in insecure contexts and in some web views; then updates come with the next load.
    let navigator = dom::window().navigator();
    let found = Reflect::get(&navigator, &"serviceWorker".into()).ok()?;
    found.is_object().then(|| found.unchecked_into())
}
