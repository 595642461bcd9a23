//! Whether the fields of a record with a surplus field may have slid: a list that lost its quotation marks
//! pushes everything after it one column on, and the empty last column hides it.

use super::{
    table::Columns,
    values::{self, Value},
};
use csv::StringRecord;
use std::collections::HashMap;

/// Columns whose value may hold commas.
const LISTS: [&str; 6] = [
    "orgSourcedIds",
    "agentSourcedIds",
    "termSourcedIds",
    "grades",
    "subjects",
    "subjectCodes",
];

/// True unless every field is what its column holds and no list may have been split.
pub(super) fn may_have_slid(columns: &Columns, record: &StringRecord) -> bool {
    let field = |index: usize| record.get(index).map(str::trim).unwrap_or_default();
    let judged: HashMap<usize, Option<bool>> = columns
        .0
        .iter()
        .map(|(name, index)| (*index, fits(name, field(*index))))
        .collect();
    let wrong = judged.values().any(|fits| *fits == Some(false));
    // An item of a split list lands in the next field; if that field cannot tell, nobody can.
    let split = |index: usize| {
        let next = index + 1;
        !field(index).is_empty()
            && !field(next).is_empty()
            && judged.get(&next).copied().flatten() != Some(true)
    };
    wrong || LISTS.iter().filter_map(|list| columns.find(list)).any(split)
}

/// Whether a value can be what the column holds; `None` for columns that take any text.
fn fits(column: &str, value: &str) -> Option<bool> {
    let word =
        |words: &[&str]| Some(value.is_empty() || words.iter().any(|word| word.eq_ignore_ascii_case(value)));
    match column {
        "status" => word(&["active", "tobedeleted"]),
        "enabledUser" | "primary" => word(&["true", "false"]),
        "role" => word(&[
            "student",
            "teacher",
            "administrator",
            "aide",
            "proctor",
            "parent",
            "guardian",
            "relative",
        ]),
        "classType" => word(&["homeroom", "scheduled"]),
        "startDate" | "endDate" | "beginDate" | "birthDate" => {
            Some(value.is_empty() || !matches!(values::day(value), Value::Not(_)))
        }
        "grades" => Some(
            value
                .split(',')
                .map(str::trim)
                .all(|grade| grade.is_empty() || !matches!(values::grade(grade), Value::Not(_))),
        ),
        "password" => Some(value.is_empty()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn slid(fields: &[&str]) -> bool {
        let columns = Columns(vec![
            ("role", 0),
            ("agentSourcedIds", 1),
            ("grades", 2),
            ("password", 3),
        ]);
        may_have_slid(&columns, &StringRecord::from(fields.to_vec()))
    }

    #[test]
    fn a_split_list_is_seen_and_a_trailing_comma_is_not_one() {
        assert!(!slid(&["teacher", "", "", "", ""]));
        assert!(!slid(&["student", "g1,g2", "03", "", ""]));
        assert!(slid(&["student", "g1", "g2", "03", ""]));
        assert!(slid(&["parent", "p1", "p2", "", ""]));
        assert!(slid(&["s02", "", "", "", ""]));
    }

    #[test]
    fn a_list_before_free_text_cannot_be_told_and_counts_as_slid() {
        let columns = Columns(vec![("termSourcedIds", 0), ("subjects", 1)]);
        let slid = |fields: [&str; 3]| may_have_slid(&columns, &StringRecord::from(fields.to_vec()));
        assert!(slid(["t1a", "t1b", ""]));
        assert!(!slid(["t1a,t1b", "", ""]));
    }
}
