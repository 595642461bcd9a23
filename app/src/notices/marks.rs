//! How far what a person did about notices has come: the outbox, read for notices.

use crate::notes::{Mark, mark_of};
use domain::{
    Action, ChildId, NoticeId,
    notices::{self, Verb},
};
use replica::{Item, View};

/// What an item does with a notice, if it is about one.
pub fn action_of(item: &Item) -> Option<&notices::Action> {
    match &item.command.action {
        Action::Notices(action) => Some(action),
        Action::Notes(_) => None,
    }
}

/// Everything that has not settled, few at a time.
pub struct Marks(Vec<(NoticeId, Option<ChildId>, Mark)>);

pub fn marks(view: &View) -> Marks {
    let written = view.outbox.iter().filter(|item| !item.command.action.is_quiet());
    let marked = written.filter_map(|item| {
        let action = action_of(item)?;
        Some((action.notice, action.verb.child(), mark_of(view, item)?))
    });
    Marks(marked.filter(|(.., mark)| *mark != Mark::Delivered).collect())
}

impl Marks {
    /// The gravest one. A notice shown for a child has its author's marks and those of that child.
    pub fn of(&self, notice: NoticeId, child: Option<ChildId>) -> Option<Mark> {
        let about = |of: &Option<ChildId>| of.is_none() || child.is_none() || *of == child;
        let own = self
            .0
            .iter()
            .filter(|(of, whose, _)| *of == notice && about(whose));
        own.map(|(.., mark)| *mark).max()
    }
}

/// The last answer for this child that was not accepted, or the one that is being mended.
pub fn stuck(view: &View, notice: NoticeId, child: ChildId, edit: Option<u64>) -> Option<&Item> {
    let is_answer = |verb: &Verb| {
        matches!(
            verb,
            Verb::Confirm { .. } | Verb::Sign { .. } | Verb::Decline { .. }
        )
    };
    let about = |item: &&Item| {
        action_of(item).is_some_and(|action| {
            action.notice == notice && action.verb.child() == Some(child) && is_answer(&action.verb)
        })
    };
    let mut stuck = view
        .needs_you()
        .filter(about)
        .filter(|item| edit.is_none_or(|order| order == item.order));
    let first = stuck.next();
    stuck.last().or(first)
}
