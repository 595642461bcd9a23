//! Every address of the signed-in app, as a value: read purely, so that a deep link opens offline.

use crate::{notes::topic_named, query};
use domain::{ChildId, NoteId, NoticeId, notes::Topic};

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    Today,
    Notes(Detail),
    Notices(NoticeDetail),
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
    /// The notice that it answers.
    pub about: Option<NoticeId>,
    pub edit: Option<u64>,
}

/// What stands beside, or on a phone over, the list of notices.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoticeDetail {
    None,
    New {
        edit: Option<u64>,
    },
    Notice {
        id: NoticeId,
        /// Whose answer comes first, in a family with several children.
        child: Option<ChildId>,
        edit: Option<u64>,
    },
    Register(NoticeId),
    Correct {
        id: NoticeId,
        edit: Option<u64>,
    },
    Slips(NoticeId),
}

impl Place {
    /// Whatever is not known leads to Today.
    pub fn of(path: &str, query: &str) -> Place {
        let mut parts = path.split('/').filter(|part| !part.is_empty());
        if parts.next() != Some("app") {
            return Place::Today;
        }
        let edit = query::value(query, "edit").and_then(|order| order.parse().ok());
        let child = query::value(query, "child").and_then(|id| id.parse().ok());
        match (parts.next(), parts.next(), parts.next()) {
            (Some("notes"), None, None) => Place::Notes(Detail::None),
            (Some("notes"), Some("new"), None) => Place::Notes(Detail::New(NewNote {
                child,
                topic: query::value(query, "topic").and_then(|name| topic_named(&name)),
                about: query::value(query, "about").and_then(|id| id.parse().ok()),
                edit,
            })),
            (Some("notes"), Some(id), None) => match id.parse() {
                Ok(note) => Place::Notes(Detail::Thread { note, edit }),
                Err(_) => Place::Notes(Detail::None),
            },
            (Some("notices"), None, None) => Place::Notices(NoticeDetail::None),
            (Some("notices"), Some("new"), None) => Place::Notices(NoticeDetail::New { edit }),
            (Some("notices"), Some(id), last) => Place::Notices(match (id.parse(), last) {
                (Ok(id), None) => NoticeDetail::Notice { id, child, edit },
                (Ok(id), Some("register")) => NoticeDetail::Register(id),
                (Ok(id), Some("correct")) => NoticeDetail::Correct { id, edit },
                (Ok(id), Some("slips")) => NoticeDetail::Slips(id),
                _ => NoticeDetail::None,
            }),
            (Some("class"), None, None) => Place::Class,
            (Some("outbox"), None, None) => Place::Outbox,
            (Some("account"), None, None) => Place::Account,
            _ => Place::Today,
        }
    }
}

impl NewNote {
    pub fn path(&self) -> String {
        let child = text(self.child);
        let about = text(self.about);
        let edit = text(self.edit);
        "/app/notes/new".to_owned() + &query::with(&[("child", &child), ("about", &about), ("edit", &edit)])
    }
}

fn text<T: ToString>(value: Option<T>) -> String {
    value.map(|value| value.to_string()).unwrap_or_default()
}

pub fn notice_path(notice: NoticeId, child: Option<ChildId>) -> String {
    "/app/notices/".to_owned() + &notice.to_string() + &query::with(&[("child", &text(child))])
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
            ("/app/notices", Place::Notices(NoticeDetail::None)),
            ("/app/notices/nonsense", Place::Notices(NoticeDetail::None)),
            (
                "/app/notices/nonsense/register",
                Place::Notices(NoticeDetail::None),
            ),
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
            about: Some(NoticeId(id)),
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

    #[test]
    fn notices_open_for_reading_writing_and_counting() {
        let id = NoticeId(ID.parse().expect("an id"));
        let child = ChildId(id.0);
        let read = |child, edit| NoticeDetail::Notice { id, child, edit };
        for (path, query, detail) in [
            ("", "", read(None, None)),
            ("", "child=x&edit=2", read(None, Some(2))),
            ("/register", "", NoticeDetail::Register(id)),
            ("/correct", "edit=4", NoticeDetail::Correct { id, edit: Some(4) }),
            ("/slips", "", NoticeDetail::Slips(id)),
            ("/else", "", NoticeDetail::None),
        ] {
            let path = notice_path(id, None) + path;
            assert_eq!(Place::of(&path, query), Place::Notices(detail), "{path}?{query}");
        }
        let path = notice_path(id, Some(child));
        let (path, query) = path.split_once('?').expect("a query");
        assert_eq!(Place::of(path, query), Place::Notices(read(Some(child), None)));
        let new = NoticeDetail::New { edit: Some(9) };
        assert_eq!(Place::of("/app/notices/new", "edit=9"), Place::Notices(new));
    }
}
