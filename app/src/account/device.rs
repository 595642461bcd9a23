//! This phone: what is unsent, how old its copy is, and whether it keeps what is written.

use crate::{
    components::Button,
    live::{Phase, Storage, use_live},
    notes::unsettled_count,
    shell::use_now_day,
    words::use_words,
};
use leptos::prelude::*;

#[component]
pub fn Device() -> impl IntoView {
    let live = use_live();
    let words = use_words();
    let today = use_now_day();
    let (view, status) = (live.view, live.status);
    let unsent = Signal::derive(move || match view.read().as_deref().map_or(0, unsettled_count) {
        0 => words.account.all_sent.to_owned(),
        count => (words.outbox.unsent)(count),
    });
    let last = Signal::derive(move || {
        let as_of = view.read().as_ref().and_then(|view| view.as_of);
        match as_of {
            Some(at) => (words.account.last_sync)(&words.moment(at, today.get())),
            None => words.shell.never.to_owned(),
        }
    });
    let storage = Signal::derive(move || match status.read().storage {
        Storage::Kept => words.account.storage_kept,
        Storage::Full => words.account.storage_full,
        Storage::MemoryOnly => words.account.storage_memory,
    });
    let busy = Signal::derive(move || status.read().phase != Phase::Idle);
    let sync = Callback::new(move |()| live.sync_now());
    view! {
        <section>
            <h2>{words.account.phone}</h2>
            <ul class="list list-plain">
                <li>
                    <a class="item-link" href="/app/outbox">{words.account.outbox}</a>
                    <span class="item-meta">{unsent}</span>
                </li>
                <li class="with-button">
                    <span class="item-meta" role="status">{last}</span>
                    <Button label=words.account.sync_now on_press=sync busy=busy/>
                </li>
                <li><span>{words.account.storage}</span> <span class="item-meta">{storage}</span></li>
                <li>
                    <span>{words.account.devices}</span>
                    <span class="item-meta">{words.account.devices_hint}</span>
                </li>
                <li><a class="item-link" href="/help" rel="external">{words.account.help}</a></li>
            </ul>
        </section>
    }
    .into_any()
}
