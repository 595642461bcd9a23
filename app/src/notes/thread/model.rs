//! A thread put together from rows and from what still waits in the outbox.

use crate::{
    notes::{
        card::{NoteCard, card, entries},
        mark::{Mark, action_of, is_about, mark_of_entry, written},
    },
    people::{Part, who},
    sorted::sorted_by,
    words::Words,
};
use domain::{
    Instant, NoteId, Row,
    notes::{EntryKind, Note, NoteEntry, Side, Verb},
};
use replica::{Item, View};

#[derive(Clone, Debug, PartialEq)]
pub struct Thread {
    pub card: NoteCard,
    pub bubbles: Vec<Bubble>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Bubble {
    /// `None` for the note's own text.
    pub kind: Option<EntryKind>,
    pub mine: bool,
    pub from_school: bool,
    pub who: String,
    pub text: String,
    pub at: Instant,
    /// For what I wrote.
    pub mark: Option<Mark>,
}

pub fn thread(words: &Words, view: &View, id: NoteId) -> Option<Thread> {
    let note = match view.get("note", id.0)?.row {
        Row::Note(note) => note,
        _ => return None,
    };
    let said = entries(view).filter(|entry| entry.note == id);
    let said: Vec<&NoteEntry> = sorted_by(said, |entry| entry.received_at.0);
    let opening = opening(words, view, note);
    let heard = said.iter().map(|entry| of_entry(words, view, note, entry));
    let stuck = written(view).filter(|item| item.needs_you() && is_about(item, id));
    let stuck = stuck.filter_map(|item| of_stuck(words, item));
    let mut bubbles: Vec<Bubble> = std::iter::once(opening).chain(heard).collect();
    bubbles.extend(stuck);
    Some(Thread {
        card: card(view, note),
        bubbles,
    })
}

impl Thread {
    pub fn part(&self) -> Part {
        self.card.part
    }

    /// Earlier and present agreements, as they were written.
    pub fn agreements(&self) -> Vec<Bubble> {
        let agreed =
            |bubble: &&Bubble| bubble.kind == Some(EntryKind::Agreed) && bubble.mark != Some(Mark::NeedsYou);
        self.bubbles.iter().filter(agreed).cloned().collect()
    }
}

fn opening(words: &Words, view: &View, note: &Note) -> Bubble {
    let mine = note.author.person == view.identity.person;
    Bubble {
        kind: None,
        mine,
        from_school: note.from == Side::School,
        who: who(words, view, note, &note.author, note.from),
        text: note.text.clone(),
        at: note.written_at,
        mark: mine.then(|| mark_of_entry(view, note.id, None)),
    }
}

fn of_entry(words: &Words, view: &View, note: &Note, entry: &NoteEntry) -> Bubble {
    let mine = entry.author.person == view.identity.person;
    Bubble {
        kind: Some(entry.kind),
        mine,
        from_school: entry.side == Side::School,
        who: who(words, view, note, &entry.author, entry.side),
        text: entry.text.clone(),
        at: entry.written_at,
        mark: mine.then(|| mark_of_entry(view, note.id, Some(entry.id))),
    }
}

/// What was not accepted has no row; its text is still part of what I said here.
fn of_stuck(words: &Words, item: &Item) -> Option<Bubble> {
    let (kind, text) = match &action_of(item)?.verb {
        Verb::Open { .. } | Verb::See => return None,
        Verb::Reply { text, .. } => (EntryKind::Reply, text.as_str()),
        Verb::Acknowledge { .. } => (EntryKind::Acknowledged, ""),
        Verb::Agree { text, .. } => (EntryKind::Agreed, text.as_str()),
        Verb::Close { outcome, .. } => (EntryKind::Closed, outcome.as_str()),
        Verb::Reopen { text, .. } => (EntryKind::Reopened, text.as_str()),
    };
    Some(Bubble {
        kind: Some(kind),
        mine: true,
        from_school: false,
        who: words.common.me.to_owned(),
        text: text.to_owned(),
        at: item.saved_at,
        mark: Some(Mark::NeedsYou),
    })
}
