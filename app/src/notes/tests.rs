//! Threads and marks as a person at one phone sees them.

use super::{
    cards,
    draft::{begun, new_note_key, unfinished},
    mark::{Mark, mark_of_entry, marks},
    saving::builds_on,
    state_word,
    thread::thread,
};
use crate::{
    fake::{
        CHILD, CLASS_TEACHER, GRANDMOTHER, MOTHER, agreed, days_ago, entry, item, note, note_id, notes,
        open_verb, reply_verb, view, with_drafts,
    },
    live::Lang,
    words::words,
};
use domain::{
    EntryId, NoticeId, Refusal, Row,
    notes::{Action, EntryKind, Owner, Verb},
};
use replica::ItemState;
use uuid::Uuid;

fn agree_verb(id: u128, base: u32) -> Verb {
    Verb::Agree {
        entry: EntryId(Uuid::from_u128(1_000 + id)),
        text: "早点睡".into(),
        owner: Owner::Home,
        review_on: None,
        base,
    }
}

#[test]
fn the_gravest_of_my_items_marks_the_note() {
    let accepted = ItemState::Accepted {
        at: days_ago(0),
        covered: false,
    };
    let refused = ItemState::Refused {
        at: days_ago(0),
        reason: Refusal::Closed,
    };
    for (states, is_sending, mark) in [
        (vec![accepted.clone()], true, None),
        (
            vec![accepted.clone(), ItemState::Sending],
            true,
            Some(Mark::Sending),
        ),
        // The push broke off: what was sent and not answered rests here.
        (vec![accepted, ItemState::Sending], false, Some(Mark::Saved)),
        (
            vec![ItemState::Sending, ItemState::Saved],
            true,
            Some(Mark::Saved),
        ),
        (vec![refused, ItemState::Saved], true, Some(Mark::NeedsYou)),
        (vec![ItemState::Discarded { at: days_ago(0) }], true, None),
    ] {
        let items = states
            .iter()
            .zip(1..)
            .map(|(state, order)| item(order, 1, reply_verb(u128::from(order), "好"), state.clone()));
        let rows = notes(&[note(1, CLASS_TEACHER, days_ago(0))]);
        let mut view = view(MOTHER, rows, items.collect());
        view.is_sending = is_sending;
        assert_eq!(marks(&view).of(note_id(1)), mark, "{states:?}");
    }
}

#[test]
fn having_seen_a_note_leaves_no_mark() {
    let view = view(
        MOTHER,
        notes(&[note(1, CLASS_TEACHER, days_ago(0))]),
        vec![item(1, 1, Verb::See, ItemState::Saved)],
    );
    assert_eq!(marks(&view).of(note_id(1)), None);
}

#[test]
fn a_thread_keeps_its_order_and_tells_mine_from_theirs() {
    let first = note(1, CLASS_TEACHER, days_ago(3));
    let said = entry(1, &first, MOTHER, EntryKind::Reply, "我们看看", days_ago(2));
    let rows = [notes(&[first]), vec![Row::NoteEntry(said)]].concat();
    let refused = ItemState::Refused {
        at: days_ago(0),
        reason: Refusal::TooLong,
    };
    let items = vec![
        item(1, 1, reply_verb(2, "好多了"), ItemState::Saved),
        item(2, 1, reply_verb(3, "太长了"), refused),
    ];
    let zh = words(Lang::Zh);
    let thread = thread(zh, &view(MOTHER, rows, items), note_id(1)).expect("a thread");
    let seen: Vec<_> = thread
        .bubbles
        .iter()
        .map(|b| (b.text.as_str(), b.mine, b.mark))
        .collect();
    assert_eq!(
        seen,
        [
            ("第 1 张", false, None),
            ("我们看看", true, Some(Mark::Delivered)),
            ("好多了", true, Some(Mark::Saved)),
            ("太长了", true, Some(Mark::NeedsYou)),
        ]
    );
    assert_eq!(
        (thread.bubbles[0].who.as_str(), thread.bubbles[1].who.as_str()),
        ("某人老师", "我")
    );
}

#[test]
fn an_unsent_note_of_mine_is_saved_on_this_phone() {
    let view = view(
        MOTHER,
        vec![],
        vec![item(1, 1, open_verb("咳嗽"), ItemState::Saved)],
    );
    assert_eq!(mark_of_entry(&view, note_id(1), None), Mark::Saved);
    assert_eq!(cards(&view).len(), 1, "its own preview");
}

#[test]
fn what_follows_an_unsent_note_depends_on_it() {
    let items = vec![
        item(1, 1, open_verb("咳嗽"), ItemState::Saved),
        item(2, 1, agree_verb(1, 0), ItemState::Saved),
        item(3, 2, open_verb("另一张"), ItemState::Saved),
    ];
    let view = view(MOTHER, vec![], items);
    let base = |verb| {
        let on = builds_on(
            &view,
            &Action {
                child: CHILD,
                note: note_id(1),
                verb,
            },
        );
        on.into_iter()
            .map(|id| id.0.as_u128() - 5_000)
            .collect::<Vec<_>>()
    };
    assert_eq!(base(reply_verb(9, "好")), [1]);
    assert_eq!(base(agree_verb(9, 1)), [1, 2]);
}

#[test]
fn states_are_said_from_where_the_reader_stands() {
    let zh = words(Lang::Zh);
    let asked = note(1, CLASS_TEACHER, days_ago(0));
    let mut told = note(1, CLASS_TEACHER, days_ago(0));
    told.asks_reply = false;
    for (me, note, word) in [
        (MOTHER, &asked, "等您回复"),
        (GRANDMOTHER, &asked, "等家里回复"),
        (CLASS_TEACHER, &asked, "等家里回复"),
        (MOTHER, &told, "新的"),
        (CLASS_TEACHER, &told, "已送出"),
        (MOTHER, &agreed(told.clone(), "2026-12-01"), "已约定"),
    ] {
        let view = view(me, notes(std::slice::from_ref(note)), vec![]);
        assert_eq!(state_word(zh, &cards(&view)[0]).1, word, "{me}");
    }
}

#[test]
fn what_was_begun_is_found_again() {
    let key = new_note_key(Some(CHILD), None);
    let notice = NoticeId(Uuid::from_u128(900));
    let answer = new_note_key(Some(CHILD), Some(notice));
    let reply = format!("reply:{}", note_id(1).0);
    let drafts = [
        (key.as_str(), "咳嗽"),
        (&answer, "雨天呢"),
        ("note:new", "请假"),
        (&reply, "好的"),
        ("edit:3", "改"),
    ];
    let view = with_drafts(MOTHER, &drafts);
    assert_eq!(
        begun(&view)
            .iter()
            .map(|(new, text)| (new.child, new.about, text.as_str()))
            .collect::<Vec<_>>(),
        [
            (Some(CHILD), None, "咳嗽"),
            (Some(CHILD), Some(notice), "雨天呢"),
            (None, None, "请假")
        ]
    );
    assert_eq!(unfinished(&view), [note_id(1)]);
}
