//! Which rights a guardian has when an edge is first told: by relation, never by guess
//! (product/families-and-admin.md 3).

use super::super::record::PersonRole;
use domain::{Right, Rights};

/// How an adult stands to a child, as far as rights go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Standing {
    Parent,
    Grandparent,
    /// 委托照护 and others.
    Other,
    Unknown,
}

const PARENTS: [&str; 6] = ["父亲", "母亲", "爸爸", "妈妈", "养父", "养母"];
const GRANDPARENTS: [&str; 12] = [
    "祖父",
    "祖母",
    "外祖父",
    "外祖母",
    "爷爷",
    "奶奶",
    "姥爷",
    "姥姥",
    "外公",
    "外婆",
    "祖父母",
    "外祖父母",
];

/// Whether somebody is a legal guardian: as told, else parents only (Civil Code 27).
pub(super) fn is_legal(relation: &str, role: PersonRole, told: Option<bool>) -> bool {
    told.unwrap_or(standing(relation, role) == Standing::Parent)
}

/// Legal guardians have all rights, whoever they are: for eight children of the demo school they are
/// grandparents, and without this nobody could sign for them. A parent told not to be a legal guardian
/// gets nothing until the school says what holds.
pub(super) fn default_rights(relation: &str, role: PersonRole, legal_told: Option<bool>) -> Rights {
    match (standing(relation, role), legal_told) {
        (_, Some(true)) | (Standing::Parent, None) => Rights::all(),
        (Standing::Parent, Some(false)) => Rights::default(),
        (Standing::Grandparent, _) => Rights::new([Right::Read, Right::Pickup]),
        (Standing::Other, _) => Rights::new([Right::Read, Right::Pickup, Right::Emergency]),
        (Standing::Unknown, _) => Rights::new([Right::Read]),
    }
}

/// The relation belongs to the edge and decides; without one the role of the person does.
fn standing(relation: &str, role: PersonRole) -> Standing {
    if PARENTS.contains(&relation) {
        return Standing::Parent;
    }
    if GRANDPARENTS.contains(&relation) {
        return Standing::Grandparent;
    }
    match (relation, role) {
        ("", PersonRole::Parent) => Standing::Parent,
        ("", PersonRole::Relative) => Standing::Grandparent,
        ("", PersonRole::Guardian) => Standing::Other,
        ("", _) => Standing::Unknown,
        _ => Standing::Other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rights_follow_relation_role_and_what_was_told() {
        let read_pickup = || Rights::new([Right::Read, Right::Pickup]);
        let care = || Rights::new([Right::Read, Right::Pickup, Right::Emergency]);
        for (relation, role, told, rights, legal) in [
            ("母亲", PersonRole::Parent, Some(true), Rights::all(), true),
            ("母亲", PersonRole::Teacher, Some(true), Rights::all(), true),
            ("父亲", PersonRole::Parent, Some(false), Rights::default(), false),
            ("", PersonRole::Parent, None, Rights::all(), true),
            ("继父", PersonRole::Parent, None, care(), false),
            ("祖父", PersonRole::Relative, Some(false), read_pickup(), false),
            ("祖父", PersonRole::Relative, Some(true), Rights::all(), true),
            ("", PersonRole::Relative, None, read_pickup(), false),
            ("姑姑", PersonRole::Guardian, None, care(), false),
            ("", PersonRole::Guardian, None, care(), false),
            ("", PersonRole::Teacher, None, Rights::new([Right::Read]), false),
        ] {
            assert_eq!(
                default_rights(relation, role, told),
                rights,
                "{relation} {role:?} {told:?}"
            );
            assert_eq!(
                is_legal(relation, role, told),
                legal,
                "{relation} {role:?} {told:?}"
            );
        }
    }
}
