//! Not agreeing: with a reason or without.

use super::answer::{Answer, Sender};
use crate::{
    components::{Button, ButtonKind, TextField},
    notes::{Fault, fault_line},
    words::use_words,
};
use domain::limits::REASON_CHARS_MAX;
use leptos::prelude::*;

#[component]
pub fn Decline(sender: Sender, reason: String, declining: RwSignal<bool>) -> impl IntoView {
    let words = use_words();
    let Some(draft) = sender.draft("decline", reason) else {
        return ().into_any();
    };
    let fault = RwSignal::new(None);
    let (saving, id) = (sender.saving, sender.id("decline"));
    let live = sender.live().clone();
    let type_in = Callback::new(move |text| draft.write(&live, text));
    let press = Callback::new(move |()| {
        let reason = draft.text.get_untracked();
        // No reason is no fault here.
        fault.set(Fault::of(&reason, REASON_CHARS_MAX).filter(|fault| *fault != Fault::Empty));
        if fault.get_untracked().is_none() {
            sender.send(Answer::Declined(reason), Some(draft));
        }
    });
    let cancel = Callback::new(move |()| declining.set(false));
    view! {
        <TextField
            id=id
            label=words.notices.decline_text
            hint=words.notices.decline_hint
            chars_max=REASON_CHARS_MAX
            rows=2
            text=draft.text
            on_text=type_in
            busy=saving.busy
        />
        {fault_line(fault)}
        {saving.problem()}
        <div class="form-buttons">
            <Button
                label=words.notices.decline_save
                kind=ButtonKind::Main
                on_press=press
                busy=saving.busy
            />
            <Button label=words.common.cancel on_press=cancel/>
        </div>
    }
    .into_any()
}
