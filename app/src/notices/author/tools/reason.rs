//! A verb that carries a sentence of its own: taking a notice back, or the end of an emergency.

use crate::{
    components::{Button, ButtonKind, TextField},
    live::use_live,
    notes::{Draft, Fault, Saving, fault_line},
    notices::author::send::sending,
    words::use_words,
};
use domain::{NoticeId, limits, notices::Verb};
use leptos::prelude::*;

#[component]
pub fn ReasonForm(
    id: NoticeId,
    /// Names the field and the draft.
    name: &'static str,
    label: &'static str,
    hint: &'static str,
    save: &'static str,
    make: fn(String) -> Verb,
    done: Callback<()>,
) -> impl IntoView {
    let live = use_live();
    let words = use_words();
    let saving = Saving::new();
    let fault = RwSignal::new(None);
    let draft = Draft::open(&live, [name, ":", &id.to_string()].concat(), String::new());
    let type_in = {
        let live = live.clone();
        Callback::new(move |text| draft.write(&live, text))
    };
    let press = Callback::new(move |()| {
        let text = draft.text.get_untracked();
        fault.set(Fault::of(&text, limits::REASON_CHARS_MAX));
        if fault.get_untracked().is_none() {
            let sending = sending(&live, id, make(text), Some(draft.key()), None);
            saving.start(&live, sending, Box::new(move || done.run(())));
        }
    });
    view! {
        <div class="form">
            <TextField
                id=name
                label=label
                hint=hint
                chars_max=limits::REASON_CHARS_MAX
                rows=2
                text=draft.text
                on_text=type_in
                busy=saving.busy
            />
            {fault_line(fault)}
            {saving.problem()}
            <div class="form-buttons">
                <Button label=save kind=ButtonKind::Main on_press=press busy=saving.busy/>
                <Button label=words.common.cancel on_press=done/>
            </div>
        </div>
    }
    .into_any()
}
