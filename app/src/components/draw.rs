//! Parts of a screen that follow signals, all of one type. A closure of its own type in a view brings its
//! own copies of building and patching: about 2 kB of WebAssembly for each place.

use leptos::prelude::*;

/// Draws again whenever a signal that `view` reads changes.
pub fn draw<V: IntoAny>(view: impl Fn() -> V + Send + 'static) -> AnyView {
    let view: Box<dyn FnMut() -> AnyView + Send> = Box::new(move || view().into_any());
    view.into_any()
}
