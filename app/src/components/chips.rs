//! The row on top that narrows a screen to one child, "all" first.

use super::draw::draw;
use crate::{people::Face, words::use_words};
use domain::ChildId;
use leptos::prelude::*;

/// Nothing at all for a single child.
#[component]
pub fn ChildChips(
    #[prop(into)] children_of: Signal<Vec<Face>>,
    chosen: RwSignal<Option<ChildId>>,
) -> impl IntoView {
    let words = use_words();
    draw(move || {
        let faces = children_of.get();
        (faces.len() > 1).then(|| {
            let all = chip(words.common.all.to_owned(), None, chosen);
            let each = faces
                .iter()
                .map(|face| chip(face.name.clone(), Some(face.child), chosen));
            let chips: Vec<AnyView> = std::iter::once(all).chain(each).collect();
            view! {
                <div class="chips" role="group" aria-label=words.common.children_label>
                    {chips}
                </div>
            }
            .into_any()
        })
    })
}

fn chip(label: String, child: Option<ChildId>, chosen: RwSignal<Option<ChildId>>) -> AnyView {
    let pressed = Signal::derive(move || if chosen.get() == child { "true" } else { "false" });
    view! {
        <button
            type="button"
            class="chip"
            aria-pressed=pressed
            on:click=move |_| chosen.set(child)
        >
            {label}
        </button>
    }
    .into_any()
}
