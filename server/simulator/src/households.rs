//! What the families of a run make of notices: two phones of one household at once, answers to what is no longer so.

use crate::{
    actions::{Pen, chance},
    authors::on_screen,
};
use domain::{
    ChildId, Row,
    notices::{Action, Ask, Given, Notice, Question, QuestionKind, Receipt, Verb, receipt_id},
};
use rand::{RngExt, seq::IndexedRandom};

/// False if there is nothing on screen to answer.
pub fn act(pen: &mut Pen<'_>) -> bool {
    let children: Vec<ChildId> = pen.view.children().map(|child| child.id).collect();
    let notices = on_screen(pen);
    let (Some(child), Some(notice)) = (children.choose(&mut *pen.rng), notices.choose(&mut *pen.rng)) else {
        return false;
    };
    let verb = verb(pen, notice, *child);
    pen.notice(Action {
        notice: notice.id,
        verb,
    });
    true
}

fn verb(pen: &mut Pen<'_>, notice: &Notice, child: ChildId) -> Verb {
    let version = notice.version();
    let receipt = match pen.view.get("receipt", receipt_id(notice.id, child).0) {
        Some(shown) => match shown.row {
            Row::Receipt(receipt) => receipt.clone(),
            _ => Receipt::new(notice.id, child, None),
        },
        None => Receipt::new(notice.id, child, None),
    };
    let answered = u32::try_from(receipt.done(1).len()).unwrap_or(0);
    // Written on a screen that had not heard of the other guardian's last answer.
    let base = answered.saturating_sub(u32::from(chance(pen.rng, 15)));
    match pen.rng.random_range(0..10) {
        0 | 1 => Verb::Arrive { child, version },
        2 | 3 => Verb::See { child, version },
        4 => Verb::Decline {
            child,
            version,
            reason: String::new(),
            base,
        },
        _ if notice.ask == Ask::Sign => Verb::Sign {
            child,
            version,
            strokes: "1,1 2,2 3,3 4,4 5,5 6,6 7,7 8,8 9,9".into(),
            answers: answers(pen, notice),
            base,
        },
        _ => Verb::Confirm {
            child,
            version,
            answers: answers(pen, notice),
            base,
        },
    }
}

fn answers(pen: &mut Pen<'_>, notice: &Notice) -> Vec<Given> {
    let left = match pen.view.get("slots", notice.id.0).map(|shown| shown.row) {
        Some(Row::Slots(slots)) => slots.left.clone(),
        _ => Vec::new(),
    };
    let mut answer = |question: &Question| match &question.kind {
        QuestionKind::Text => Given::Text(format!("谈{}", pen.rng.random_range(0..1_000))),
        QuestionKind::Choice(options) => Given::Option(below(pen, options.len())),
        QuestionKind::Slots(slots) => {
            let free: Vec<usize> = (0..left.len()).filter(|n| left[*n] > 0).collect();
            match free.choose(&mut *pen.rng) {
                Some(n) if chance(pen.rng, 80) => Given::Option(u16::try_from(*n).unwrap_or(0)),
                _ => Given::Option(below(pen, slots.len())),
            }
        }
    };
    let questions = notice.form.iter().flat_map(|form| &form.questions);
    questions.map(&mut answer).collect()
}

fn below(pen: &mut Pen<'_>, count: usize) -> u16 {
    u16::try_from(pen.rng.random_range(0..count)).unwrap_or(0)
}
