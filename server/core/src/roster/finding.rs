//! What an import has to say: findings with a level and a place, and the outcome they add up to.

use super::{code::Code, limits::VALUE_CHARS_MAX};
use serde::Serialize;
use std::fmt;

/// How bad a finding is. The order matters: the worst decides the outcome.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// Repaired or harmless; shown and kept in the import log.
    Warning,
    /// Cannot be right; nothing is applied before a second person approves, this row not even then.
    Hold,
    /// Damage; nothing can be applied.
    Error,
}

/// What may happen with an import.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    Accept,
    AcceptWarn,
    Hold,
    Reject,
}

impl Outcome {
    pub fn of(findings: &[Finding]) -> Outcome {
        match findings.iter().map(|finding| finding.level).max() {
            None => Outcome::Accept,
            Some(Level::Warning) => Outcome::AcceptWarn,
            Some(Level::Hold) => Outcome::Hold,
            Some(Level::Error) => Outcome::Reject,
        }
    }

    /// Whether one person may apply it.
    pub fn may_apply(self) -> bool {
        matches!(self, Outcome::Accept | Outcome::AcceptWarn)
    }
}

/// Where in the files: `row` counts records and the header is row 1.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Place {
    pub file: String,
    pub row: Option<u32>,
    pub column: Option<String>,
}

/// One thing to know, in the form of the roster pages; absent fields stay out of the JSON.
#[derive(Clone, PartialEq, Serialize)]
pub struct Finding {
    pub level: Level,
    pub code: Code,
    /// Absent for what concerns the archive or the roster as a whole.
    #[serde(flatten)]
    pub place: Option<Place>,
    /// The field as the file has it, shortened.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
    #[serde(flatten)]
    pub more: More,
}

/// What only some findings tell.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct More {
    /// Line of the file at which the record starts, where it is not the record's number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fields: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub wanted: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub other_row: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub means: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub count: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub share: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub matched: Option<usize>,
    /// How many rows are alike, where one finding stands for them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rows: Option<usize>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub students: Vec<String>,
    /// Ids of the rows that stay out even after approval.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub quarantine: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub member: Option<String>,
}

impl Finding {
    pub fn new(level: Level, code: Code) -> Finding {
        Finding {
            level,
            code,
            place: None,
            value: None,
            more: More::default(),
        }
    }

    pub fn warning(code: Code) -> Finding {
        Finding::new(Level::Warning, code)
    }

    pub fn hold(code: Code) -> Finding {
        Finding::new(Level::Hold, code)
    }

    pub fn error(code: Code) -> Finding {
        Finding::new(Level::Error, code)
    }

    pub fn in_file(self, file: &str) -> Finding {
        Finding {
            place: Some(Place {
                file: file.to_owned(),
                row: None,
                column: None,
            }),
            ..self
        }
    }

    pub fn at(self, file: &str, row: u32) -> Finding {
        Finding {
            place: Some(Place {
                file: file.to_owned(),
                row: Some(row),
                column: None,
            }),
            ..self
        }
    }

    pub fn column(mut self, column: &str) -> Finding {
        if let Some(place) = &mut self.place {
            place.column = Some(column.to_owned());
        }
        self
    }

    /// An empty field has no value to show.
    pub fn value(mut self, value: &str) -> Finding {
        self.value = (!value.is_empty()).then(|| value.chars().take(VALUE_CHARS_MAX).collect());
        self
    }

    pub fn quarantine(mut self, id: &str) -> Finding {
        self.more.quarantine.push(id.to_owned());
        self
    }

    pub fn fields(mut self, fields: usize, wanted: usize) -> Finding {
        (self.more.fields, self.more.wanted) = (Some(fields), Some(wanted));
        self
    }

    pub fn other_row(mut self, row: u32) -> Finding {
        self.more.other_row = Some(row);
        self
    }

    pub fn means(mut self, means: impl Into<String>) -> Finding {
        self.more.means = Some(means.into());
        self
    }

    pub fn member(mut self, name: &str) -> Finding {
        self.more.member = Some(name.to_owned());
        self
    }

    pub fn count(mut self, count: usize) -> Finding {
        self.more.count = Some(count);
        self
    }

    pub fn share(mut self, share: f64) -> Finding {
        self.more.share = Some(share);
        self
    }
}

/// Values are names and numbers of people, so they stay out of logs.
impl fmt::Debug for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?} {}", self.level, self.code)?;
        let Some(place) = &self.place else { return Ok(()) };
        write!(f, " {}:{:?}:{:?}", place.file, place.row, place.column)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_has_the_form_of_the_roster_pages() {
        let finding = Finding::hold(Code::RefMissing)
            .at("enrollments.csv", 7)
            .column("classSourcedId")
            .value("k9")
            .quarantine("e6");
        let wanted = serde_json::json!({
            "level": "hold", "code": "ref.missing", "file": "enrollments.csv", "row": 7,
            "column": "classSourcedId", "value": "k9", "quarantine": ["e6"],
        });
        assert_eq!(serde_json::to_value(finding).expect("json"), wanted);
        let member = Finding::error(Code::ZipPath).member("../x");
        let wanted = serde_json::json!({"level": "error", "code": "zip.path", "member": "../x"});
        assert_eq!(serde_json::to_value(member).expect("json"), wanted);
        let whole =
            serde_json::to_value(Finding::warning(Code::EncodingGbk).in_file("users.csv")).expect("json");
        let wanted = serde_json::json!({
            "level": "warning", "code": "encoding.gbk", "file": "users.csv", "row": null, "column": null,
        });
        assert_eq!(whole, wanted);
    }

    #[test]
    fn the_worst_finding_decides() {
        let all = [
            Finding::warning(Code::RowBlank),
            Finding::hold(Code::NameEmpty),
            Finding::error(Code::RowWidth),
        ];
        for (some, outcome) in [
            (&all[..0], Outcome::Accept),
            (&all[..1], Outcome::AcceptWarn),
            (&all[..2], Outcome::Hold),
            (&all[..3], Outcome::Reject),
        ] {
            assert_eq!(Outcome::of(some), outcome);
        }
    }

    #[test]
    fn no_value_reaches_debug() {
        let finding = Finding::warning(Code::NameOneField)
            .at("users.csv", 7)
            .value("张欣怡");
        assert!(!format!("{finding:?}").contains("张欣怡"));
    }
}
