//! The page around the app: address, language, navigation, clipboard, files to save.

use app::live::Lang;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Blob, BlobPropertyBag, Document, HtmlAnchorElement, HtmlElement, Url, Window};

pub fn window() -> Window {
    // Both entries run in pages only; without a window there is nobody to tell.
    web_sys::window().unwrap_or_else(|| wasm_bindgen::throw_str("no window"))
}

fn document() -> Option<Document> {
    window().document()
}

pub fn root() -> Option<HtmlElement> {
    document()?.document_element()?.dyn_into().ok()
}

/// The language of the document.
pub fn lang() -> Lang {
    let tag = root()
        .and_then(|root| root.get_attribute("lang"))
        .unwrap_or_default();
    Lang::of_tag(&tag)
}

/// Tells `boot.js` that the app runs.
pub fn set_alive() {
    set_root("data-alive", "true");
}

pub fn set_root(name: &str, value: &str) {
    if let Some(root) = root() {
        // Only an invalid attribute name could fail.
        let _ = root.set_attribute(name, value);
    }
}

/// What a script of ours has said on the root element.
pub fn root_attribute(name: &str) -> Option<String> {
    root()?.get_attribute(name)
}

/// Fires an event without data on the window.
pub fn fire(name: &str) {
    if let Ok(event) = web_sys::Event::new(name) {
        // Listeners that fail report that themselves.
        let _ = window().dispatch_event(&event);
    }
}

/// The skeleton of the shell goes when the app is there to be seen.
pub fn clear_boot() {
    if let Some(boot) = document().and_then(|document| document.get_element_by_id("boot")) {
        boot.remove();
    }
}

pub fn go(address: &str) {
    // A refused navigation leaves the page as it is.
    let _ = window().location().assign(address);
}

pub fn copy(text: &str) {
    // The promise tells only whether the person allowed it.
    let _ = window().navigator().clipboard().write_text(text);
}

/// Drawing for the printer takes a moment, and the browser prints what stands when it is asked.
const PRINT_MS: u32 = 50;

pub fn print() {
    // Where there is no printer the browser says so itself.
    gloo::timers::callback::Timeout::new(PRINT_MS, || drop(window().print())).forget();
}

pub fn save_file(name: &str, text: &str) -> Result<(), JsValue> {
    let options = BlobPropertyBag::new();
    options.set_type("text/plain;charset=utf-8");
    let parts = js_sys::Array::of1(&JsValue::from_str(text));
    let blob = Blob::new_with_str_sequence_and_options(&parts, &options)?;
    let url = Url::create_object_url_with_blob(&blob)?;
    if let Some(document) = document() {
        let link: HtmlAnchorElement = document.create_element("a")?.unchecked_into();
        link.set_href(&url);
        link.set_download(name);
        link.click();
    }
    Url::revoke_object_url(&url)
}

/// Asks the browser not to throw away what somebody wrote; it may say no, and the account page says what holds.
pub fn ask_to_persist() {
    // Absent outside secure contexts; the promise tells only whether it was granted.
    let navigator = window().navigator();
    let has_storage = js_sys::Reflect::has(&navigator, &"storage".into()).unwrap_or(false);
    if has_storage {
        let _ = navigator.storage().persist();
    }
}

pub fn is_visible() -> bool {
    document().is_some_and(|document| document.visibility_state() == web_sys::VisibilityState::Visible)
}
