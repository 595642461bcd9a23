//! Which part the person at this phone has in a note, and what everybody in it is called.

use crate::words::Words;
use domain::notes::{Author, Note, Side, side_of};
use replica::View;

/// The office decides; this only tells what to offer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// May write, on this side.
    Writer(Side),
    /// May read: a guardian without the right to reply.
    Reader,
}

impl Part {
    pub fn side(self) -> Side {
        match self {
            Part::Writer(side) => side,
            Part::Reader => Side::Home,
        }
    }

    pub fn may_write(self) -> bool {
        matches!(self, Part::Writer(_))
    }
}

pub fn part(view: &View, note: &Note) -> Part {
    let me = view.identity.person;
    let standing = view
        .child(note.child)
        .map(|card| card.standing(me))
        .unwrap_or_default();
    side_of(note, &standing, me).map_or(Part::Reader, Part::Writer)
}

/// 我, 常文军老师, 白玉兰（母亲）.
pub fn who(words: &Words, view: &View, note: &Note, author: &Author, side: Side) -> String {
    if author.person == view.identity.person {
        return words.common.me.to_owned();
    }
    if side == Side::School {
        return (words.common.teacher)(&author.name);
    }
    let relation = view
        .child(note.child)
        .and_then(|card| {
            card.guardians
                .iter()
                .find(|guardian| guardian.person == author.person)
        })
        .map_or("", |guardian| (words.common.relation)(&guardian.relation));
    match relation {
        "" => author.name.clone(),
        relation => (words.common.with_relation)(&author.name, relation),
    }
}
