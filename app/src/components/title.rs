//! The heading of a screen; takes the focus when a person has moved there, so that it is read out.

use super::icon::{Glyph, icon};
use crate::words::use_words;
use leptos::{html, prelude::*};

/// Whether a person has moved since the app was opened: the first screen leaves the focus alone.
#[derive(Clone, Copy)]
pub struct Moved(pub Memo<bool>);

#[component]
pub fn ScreenTitle(
    #[prop(into)] title: Signal<String>,
    #[prop(into)] sub: Signal<String>,
    /// Where "back" leads.
    #[prop(optional, into)]
    back: Option<String>,
    /// At the right: the way to the account.
    #[prop(optional)]
    aside: Option<AnyView>,
) -> impl IntoView {
    let heading = NodeRef::<html::H1>::new();
    let moved = use_context::<Moved>();
    Effect::new(move |_| {
        if let Some(heading) = heading.get()
            && moved.is_some_and(|moved| moved.0.get_untracked())
        {
            let _ = heading.focus();
        }
    });
    let words = use_words();
    let back = back.map(|href| {
        view! {
            <a class="back" href=href aria-label=words.common.back>{icon(Glyph::Back)}</a>
        }
        .into_any()
    });
    view! {
        <header class="top">
            {back}
            <div class="top-words">
                <h1 node_ref=heading tabindex="-1">{title}</h1>
                <p class="top-sub">{sub}</p>
            </div>
            {aside}
        </header>
    }
    .into_any()
}
