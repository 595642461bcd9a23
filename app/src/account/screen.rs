//! The account page.

use super::{device::Device, leaving::Leaving, reading::Reading, roles::Roles};
use crate::{components::ScreenTitle, live::use_live, words::use_words};
use leptos::prelude::*;

#[component]
pub fn AccountScreen() -> impl IntoView {
    let live = use_live();
    let words = use_words();
    let name = Signal::derive(move || {
        live.view
            .read()
            .as_ref()
            .map(|view| view.identity.name.clone())
            .unwrap_or_default()
    });
    view! {
        <ScreenTitle title=words.account.title.to_owned() sub=name back="/app/today"/>
        <div class="column">
            <Roles/>
            <Reading/>
            <Device/>
            <Leaving/>
        </div>
    }
    .into_any()
}
