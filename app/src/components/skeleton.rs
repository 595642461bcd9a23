//! Grey rows in the shape of what is coming.

use leptos::prelude::*;

#[component]
pub fn Skeleton() -> impl IntoView {
    let row = || view! { <div class="boot-skeleton"></div> };
    view! { <div class="boot-rows" aria-hidden="true">{row()} {row()} {row()}</div> }.into_any()
}
