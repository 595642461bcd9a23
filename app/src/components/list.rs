//! Lists whose rows are wholly a link: one card, hairlines between.

use leptos::prelude::*;

/// `<ul>` around finished rows.
pub fn items(rows: Vec<AnyView>) -> AnyView {
    view! { <ul class="list">{rows}</ul> }.into_any()
}

/// A row: a tile, a title that is the link and stretches over the row, and lines below it.
#[component]
pub fn ItemLink(
    tile: AnyView,
    href: String,
    title: String,
    /// Said before the title to those who do not see the tile.
    whose: String,
    #[prop(optional)] current: bool,
    lines: AnyView,
    /// What the row invites to, as a word that looks like a button; the link does it.
    #[prop(optional)]
    act: Option<(&'static str, bool)>,
) -> impl IntoView {
    let act = act.map(|(word, main)| {
        let class = if main {
            "item-act item-act-main"
        } else {
            "item-act"
        };
        view! { <span class=class aria-hidden="true">{word}</span> }.into_any()
    });
    view! {
        <li class=if current { "item item-current" } else { "item" }>
            {tile}
            <a class="item-link" href=href aria-current=current.then_some("true")>
                <span class="visually-hidden">{whose}</span>
                {title}
            </a>
            {act}
            <div class="item-lines">{lines}</div>
        </li>
    }
    .into_any()
}
