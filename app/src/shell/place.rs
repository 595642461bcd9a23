//! Every address of the signed-in app, as a value: read purely, so that a deep link opens offline.

use crate::{notes::topic_named, query};
use domain::{ChildId, NoteId, notes::Topic};

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    Today,
    Notes(Detail),
    Class,
    Outbox,
    Account,
}

/// What stands beside, or on a phone over, the list of notes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Detail {
    None,
    New(NewNote),
    Thread {
        note: NoteId,
        /// An item in "needs you" that is being mended.
        edit: Option<u64>,
    },
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NewNote {
    pub child: Option<ChildId>,
    pub topic: Option<Topic>,
    pub edit: Option<u64>,
}

impl Place {
    /// Whatever is not known leads to Today.
    pub fn of(path: &str, query: &str) -> Place {
        let mut parts = path.split('/').filter(|part| !part.is_empty());
        if parts.next() != Some("app") {
            return Place::Today;
        }
        let edit = query::value(query, "edit").and_then(|order| order.parse().ok());
        match (parts.next(), parts.next(), parts.next()) {
            (Some("notes"), None, None) => Place::Notes(Detail::None),
            (Some("notes"), Some("new"), None) => Place::Notes(Detail::New(NewNote {
                child: query::value(query, "child").and_then(|id| id.parse().ok()),
                topic: query::value(query, "topic").and_then(|name| topic_named(&name)),
                edit,
            })),
            (Some("notes"), Some(id), None) => match id.parse() {
                Ok(note) => Place::Notes(Detail::Thread { note, edit }),
                Err(_) => Place::Notes(Detail::None),
            },
            (Some("class"), None, None) => Place::Class,
            (Some("outbox"), None, None) => Place::Outbox,
            (Some("account"), None, None) => Place::Account,
            _ => Place::Today,
        }
    }
}

impl NewNote {
    pub fn path(&self) -> String {
        let child = self.child.map(|child| child.to_string()).unwrap_or_default();
        let edit = self.edit.map(|order| order.to_string()).unwrap_or_default();
        "/app/notes/new".to_owned() + &query::with(&[("child", &child), ("edit", &edit)])
    }
}

pub fn note_path(note: NoteId) -> String {
    "/app/notes/".to_owned() + &note.to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    const ID: &str = "018f0000-0000-7000-8000-000000000001";

    #[test]
    fn every_address_opens_and_the_unknown_opens_today() {
        for path in [
            "/",
            "/app",
            "/app/",
            "/app/today",
            "/app/else",
            "/app/today/x",
            "/sign-in",
        ] {
            assert_eq!(Place::of(path, ""), Place::Today, "{path}");
        }
        for (path, place) in [
            ("/app/notes", Place::Notes(Detail::None)),
            ("/app/notes/", Place::Notes(Detail::None)),
            ("/app/notes/nonsense", Place::Notes(Detail::None)),
            ("/app/class", Place::Class),
            ("/app/outbox", Place::Outbox),
            ("/app/account", Place::Account),
        ] {
            assert_eq!(Place::of(path, ""), place, "{path}");
        }
    }

    #[test]
    fn threads_and_new_notes_carry_what_they_are_about() {
        let id: uuid::Uuid = ID.parse().expect("an id");
        assert_eq!(
            Place::of(&note_path(NoteId(id)), "?edit=7"),
            Place::Notes(Detail::Thread {
                note: NoteId(id),
                edit: Some(7)
            })
        );
        let new = NewNote {
            child: Some(ChildId(id)),
            topic: None,
            edit: Some(3),
        };
        let path = new.path();
        let (path, query) = path.split_once('?').expect("a query");
        assert_eq!(Place::of(path, query), Place::Notes(Detail::New(new)));
        let Place::Notes(Detail::New(new)) = Place::of("/app/notes/new", "topic=health&child=x") else {
            panic!("not a new note");
        };
        assert_eq!((new.topic, new.child), (Some(Topic::Health), None));
    }
}
