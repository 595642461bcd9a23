//! Recording that a family was told by voice, on paper or at the door.

use crate::{
    components::{Button, ButtonKind, Choice, Choices, TextField},
    live::use_live,
    notes::{Draft, Saving},
    notices::author::send::sending,
    words::use_words,
};
use domain::{
    ChildId, EntryId, NoticeId, limits,
    notices::{Channel, Verb, receipt_id},
};
use leptos::prelude::*;

const CHANNELS: [Channel; 4] = [Channel::Call, Channel::Slip, Channel::Visit, Channel::Message];

#[component]
pub fn ContactForm(notice: NoticeId, child: ChildId, name: String, done: Callback<()>) -> impl IntoView {
    let live = use_live();
    let words = use_words();
    let register = &words.register;
    let channel = RwSignal::new(0_usize);
    let saving = Saving::new();
    let key = "contact:".to_owned() + &receipt_id(notice, child).to_string();
    let draft = Draft::open(&live, key, String::new());
    let type_in = {
        let live = live.clone();
        Callback::new(move |text| draft.write(&live, text))
    };
    let save = Callback::new(move |()| {
        let verb = Verb::Record {
            child,
            entry: EntryId(live.new_id()),
            channel: CHANNELS[channel.get_untracked() % 4],
            text: draft.text.get_untracked(),
        };
        let sending = sending(&live, notice, verb, Some(draft.key()), None);
        saving.start(&live, sending, Box::new(move || done.run(())));
    });
    view! {
        <div class="form contact" role="group" aria-label=(register.record_for)(&name)>
            <p class="contact-name">{(register.record_for)(&name)}</p>
            <Choices
                legend=register.channel
                name="channel"
                options=register.channels.map(Choice::new).to_vec()
                chosen=Signal::derive(move || Some(channel.get()))
                on_choose=move |at| channel.set(at)
            />
            <TextField
                id="remark"
                label=register.remark
                hint=register.remark_hint
                chars_max=limits::REASON_CHARS_MAX
                rows=2
                text=draft.text
                on_text=type_in
                busy=saving.busy
            />
            {saving.problem()}
            <div class="form-buttons">
                <Button label=register.record_save kind=ButtonKind::Main on_press=save busy=saving.busy/>
                <Button label=words.common.cancel on_press=done/>
            </div>
        </div>
    }
    .into_any()
}
