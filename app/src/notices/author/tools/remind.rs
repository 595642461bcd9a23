//! Asking once more those who have not answered; where that is not possible now, the reason stands there.

use super::rules::Remind;
use crate::{
    components::{Button, Kept, draw, kept},
    live::use_live,
    notes::Saving,
    notices::author::send::sending,
    words::{Words, use_words},
};
use domain::{
    Instant, NoticeId,
    notices::{Notice, Verb},
};
use leptos::prelude::*;

pub fn remind(id: NoticeId, notice: Kept<Option<Notice>>) -> AnyView {
    let live = use_live();
    let words = use_words();
    let (view, now) = (live.view, live.now);
    let saving = Saving::new();
    let may = kept(move || {
        let notice = notice.read();
        let view = view.read();
        let pair = view.as_deref().zip(Option::as_ref(&notice));
        pair.map_or(Remind::NotAsked, |(view, notice)| {
            Remind::here(view, notice, now.get())
        })
    });
    let stop = Signal::derive(move || saving.busy.get() || !matches!(may.get(), Remind::Yes(_)));
    let press = Callback::new(move |()| {
        saving.start(
            &live,
            sending(&live, id, Verb::Remind, None, None),
            Box::new(|| ()),
        );
    });
    let text = Signal::derive(move || reason(words, may.get(), now.get()));
    draw(move || {
        (may.get() != Remind::NotAsked).then(|| {
            view! {
                <div class="remind">
                    <Button label=words.author.remind on_press=press busy=stop described_by="remind-why"/>
                    <p class="remind-why" id="remind-why">{text}</p>
                    {saving.problem()}
                </div>
            }
            .into_any()
        })
    })
}

pub fn reason(words: &Words, may: Remind, now: Instant) -> String {
    let author = &words.author;
    match may {
        Remind::Yes(times) => (author.remind_left)(times),
        Remind::NotAsked => String::new(),
        Remind::NotOut => author.remind_not_out.to_owned(),
        Remind::Over => author.remind_over.to_owned(),
        Remind::Enough => author.remind_enough.to_owned(),
        Remind::Quiet(at) => (author.remind_quiet)(&words.ahead(at, now.day())),
        Remind::TooSoon(at) => (author.remind_soon)(&words.ahead(at, now.day())),
    }
}
