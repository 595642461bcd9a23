//! Word between the tabs of one browser; it carries no data, only "look again" or "signed out".

use gloo::events::EventListener;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{BroadcastChannel, MessageEvent};

const CHANGED: &str = "changed";
const SIGNED_OUT: &str = "signed-out";

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Word {
    Changed,
    SignedOut,
}

/// One channel for each person, so that another person's tabs hear nothing.
pub struct Tabs {
    channel: Option<BroadcastChannel>,
    _listener: Option<EventListener>,
}

impl Tabs {
    pub fn open(name: &str, hear: impl Fn(Word) + 'static) -> Tabs {
        let Ok(channel) = BroadcastChannel::new(name) else {
            return Tabs {
                channel: None,
                _listener: None,
            };
        };
        let listener = EventListener::new(&channel, "message", move |event| {
            let word = event
                .dyn_ref::<MessageEvent>()
                .and_then(|event| event.data().as_string());
            match word.as_deref() {
                Some(CHANGED) => hear(Word::Changed),
                Some(SIGNED_OUT) => hear(Word::SignedOut),
                _ => {}
            }
        });
        Tabs {
            channel: Some(channel),
            _listener: Some(listener),
        }
    }

    pub fn say(&self, word: Word) {
        let text = match word {
            Word::Changed => CHANGED,
            Word::SignedOut => SIGNED_OUT,
        };
        if let Some(channel) = &self.channel {
            // A closed channel means that this page is going away.
            let _ = channel.post_message(&JsValue::from_str(text));
        }
    }
}
