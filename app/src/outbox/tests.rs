//! What of the outbox is shown, and that its words are whole.

use super::{
    select::select,
    text::{kind_of, text_of},
};
use crate::{
    fake::{MOTHER, days_ago, item, open_verb, reply_verb, view},
    live::Lang,
    words::words,
};
use domain::{Refusal, notes::Verb};
use replica::ItemState;

#[test]
fn every_item_is_under_its_heading_and_quiet_ones_under_none() {
    let accepted = |days| ItemState::Accepted {
        at: days_ago(days),
        covered: true,
    };
    let items = vec![
        item(1, 1, Verb::See, ItemState::Saved),
        item(2, 2, open_verb("a"), accepted(0)),
        item(3, 3, open_verb("b"), accepted(2)),
        item(
            4,
            4,
            open_verb("c"),
            ItemState::Refused {
                at: days_ago(0),
                reason: Refusal::Empty,
            },
        ),
        item(5, 5, open_verb("d"), ItemState::Conflict { at: days_ago(0) }),
        item(6, 6, open_verb("e"), ItemState::Saved),
        item(7, 7, open_verb("f"), ItemState::Sending),
        item(8, 8, open_verb("g"), ItemState::Discarded { at: days_ago(0) }),
    ];
    let view = view(MOTHER, vec![], items);
    let outbox = select(&view, view.now);
    let orders = |items: &[replica::Item]| items.iter().map(|item| item.order).collect::<Vec<_>>();
    assert_eq!(orders(&outbox.needs_you), [4, 5]);
    assert_eq!(orders(&outbox.waiting), [6, 7]);
    assert_eq!(orders(&outbox.discarded), [8]);
    assert_eq!(orders(&outbox.delivered), [2], "of the last day only");
    assert!(!outbox.is_settled());
}

#[test]
fn an_item_says_what_it_is_and_all_that_was_written() {
    let zh = words(Lang::Zh);
    let long = "咳嗽\n".repeat(40);
    let item = item(1, 1, open_verb(&long), ItemState::Saved);
    assert_eq!(kind_of(zh, &item.command.action), "联系单 · 健康");
    assert_eq!(text_of(zh, &item.command.action), long);
    let reply = crate::fake::item(2, 1, reply_verb(1, "好"), ItemState::Saved);
    assert_eq!(kind_of(words(Lang::En), &reply.command.action), "Reply");
}
