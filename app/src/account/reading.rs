//! How a person likes to read: language, light and dark, elder view, text size.

use crate::{
    components::{Choice, Choices},
    live::{Lang, Live, Prefs, TEXT_PX_MAX, TEXT_PX_MIN, Theme, use_live},
    words::use_words,
};
use leptos::prelude::*;

const LANGS: [Lang; 2] = [Lang::Zh, Lang::En];
const ELDER_PX: u8 = 20;
const THEMES: [Theme; 3] = [Theme::System, Theme::Light, Theme::Dark];

#[component]
pub fn Reading() -> impl IntoView {
    let live = use_live();
    let words = use_words();
    let prefs = live.prefs;
    let lang = Signal::derive(move || LANGS.iter().position(|lang| *lang == prefs.read().lang));
    let theme = Signal::derive(move || THEMES.iter().position(|theme| *theme == prefs.read().theme));
    let on_lang = change(&live, |prefs, at| prefs.lang = LANGS[at % 2]);
    let on_theme = change(&live, |prefs, at| prefs.theme = THEMES[at % 3]);
    let on_elder = change(&live, set_elder);
    let on_size = change(&live, |prefs, px| {
        prefs.text_px = u8::try_from(px).unwrap_or(TEXT_PX_MIN)
    });
    let langs = vec![Choice::new(words.account.zh), Choice::new(words.account.en)];
    let themes = vec![
        Choice::new(words.account.theme_system),
        Choice::new(words.account.theme_light),
        Choice::new(words.account.theme_dark),
    ];
    view! {
        <section>
            <h2>{words.account.reading}</h2>
            <div class="panel">
                <Choices legend=words.account.language name="lang" options=langs chosen=lang on_choose=on_lang/>
                <Choices legend=words.account.theme name="theme" options=themes chosen=theme on_choose=on_theme/>
                {elder_switch(prefs, on_elder)}
                {size_slider(prefs, on_size)}
            </div>
        </section>
    }
    .into_any()
}

fn change(live: &Live, set: fn(&mut Prefs, usize)) -> Callback<usize> {
    let live = live.clone();
    Callback::new(move |value| {
        let mut prefs = live.prefs.get_untracked();
        set(&mut prefs, value);
        live.set_prefs(prefs);
    })
}

/// The elder view starts larger, too; the slider is still the person's own.
fn set_elder(prefs: &mut Prefs, on: usize) {
    prefs.elder = on == 1;
    if prefs.elder {
        prefs.text_px = prefs.text_px.max(ELDER_PX);
    }
}

fn elder_switch(prefs: RwSignal<Prefs>, on_elder: Callback<usize>) -> AnyView {
    let words = use_words();
    view! {
        <div class="field">
            <label class="check">
                <input
                    type="checkbox"
                    role="switch"
                    aria-describedby="elder-hint"
                    prop:checked=Signal::derive(move || prefs.read().elder)
                    on:change=move |event| on_elder.run(usize::from(event_target_checked(&event)))
                />
                <span>{words.account.elder}</span>
            </label>
            <p class="field-hint" id="elder-hint">{words.account.elder_hint}</p>
        </div>
    }
    .into_any()
}

fn size_slider(prefs: RwSignal<Prefs>, on_size: Callback<usize>) -> AnyView {
    let words = use_words();
    let px = Signal::derive(move || prefs.read().text_px.to_string());
    let said = Signal::derive(move || px.get() + " px");
    view! {
        <div class="field">
            <label for="text-size">{words.account.text_size}</label>
            <div class="size">
                <input
                    id="text-size"
                    type="range"
                    min=TEXT_PX_MIN.to_string()
                    max=TEXT_PX_MAX.to_string()
                    step="1"
                    aria-valuetext=said
                    prop:value=px
                    on:input=move |event| {
                        if let Ok(px) = event_target_value(&event).parse() {
                            on_size.run(px);
                        }
                    }
                />
                <output for="text-size">{said}</output>
            </div>
            <p class="sample">{words.account.sample}</p>
        </div>
    }
    .into_any()
}
