//! The coloured tile that tells children apart at a glance; the name always stands beside it.

use crate::people::Face;
use leptos::prelude::*;

#[component]
pub fn Tile<'a>(face: &'a Face) -> impl IntoView {
    let class = match face.hue {
        0 => "tile tile-0",
        1 => "tile tile-1",
        2 => "tile tile-2",
        _ => "tile tile-3",
    };
    view! { <span class=class aria-hidden="true">{face.letter.clone()}</span> }.into_any()
}
