//! Scopes: sets of rows that the same people may see; the unit of pulling and of revoking.

use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};
use uuid::Uuid;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ScopeKind {
    /// One person's own account: who they are, their children and classes, threads they take part in
    /// without seeing the rest of the child's.
    Person,
    /// What every guardian with `read`, and the class teacher, may see of one child.
    ChildFamily,
    /// What the staff who teach the child may see.
    ChildStaff,
    ClassFamily,
    ClassStaff,
    SchoolFamily,
    SchoolStaff,
}

const WORDS: [(ScopeKind, &str); 7] = [
    (ScopeKind::Person, "person"),
    (ScopeKind::ChildFamily, "child/family"),
    (ScopeKind::ChildStaff, "child/staff"),
    (ScopeKind::ClassFamily, "class/family"),
    (ScopeKind::ClassStaff, "class/staff"),
    (ScopeKind::SchoolFamily, "school/family"),
    (ScopeKind::SchoolStaff, "school/staff"),
];

/// Written `child/family:018f…`; that text is its form on the wire and at rest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Scope {
    pub kind: ScopeKind,
    pub id: Uuid,
}

impl Scope {
    pub fn new(kind: ScopeKind, id: Uuid) -> Scope {
        Scope { kind, id }
    }
}

impl fmt::Display for Scope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let word = WORDS
            .iter()
            .find(|(kind, _)| *kind == self.kind)
            .map_or("", |(_, word)| word);
        write!(f, "{word}:{}", self.id)
    }
}

impl FromStr for Scope {
    type Err = String;
    fn from_str(text: &str) -> Result<Scope, String> {
        let unknown = || format!("not a scope: {text}");
        let (word, id) = text.split_once(':').ok_or_else(unknown)?;
        let (kind, _) = WORDS
            .iter()
            .find(|(_, known)| *known == word)
            .ok_or_else(unknown)?;
        Ok(Scope {
            kind: *kind,
            id: Uuid::parse_str(id).map_err(|_| unknown())?,
        })
    }
}

impl From<Scope> for String {
    fn from(scope: Scope) -> String {
        scope.to_string()
    }
}

impl TryFrom<String> for Scope {
    type Error = String;
    fn try_from(text: String) -> Result<Scope, String> {
        text.parse()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_scope_comes_back_from_its_text() {
        for (kind, word) in WORDS {
            let scope = Scope::new(kind, Uuid::from_u128(7));
            assert_eq!(scope.to_string(), format!("{word}:{}", Uuid::from_u128(7)));
            assert_eq!(scope.to_string().parse(), Ok(scope));
        }
        assert!(
            "child/secret:00000000-0000-0000-0000-000000000007"
                .parse::<Scope>()
                .is_err()
        );
        assert!("person".parse::<Scope>().is_err());
    }
}
