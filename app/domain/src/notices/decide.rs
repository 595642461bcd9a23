//! The rules of a notice: which facts, then the author's verbs in `post`, the household's in `answer`.

use super::{
    action::{Action, Verb},
    answer, post,
    row::{Notice, receipt_id},
};
use crate::{
    decide::{Context, Facts, Need, Refusal, Verdict},
    row::{Row, RowKey},
    time::Instant,
};
use std::collections::BTreeSet;

pub(super) enum No {
    Refused(Refusal),
    Conflict,
}

impl From<Refusal> for No {
    fn from(why: Refusal) -> No {
        No::Refused(why)
    }
}

pub fn needs(action: &Action) -> BTreeSet<Need> {
    let notice = Need::Row(RowKey::new("notice", action.notice.0));
    let mut needs = BTreeSet::from([notice]);
    match (&action.verb, action.verb.child()) {
        (Verb::Publish(draft), _) => {
            needs.insert(Need::Audience(draft.address.clone()));
        }
        (_, Some(child)) => needs.extend([
            Need::Standing(child),
            Need::Addressed(action.notice, child),
            Need::Row(RowKey::new("child", child.0)),
            Need::Row(RowKey::new("receipt", receipt_id(action.notice, child).0)),
            Need::Row(RowKey::new("slots", action.notice.0)),
        ]),
        (_, None) => {
            needs.insert(Need::AudienceOf(action.notice));
        }
    }
    needs
}

pub fn decide(action: &Action, written_at: Instant, context: &Context, facts: &Facts) -> Verdict {
    let existing = match facts.rows.get(&RowKey::new("notice", action.notice.0)) {
        Some(Row::Notice(notice)) => Some(notice),
        _ => None,
    };
    match settle(action, written_at, context, facts, existing) {
        Ok(rows) => Verdict::Accepted(rows),
        Err(No::Refused(why)) => Verdict::Refused(why),
        Err(No::Conflict) => Verdict::Conflict,
    }
}

fn settle(
    action: &Action,
    written_at: Instant,
    context: &Context,
    facts: &Facts,
    existing: Option<&Notice>,
) -> Result<Vec<Row>, No> {
    match (&action.verb, existing) {
        (Verb::Publish(draft), None) => post::publish(action.notice, draft, written_at, context, facts),
        // An id in use is answered like an unknown one, so that ids cannot be probed.
        (Verb::Publish(_), Some(_)) | (_, None) => Err(Refusal::NotFound.into()),
        (verb, Some(notice)) => match verb.child() {
            Some(child) => answer::answer(notice, child, verb, written_at, context, facts),
            None => post::change(notice, verb, context, facts),
        },
    }
}
