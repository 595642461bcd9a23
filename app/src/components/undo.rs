//! What was just taken back, and the way to have it again.

use super::button::{Button, ButtonKind};
use leptos::prelude::*;

#[component]
pub fn Undo(done: &'static str, undo: &'static str, #[prop(into)] on_undo: Callback<()>) -> impl IntoView {
    view! {
        <div class="undo" role="status">
            <span>{done}</span>
            <Button label=undo kind=ButtonKind::Plain on_press=on_undo/>
        </div>
    }
    .into_any()
}
