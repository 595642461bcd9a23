//! What an administrator did with the power of the office goes into the log: an emergency, a text that the guard
//! had stopped. With the reason, without the text.

use crate::{
    session::Session,
    tx::{Stored, Tx},
};
use domain::{
    Action, Command, Instant,
    notices::{Kind, Verb},
};

pub async fn log(tx: &mut dyn Tx, session: &Session, command: &Command, now: Instant) -> Stored<()> {
    let Action::Notices(action) = &command.action else {
        return Ok(());
    };
    let (despite, emergency) = match &action.verb {
        Verb::Publish(draft) => (
            draft.despite.as_deref(),
            (draft.kind == Kind::Emergency).then_some(draft.reason.as_str()),
        ),
        Verb::Correct { despite, .. } => (despite.as_deref(), None),
        Verb::AllClear { .. } => (None, Some("all clear")),
        _ => (None, None),
    };
    let entries = [("notice_despite_guard", despite), ("notice_emergency", emergency)];
    for (what, reason) in entries {
        if let Some(reason) = reason {
            // PostgreSQL's text has no NUL, and what cannot be logged would stand in the way of all that follows.
            let reason = reason.replace('\0', "");
            let detail = format!("{} by {}: {reason}", action.notice, session.person);
            tx.log(what, &detail, now).await?;
        }
    }
    Ok(())
}
