//! The only bridge between signals and the replica: what is on this phone, and what a person wants done.
//!
//! Screens read [`Live::view`] and call its methods; an actor that `browser` owns does the work, commits it
//! to IndexedDB and sets the signals. Nothing here knows how.

mod prefs;
mod request;
mod status;

pub use prefs::{Lang, Prefs, TEXT_PX_MAX, TEXT_PX_MIN, Theme};
pub use request::{Request, SaveError, Sending, SignOutAnswer};
pub use status::{Phase, Status, Storage, Update};

use domain::{Action, CommandId, Instant};
use futures::channel::{mpsc, oneshot};
use leptos::prelude::*;
use replica::View;
use std::{future::Future, sync::Arc};

/// Makes UUIDv7: clock and randomness belong to `browser`.
pub type MakeId = Arc<dyn Fn() -> uuid::Uuid + Send + Sync>;

#[derive(Clone)]
pub struct Live {
    /// `None` until the first load from this phone has ended.
    pub view: RwSignal<Option<Arc<View>>>,
    pub status: RwSignal<Status>,
    /// The office's time as this phone knows it, moved on every minute.
    pub now: RwSignal<Instant>,
    pub prefs: RwSignal<Prefs>,
    requests: mpsc::UnboundedSender<Request>,
    make_id: MakeId,
}

impl Live {
    pub fn new(
        prefs: Prefs,
        now: Instant,
        requests: mpsc::UnboundedSender<Request>,
        make_id: MakeId,
    ) -> Live {
        Live {
            view: RwSignal::new(None),
            status: RwSignal::new(Status::default()),
            now: RwSignal::new(now),
            prefs: RwSignal::new(prefs),
            requests,
            make_id,
        }
    }

    /// An id for a new thing, made on this phone.
    pub fn new_id(&self) -> uuid::Uuid {
        (self.make_id)()
    }

    /// Resolves when the command is on disk: "saved means saved".
    pub fn send(&self, sending: Sending) -> impl Future<Output = Result<CommandId, SaveError>> + use<> {
        let (answer, wait) = oneshot::channel();
        self.ask(Request::Send {
            sending: Box::new(sending),
            answer,
        });
        async move { wait.await.unwrap_or(Err(SaveError::Gone)) }
    }

    /// For what happens by itself (seen): nobody waits for it.
    pub fn note_quietly(&self, action: Action) {
        let (answer, _) = oneshot::channel();
        self.ask(Request::Send {
            sending: Box::new(Sending::new(action)),
            answer,
        });
    }

    /// Keeps what is being typed; an empty text forgets the draft. The actor writes within 300 ms.
    pub fn save_draft(&self, key: &str, text: String) {
        self.ask(Request::Draft {
            key: key.to_owned(),
            text: Some(text).filter(|text| !text.is_empty()),
        });
    }

    pub fn discard(&self, order: u64) {
        self.ask(Request::Discard { order });
    }

    pub fn undo_discard(&self, order: u64) {
        self.ask(Request::UndoDiscard { order });
    }

    /// Sends a refused item once more, as it is.
    pub fn resend(&self, order: u64) {
        self.ask(Request::Resend { order });
    }

    pub fn copy(&self, text: String) {
        self.ask(Request::Copy { text });
    }

    /// Offers a file with this text to the phone's own "save".
    pub fn export(&self, file_name: String, text: String) {
        self.ask(Request::Export { file_name, text });
    }

    /// Hands the page to the printer; what is to be on it has been drawn before.
    pub fn print(&self) {
        self.ask(Request::Print);
    }

    pub fn sync_now(&self) {
        self.ask(Request::SyncNow);
    }

    /// Tries to send what is unsent, then seals the rest and forgets everything else on this phone.
    /// `force` signs out even if something could not be sent.
    pub fn sign_out(&self, force: bool) -> impl Future<Output = SignOutAnswer> + use<> {
        let (answer, wait) = oneshot::channel();
        self.ask(Request::SignOut { force, answer });
        async move { wait.await.unwrap_or(SignOutAnswer::Done) }
    }

    pub fn set_prefs(&self, prefs: Prefs) {
        self.prefs.set(prefs.clone());
        self.ask(Request::Prefs(prefs));
    }

    /// Swaps to the new version, once everything written is on disk; what is unsent is sent by the new one.
    pub fn apply_update(&self) {
        self.ask(Request::ApplyUpdate);
    }

    fn ask(&self, request: Request) {
        // The actor lives as long as the page; if it is gone, so is the page.
        let _ = self.requests.unbounded_send(request);
    }
}

/// The bridge of the mounted app.
pub fn use_live() -> Live {
    expect_context::<Live>()
}
