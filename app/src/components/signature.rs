//! A pad to sign on with a finger, and a signature as it was drawn.

use super::{
    button::{Button, ButtonKind},
    draw::draw,
    strokes::{begin, extend, path, quantised},
};
use crate::words::use_words;
use leptos::{ev::PointerEvent, html, prelude::*};

#[component]
pub fn SignaturePad(strokes: RwSignal<String>) -> impl IntoView {
    let words = &use_words().notices;
    let pad = NodeRef::<html::Div>::new();
    let is_down = RwSignal::new(false);
    let place = move |event: &PointerEvent| {
        let pad = pad.get_untracked()?;
        let (width_px, height_px) = (pad.client_width(), pad.client_height());
        Some(quantised(event.offset_x(), event.offset_y(), width_px, height_px))
    };
    let down = move |event: PointerEvent| {
        event.prevent_default();
        if let Some(pad) = pad.get_untracked() {
            // A pointer that has gone already draws no further.
            let _ = pad.set_pointer_capture(event.pointer_id());
        }
        if let Some(place) = place(&event) {
            is_down.set(true);
            strokes.update(|strokes| begin(strokes, place));
        }
    };
    let along = move |event: PointerEvent| {
        if let Some(place) = place(&event).filter(|_| is_down.get_untracked()) {
            strokes.update(|strokes| extend(strokes, place));
        }
    };
    let up = move |_: PointerEvent| is_down.set(false);
    let drawn = Signal::derive(move || path(&strokes.read()));
    let is_empty = Memo::new(move |_| strokes.read().is_empty());
    let state = draw(move || {
        if is_empty.get() {
            words.signature_empty
        } else {
            words.signature_begun
        }
    });
    view! {
        <div class="field">
            <p class="pad-label" id="signature">{words.signature}</p>
            <div
                class="pad"
                role="img"
                aria-labelledby="signature"
                aria-describedby="signature-hint"
                node_ref=pad
                on:pointerdown=down
                on:pointermove=along
                on:pointerup=up
                on:pointercancel=up
            >
                <svg class="drawn" viewBox="0 0 300 100" aria-hidden="true" focusable="false">
                    <path d=drawn></path>
                </svg>
            </div>
            <div class="pad-foot">
                <p class="pad-state" role="status">{state}</p>
                <Button
                    label=words.clear
                    kind=ButtonKind::Plain
                    on_press=move |()| strokes.set(String::new())
                />
            </div>
            <p class="pad-hint" id="signature-hint">{words.signature_hint}</p>
        </div>
    }
    .into_any()
}

pub fn signature(strokes: &str, label: String) -> AnyView {
    view! {
        <svg class="drawn" viewBox="0 0 300 100" role="img" aria-label=label>
            <path d=path(strokes)></path>
        </svg>
    }
    .into_any()
}
