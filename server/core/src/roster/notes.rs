//! Collects findings while an import is read, and folds those that are alike, so that a list stays
//! short enough for a person.

use super::{
    code::Code,
    finding::{Finding, Level},
    limits::{FAULTS_ALIKE_MAX, WARNINGS_ALIKE_MAX},
    spec::File,
};
use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap};

/// What makes two findings alike: level, code, file and column.
type Likeness = (Level, Code, String, String);

#[derive(Clone, Default)]
pub(super) struct Notes {
    kept: Vec<(Likeness, Finding)>,
    counts: HashMap<Likeness, usize>,
    /// First line of each record, for files in which records and lines do not run in step.
    lines: BTreeMap<String, Vec<u32>>,
    worst: Option<Level>,
}

impl Notes {
    pub fn push(&mut self, finding: Finding) {
        self.worst = self.worst.max(Some(finding.level));
        let likeness = likeness(&finding);
        let count = self.counts.entry(likeness.clone()).or_default();
        *count += 1;
        if *count <= alike_max(finding.level) {
            self.kept.push((likeness, finding));
        }
    }

    pub fn extend(&mut self, findings: impl IntoIterator<Item = Finding>) {
        findings.into_iter().for_each(|finding| self.push(finding));
    }

    pub fn rejects(&self) -> bool {
        self.worst == Some(Level::Error)
    }

    pub fn has(&self, code: Code) -> bool {
        self.kept.iter().any(|(_, finding)| finding.code == code)
    }

    pub fn has_error(&self, code: Code) -> bool {
        self.kept
            .iter()
            .any(|(_, finding)| finding.code == code && finding.level == Level::Error)
    }

    /// Takes over what was noted apart.
    pub fn absorb(&mut self, other: Notes) {
        self.worst = self.worst.max(other.worst);
        self.kept.extend(other.kept);
        self.lines.extend(other.lines);
        for (likeness, count) in other.counts {
            *self.counts.entry(likeness).or_default() += count;
        }
    }

    pub fn keep_lines(&mut self, file: &str, lines: Vec<u32>) {
        self.lines.insert(file.to_owned(), lines);
    }

    /// The findings, worst first, then by file and row.
    pub fn finish(self) -> Vec<Finding> {
        let mut first_seen: HashMap<Likeness, ()> = HashMap::new();
        let mut findings = Vec::with_capacity(self.kept.len());
        for (likeness, mut finding) in self.kept {
            let count = self.counts.get(&likeness).copied().unwrap_or(1);
            let folded = count > alike_max(finding.level);
            let first = first_seen.insert(likeness, ()).is_none();
            if folded && first {
                finding.more.rows = Some(count);
            }
            if first || !folded || finding.level > Level::Warning {
                finding.more.line = line_of(&self.lines, &finding);
                findings.push(finding);
            }
        }
        tell_gbk_once(&mut findings);
        findings.sort_by_key(|finding| {
            let place = finding.place.as_ref();
            let file = place.map_or(0, |place| 1 + File::rank(&place.file));
            (Reverse(finding.level), file, place.and_then(|place| place.row))
        });
        findings
    }
}

/// An export is GBK as a whole; the file with the names is where a person should look.
fn tell_gbk_once(findings: &mut Vec<Finding>) {
    let is_gbk = |finding: &Finding| finding.code == Code::EncodingGbk;
    let in_users = |finding: &Finding| {
        finding
            .place
            .as_ref()
            .is_some_and(|place| place.file == File::Users.name())
    };
    let gbk: Vec<usize> = (0..findings.len())
        .filter(|at| findings.get(*at).is_some_and(is_gbk))
        .collect();
    let told = gbk
        .iter()
        .copied()
        .find(|at| findings.get(*at).is_some_and(in_users))
        .or(gbk.first().copied());
    let mut at = 0..;
    findings.retain(|finding| {
        let here = at.next();
        !is_gbk(finding) || here == told
    });
}

fn likeness(finding: &Finding) -> Likeness {
    let (file, column) = match &finding.place {
        Some(place) => (place.file.clone(), place.column.clone().unwrap_or_default()),
        None => Default::default(),
    };
    (finding.level, finding.code, file, column)
}

/// A repaired way of writing needs one example; a faulty row has to be found by its number.
fn alike_max(level: Level) -> usize {
    if level == Level::Warning {
        WARNINGS_ALIKE_MAX
    } else {
        FAULTS_ALIKE_MAX
    }
}

fn line_of(lines: &BTreeMap<String, Vec<u32>>, finding: &Finding) -> Option<u32> {
    let place = finding.place.as_ref()?;
    let row = place.row?;
    let line = *lines
        .get(&place.file)?
        .get(usize::try_from(row).ok()?.checked_sub(1)?)?;
    (line != row).then_some(line)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn phone(row: u32) -> Finding {
        Finding::warning(Code::PhoneForm)
            .at("users.csv", row)
            .column("phone")
            .value("1")
    }

    #[test]
    fn five_alike_are_listed_and_more_are_told_once_with_their_count() {
        let mut notes = Notes::default();
        notes.extend((2..7).map(phone));
        assert_eq!(notes.clone().finish().len(), 5);
        notes.extend((7..10).map(phone));
        let findings = notes.finish();
        assert_eq!(findings.len(), 1);
        assert_eq!(findings[0].more.rows, Some(8));
        assert_eq!(findings[0].place.as_ref().and_then(|place| place.row), Some(2));
    }

    #[test]
    fn faults_keep_their_rows_up_to_a_limit_and_come_first() {
        let mut notes = Notes::default();
        notes.push(phone(2));
        notes.extend((2..=201).map(|row| Finding::error(Code::RowWidth).at("users.csv", row)));
        let findings = notes.finish();
        assert_eq!(findings.len(), 101);
        assert_eq!(
            (findings[0].code, findings[0].more.rows),
            (Code::RowWidth, Some(200))
        );
        assert_eq!(findings[100].code, Code::PhoneForm);
    }

    #[test]
    fn a_record_after_a_quoted_line_break_tells_its_line() {
        let mut notes = Notes::default();
        notes.keep_lines("users.csv", vec![1, 2, 4]);
        notes.extend([phone(2), phone(3)]);
        let lines: Vec<_> = notes.finish().iter().map(|finding| finding.more.line).collect();
        assert_eq!(lines, [None, Some(4)]);
    }
}
