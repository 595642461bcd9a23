//! Structured logs on standard error: JSON for machines, lines for people; never personal data.

use std::{io::IsTerminal, panic::PanicHookInfo};
use tracing_subscriber::{EnvFilter, fmt};

pub fn start() {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info"));
    let lines = fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .with_target(false);
    if std::io::stderr().is_terminal() {
        lines.compact().init();
    } else {
        lines.json().flatten_event(true).init();
    }
    std::panic::set_hook(Box::new(note_panic));
}

/// Where, not what: the message of a panic may repeat a value, and values are people's.
fn note_panic(panic: &PanicHookInfo<'_>) {
    let place = panic.location().map(ToString::to_string).unwrap_or_default();
    tracing::error!(place, "panic");
}
