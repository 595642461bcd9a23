//! Up and down in a long table: from a row's button to the same one of the next row that has one.

use leptos::{
    ev::KeyboardEvent,
    prelude::event_target,
    wasm_bindgen::JsCast,
    web_sys::{Element, HtmlElement},
};

/// For `on:keydown` of a table's body. Only from button to button: in a field arrows belong to the text.
pub fn by_arrows(event: KeyboardEvent) {
    let is_down = match event.key().as_str() {
        "ArrowDown" => true,
        "ArrowUp" => false,
        _ => return,
    };
    let from = event_target::<Element>(&event);
    let row = from.closest("tr").ok().flatten();
    let Some(mut row) = row.filter(|_| from.tag_name() == "BUTTON") else {
        return;
    };
    loop {
        let next = if is_down {
            row.next_element_sibling()
        } else {
            row.previous_element_sibling()
        };
        let Some(next) = next else { return };
        row = next;
        let button = row.query_selector("button").ok().flatten();
        if let Some(button) = button.and_then(|button| button.dyn_into::<HtmlElement>().ok()) {
            event.prevent_default();
            // A button that cannot take the focus leaves it where it is.
            let _ = button.focus();
            return;
        }
    }
}
