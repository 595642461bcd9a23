//! Which ids a bundle has, and what becomes of a row that refers to one that it has not.

use super::super::{
    bundle::{Bundle, Row},
    code::Code,
    finding::Finding,
    notes::Notes,
    record::{RecordKey, RecordKind},
    spec::File,
};
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

/// Ids of a bundle by kind: present, or present and waiting.
pub(super) struct Ids {
    present: BTreeMap<RecordKind, HashSet<String>>,
    waiting: BTreeSet<RecordKey>,
    /// Small letters to the one id written so; made when the first id is not found.
    folded: BTreeMap<RecordKind, HashMap<String, Option<String>>>,
}

#[derive(Debug, PartialEq, Eq)]
pub(super) enum Found {
    Present,
    Waiting,
    /// Written in another case; this is the id.
    Otherwise(String),
    Missing,
}

/// What a dangling or waiting reference does to its row.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Weight {
    /// The row makes no sense without it.
    Row,
    /// Only the reference is dropped.
    Alone,
    /// Dangling, it is dropped; but if the other waits, the row waits, too.
    Hangs,
}

pub(super) struct Reference<'a> {
    column: &'static str,
    kind: RecordKind,
    id: &'a mut String,
    weight: Weight,
}

impl<'a> Reference<'a> {
    pub fn row(column: &'static str, kind: RecordKind, id: &'a mut String) -> Reference<'a> {
        Reference {
            column,
            kind,
            id,
            weight: Weight::Row,
        }
    }

    pub fn alone(column: &'static str, kind: RecordKind, id: &'a mut String) -> Reference<'a> {
        Reference {
            column,
            kind,
            id,
            weight: Weight::Alone,
        }
    }

    pub fn hangs(column: &'static str, kind: RecordKind, id: &'a mut String) -> Reference<'a> {
        Reference {
            column,
            kind,
            id,
            weight: Weight::Hangs,
        }
    }
}

impl Ids {
    pub fn new(bundle: &Bundle) -> Ids {
        fn of<T>(rows: &[Row<T>]) -> HashSet<String> {
            rows.iter().map(|row| row.id.clone()).collect()
        }
        let present = [
            (RecordKind::Org, of(&bundle.orgs)),
            (RecordKind::Term, of(&bundle.terms)),
            (RecordKind::Course, of(&bundle.courses)),
            (RecordKind::Class, of(&bundle.classes)),
            (RecordKind::Person, of(&bundle.users)),
        ];
        Ids {
            present: present.into(),
            waiting: bundle.waiting.clone(),
            folded: BTreeMap::new(),
        }
    }

    pub fn find(&mut self, kind: RecordKind, id: &str) -> Found {
        if self.present.get(&kind).is_some_and(|ids| ids.contains(id)) {
            return Found::Present;
        }
        if self.waits(kind, id) {
            return Found::Waiting;
        }
        let folded = self
            .folded
            .entry(kind)
            .or_insert_with(|| fold(self.present.get(&kind)));
        match folded.get(&id.to_lowercase()) {
            Some(Some(other)) => Found::Otherwise(other.clone()),
            _ => Found::Missing,
        }
    }

    pub fn waits(&self, kind: RecordKind, id: &str) -> bool {
        !self.waiting.is_empty() && self.waiting.contains(&RecordKey::new(kind, id))
    }

    /// From now on this row waits.
    pub fn wait(&mut self, kind: RecordKind, id: &str) {
        if let Some(present) = self.present.get_mut(&kind) {
            present.remove(id);
            self.folded.remove(&kind);
        }
        self.waiting.insert(RecordKey::new(kind, id));
    }

    pub fn into_waiting(self) -> BTreeSet<RecordKey> {
        self.waiting
    }

    /// Drops rows whose references cannot be kept, and says so for those that dangle.
    pub fn settle<T>(
        &mut self,
        file: File,
        rows: &mut Vec<Row<T>>,
        notes: &mut Notes,
        references: impl Fn(&mut Row<T>) -> Vec<Reference<'_>>,
    ) {
        rows.retain_mut(|row| {
            let (number, id) = (row.row, row.id.clone());
            let mut keeps = true;
            for reference in references(row) {
                keeps &= self.settle_one(file, number, &id, reference, notes);
            }
            if !keeps {
                self.wait(file.kind(), &id);
            }
            keeps
        });
    }

    fn settle_one(
        &mut self,
        file: File,
        row: u32,
        id: &str,
        reference: Reference<'_>,
        notes: &mut Notes,
    ) -> bool {
        let Reference {
            column,
            kind,
            id: target,
            weight,
        } = reference;
        if target.is_empty() {
            return true;
        }
        let finding = |finding: Finding| finding.at(file.name(), row).column(column).value(target);
        match self.find(kind, target) {
            Found::Present => true,
            Found::Waiting => weight == Weight::Alone,
            Found::Otherwise(other) => {
                notes.push(finding(Finding::warning(Code::RefCase)).means(other.clone()));
                *target = other;
                true
            }
            Found::Missing if weight == Weight::Row => {
                notes.push(finding(Finding::hold(Code::RefMissing)).quarantine(id));
                false
            }
            Found::Missing => {
                notes.push(finding(Finding::hold(Code::RefMissing)));
                target.clear();
                true
            }
        }
    }
}

/// Two ids that differ only in case are two ids; then nothing is repaired.
fn fold(ids: Option<&HashSet<String>>) -> HashMap<String, Option<String>> {
    let mut folded: HashMap<String, Option<String>> = HashMap::new();
    for id in ids.into_iter().flatten() {
        folded
            .entry(id.to_lowercase())
            .and_modify(|known| *known = None)
            .or_insert_with(|| Some(id.clone()));
    }
    folded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_found_exactly_or_by_case_if_that_is_clear() {
        let person = |id: &str| id.to_owned();
        let present = BTreeMap::from([(
            RecordKind::Person,
            HashSet::from(["P1", "a", "A", "w"].map(person)),
        )]);
        let mut ids = Ids {
            present,
            waiting: BTreeSet::new(),
            folded: BTreeMap::new(),
        };
        ids.wait(RecordKind::Person, "w");
        for (id, wanted) in [
            ("P1", Found::Present),
            ("a", Found::Present),
            ("p1", Found::Otherwise(person("P1"))),
            ("w", Found::Waiting),
            ("W", Found::Missing),
            ("x", Found::Missing),
        ] {
            assert_eq!(ids.find(RecordKind::Person, id), wanted, "{id}");
        }
        assert_eq!(ids.find(RecordKind::Org, "P1"), Found::Missing);
    }
}
