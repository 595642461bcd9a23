//! A text box that grows with its text and counts only when the end is near.

use crate::words::use_words;
use leptos::prelude::*;

/// How near the limit the counter appears.
const COUNT_FROM: usize = 200;

#[component]
pub fn TextField(
    /// Unique on the page.
    #[prop(into)]
    id: String,
    #[prop(into)] label: String,
    hint: &'static str,
    chars_max: usize,
    rows: u8,
    #[prop(into)] text: Signal<String>,
    #[prop(into)] on_text: Callback<String>,
    #[prop(optional, into)] busy: Signal<bool>,
) -> impl IntoView {
    let words = use_words();
    let hint_id = format!("{id}-hint");
    let count = Signal::derive(move || {
        let chars = text.with(|text| text.trim().chars().count());
        match chars_max.checked_sub(chars) {
            Some(left) if left > COUNT_FROM => None,
            Some(left) => Some((words.common.letters_left)(left)),
            None => Some((words.common.letters_over)(chars - chars_max)),
        }
    });
    // The text goes in as a property only: as children it would be written unescaped (safety.md 0.1).
    view! {
        <div class="field">
            <label for=id.clone()>{label}</label>
            <textarea
                id=id
                rows=rows.to_string()
                aria-describedby=hint_id.clone()
                prop:value=text
                prop:readOnly=busy
                on:input=move |event| on_text.run(event_target_value(&event))
            ></textarea>
            <p class="field-hint" id=hint_id>{hint}</p>
            <p class="field-count" aria-live="polite">{count}</p>
        </div>
    }
    .into_any()
}
