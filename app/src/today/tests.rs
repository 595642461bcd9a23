//! Today as a table: who sees which note as a duty, which as reading, and what comes first.

use super::select::{Duty, News, Today};
use crate::fake::{
    CHILD, CLASS_TEACHER, GRANDMOTHER, MATHS, MOTHER, agreed, days_ago, entry, item, note, note_id, notes,
    open_verb, reply_verb, today, view,
};
use crate::{live::Lang, words::words};
use domain::{
    ChildId, Day, NoteId, Refusal, Row,
    notes::{EntryKind, Note, Side, State},
};
use replica::{ItemState, View};

fn select(view: &View, child: Option<ChildId>, today: Day) -> Today {
    super::select::select(words(Lang::Zh), view, child, today)
}

fn duties(view: &View) -> Vec<NoteId> {
    let duties = select(view, None, today()).duties;
    let ids = duties.iter().filter_map(|duty| match duty {
        Duty::Unsettled(item, _) => Some(crate::notes::action_of(item).expect("a note").note),
        Duty::Answer(card) | Duty::Review(card, _) => Some(card.note.id),
        Duty::Notice(_) | Duty::Missing(..) => None,
    });
    ids.collect()
}

fn reading(view: &View) -> Vec<NoteId> {
    select(view, None, today())
        .reading
        .iter()
        .filter_map(|news| match news {
            News::Note(card) => Some(card.note.id),
            News::Notice(_) => None,
        })
        .collect()
}

fn seen(mut note: Note, days: i32) -> Note {
    note.seen_at = Some(days_ago(days));
    note.state = State::Seen;
    note
}

#[test]
fn a_note_that_asks_is_a_duty_of_those_who_may_answer() {
    let asked = note(1, CLASS_TEACHER, days_ago(0));
    for (me, duty, read) in [
        (MOTHER, true, false),
        (GRANDMOTHER, false, true),
        (CLASS_TEACHER, false, false),
    ] {
        let view = view(me, notes(std::slice::from_ref(&asked)), vec![]);
        assert_eq!(duties(&view) == [note_id(1)], duty, "{me}");
        assert_eq!(reading(&view) == [note_id(1)], read, "{me}");
    }
}

#[test]
fn the_oldest_duty_comes_first_whatever_its_kind() {
    let rows = notes(&[
        note(1, CLASS_TEACHER, days_ago(0)),
        agreed(note(2, MOTHER, days_ago(9)), "2026-11-20"),
        note(3, CLASS_TEACHER, days_ago(1)),
    ]);
    let refused = ItemState::Refused {
        at: days_ago(0),
        reason: Refusal::TooLong,
    };
    let mut stuck = item(1, 9, open_verb("很长"), refused);
    stuck.saved_at = days_ago(2);
    assert_eq!(
        duties(&view(MOTHER, rows, vec![stuck])),
        [2, 9, 3, 1].map(note_id)
    );
}

#[test]
fn a_review_is_due_on_its_day_and_not_before() {
    for (review_on, due) in [("2026-11-22", true), ("2026-11-23", true), ("2026-11-24", false)] {
        let row = agreed(note(1, MOTHER, days_ago(30)), review_on);
        for me in [MOTHER, CLASS_TEACHER] {
            assert_eq!(
                !duties(&view(me, notes(std::slice::from_ref(&row)), vec![])).is_empty(),
                due,
                "{review_on}"
            );
        }
        assert!(duties(&view(GRANDMOTHER, notes(&[row]), vec![])).is_empty());
    }
}

/// Two school days to answer; after them the class teacher sees what waits for a colleague.
#[test]
fn a_colleagues_note_reaches_the_class_teacher_when_overdue() {
    let for_maths = |days| {
        let mut note = note(1, MOTHER, days_ago(days));
        note.staff = Some(MATHS);
        notes(&[note])
    };
    for (me, days, due) in [
        (MATHS, 0, true),
        (MATHS, 7, true),
        (CLASS_TEACHER, 0, false),
        (CLASS_TEACHER, 7, true),
    ] {
        assert_eq!(
            !duties(&view(me, for_maths(days), vec![])).is_empty(),
            due,
            "{me} {days}"
        );
    }
}

#[test]
fn news_is_what_others_wrote_or_saw_lately() {
    let mut replied = note(1, MOTHER, days_ago(3));
    replied.state = State::Replied;
    replied.last_side = Side::School;
    let answer = entry(1, &replied, CLASS_TEACHER, EntryKind::Reply, "好的", days_ago(1));
    replied.last_at = days_ago(1);
    let rows = [
        notes(&[
            replied,
            seen(note(2, MOTHER, days_ago(2)), 0),
            note(3, MOTHER, days_ago(0)),
            seen(note(4, MOTHER, days_ago(40)), 39),
        ]),
        vec![Row::NoteEntry(answer)],
    ];
    assert_eq!(
        reading(&view(MOTHER, rows.concat(), vec![])),
        [note_id(2), note_id(1)]
    );
}

#[test]
fn an_answer_on_its_way_ends_the_duty_at_once() {
    let asked = note(1, CLASS_TEACHER, days_ago(0));
    let answer = item(1, 1, reply_verb(1, "收到"), ItemState::Saved);
    assert!(duties(&view(MOTHER, notes(&[asked]), vec![answer])).is_empty());
}

#[test]
fn another_child_hides_everything_of_this_one() {
    let view = view(MOTHER, notes(&[note(1, CLASS_TEACHER, days_ago(0))]), vec![]);
    let other = select(&view, Some(ChildId(uuid::Uuid::from_u128(77))), today());
    assert!(other.duties.is_empty() && other.reading.is_empty());
    assert_eq!(select(&view, Some(CHILD), today()).duties.len(), 1);
}
