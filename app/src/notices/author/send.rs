//! Commands about a notice: what each builds on, and what of a notice waits in the outbox.

use crate::live::{Live, Sending};
use domain::{
    Action, CommandId, NoticeId, limits,
    notices::{self, Verb},
};
use leptos::prelude::WithUntracked;
use replica::{Item, View};

/// A later verb goes with what it builds on: the notice itself, and for a correction the one before it.
pub fn sending(
    live: &Live,
    notice: NoticeId,
    verb: Verb,
    draft: Option<String>,
    replaces: Option<u64>,
) -> Sending {
    let depends_on = live.view.with_untracked(|view| {
        view.as_ref()
            .map(|view| builds_on(view, notice, &verb))
            .unwrap_or_default()
    });
    Sending {
        depends_on,
        draft,
        replaces,
        ..Sending::new(Action::Notices(notices::Action { notice, verb }))
    }
}

pub fn builds_on(view: &View, notice: NoticeId, verb: &Verb) -> Vec<CommandId> {
    let corrects = matches!(verb, Verb::Correct { .. });
    let is_base = |earlier: &Verb| match earlier {
        Verb::Publish(_) => !matches!(verb, Verb::Publish(_)),
        Verb::Correct { .. } => corrects && earlier != verb,
        _ => false,
    };
    about(view, notice)
        .filter(|(item, earlier)| item.is_unsent() && is_base(earlier))
        .map(|(item, _)| item.command.id)
        .take(limits::DEPENDS_ON_MAX)
        .collect()
}

/// What this person wrote about a notice, as far as the outbox knows.
pub fn about(view: &View, notice: NoticeId) -> impl Iterator<Item = (&Item, &Verb)> {
    view.outbox
        .iter()
        .filter_map(move |item| match &item.command.action {
            Action::Notices(action) if action.notice == notice && !action.verb.is_quiet() => {
                Some((item, &action.verb))
            }
            _ => None,
        })
}

/// The item in "needs you" that is being mended.
pub fn edited(live: &Live, edit: Option<u64>) -> Option<(NoticeId, Verb)> {
    let order = edit?;
    live.view.with_untracked(|view| {
        let items = &view.as_ref()?.outbox;
        let item = items
            .iter()
            .find(|item| item.order == order && item.needs_you())?;
        match &item.command.action {
            Action::Notices(action) => Some((action.notice, action.verb.clone())),
            Action::Notes(_) => None,
        }
    })
}
