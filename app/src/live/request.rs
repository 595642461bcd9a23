//! What a screen can ask of the actor.

use super::prefs::Prefs;
use domain::{Action, CommandId};
use futures::channel::oneshot;

pub enum Request {
    Send {
        sending: Box<Sending>,
        answer: oneshot::Sender<Result<CommandId, SaveError>>,
    },
    Draft {
        key: String,
        text: Option<String>,
    },
    Discard {
        order: u64,
    },
    UndoDiscard {
        order: u64,
    },
    Resend {
        order: u64,
    },
    Copy {
        text: String,
    },
    Export {
        file_name: String,
        text: String,
    },
    /// The page as its print style shows it.
    Print,
    SyncNow,
    SignOut {
        force: bool,
        answer: oneshot::Sender<SignOutAnswer>,
    },
    Prefs(Prefs),
    ApplyUpdate,
}

/// A command to be saved on this phone.
#[derive(Clone, Debug)]
pub struct Sending {
    pub action: Action,
    /// Earlier commands of this phone that it builds on.
    pub depends_on: Vec<CommandId>,
    /// The item in "needs you" that this is the edited form of.
    pub replaces: Option<u64>,
    /// The draft that its text came from; forgotten in the same transaction.
    pub draft: Option<String>,
}

impl Sending {
    pub fn new(action: Action) -> Sending {
        Sending {
            action,
            depends_on: Vec::new(),
            replaces: None,
            draft: None,
        }
    }

    pub fn from_draft(action: Action, draft: &str) -> Sending {
        Sending {
            draft: Some(draft.to_owned()),
            ..Sending::new(action)
        }
    }
}

/// Why something is not on this phone's disk; the text is still on screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SaveError {
    Full,
    Gone,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SignOutAnswer {
    /// This many items could not be sent: say so, then ask again with `force`.
    Unsent(usize),
    Done,
}
