//! User Timing marks, so that anybody can measure the app from outside.

/// Marks `jiaqiao:<name>`; never with data of a person.
pub fn mark(name: &str) {
    if let Some(performance) = web_sys::window().and_then(|window| window.performance()) {
        // A browser that refuses a mark measures nothing; nothing else is lost.
        let _ = performance.mark(&format!("jiaqiao:{name}"));
    }
}
