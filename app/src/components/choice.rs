//! One of a few: radio buttons that look like chips and behave like radio buttons.

use super::icon::{Glyph, icon};
use leptos::prelude::*;

#[derive(Clone, Debug, PartialEq)]
pub struct Choice {
    pub label: String,
    pub glyph: Option<Glyph>,
}

impl Choice {
    pub fn new(label: impl Into<String>) -> Choice {
        Choice {
            label: label.into(),
            glyph: None,
        }
    }
}

#[component]
pub fn Choices(
    legend: &'static str,
    /// Unique on the page: it ties the buttons together.
    name: &'static str,
    options: Vec<Choice>,
    #[prop(into)] chosen: Signal<Option<usize>>,
    #[prop(into)] on_choose: Callback<usize>,
) -> impl IntoView {
    let each = options.into_iter().enumerate().map(|(at, option)| {
        let checked = Signal::derive(move || chosen.get() == Some(at));
        view! {
            <label class="choice">
                <input
                    type="radio"
                    name=name
                    prop:checked=checked
                    on:change=move |_| on_choose.run(at)
                />
                <span class="choice-face">{option.glyph.map(icon)} {option.label}</span>
            </label>
        }
        .into_any()
    });
    view! {
        <fieldset class="choices">
            <legend>{legend}</legend>
            <div class="choices-row">{each.collect::<Vec<_>>()}</div>
        </fieldset>
    }
    .into_any()
}
