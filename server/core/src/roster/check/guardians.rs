//! Guardianship edges out of the lists on both ends: direction follows the roles, not the row that holds
//! the list, and nobody becomes a guardian by repair.

use super::{
    super::{
        bundle::{Row, User},
        code::Code,
        finding::Finding,
        limits::GUARDIANS_MAX,
        notes::Notes,
        record::{Guardianship, PersonRole, Record, RecordBody, RecordKey, RecordKind},
        spec::File,
    },
    references::{Found, Ids},
    rights::{default_rights, is_legal},
};
use std::collections::{BTreeMap, HashMap};

const COLUMN: &str = "agentSourcedIds";

pub(super) struct Edges {
    pub records: Vec<(Record, u32)>,
    /// Edges that the files tell but that wait for one of their ends.
    pub waiting: Vec<RecordKey>,
}

/// What one row says of one edge.
struct Told {
    row: u32,
    /// Place in the pupil's list, from 1; 0 where only the adult's row tells it.
    order: u16,
    relation: String,
    legal: Option<bool>,
}

type Pair = (String, String);

pub(super) fn edges(users: &[Row<User>], ids: &mut Ids, notes: &mut Notes) -> Edges {
    let by_id: HashMap<&str, &Row<User>> = users.iter().map(|user| (user.id.as_str(), user)).collect();
    let mut gathering = Gathering {
        by_id: &by_id,
        ids,
        notes,
        told: BTreeMap::new(),
        waiting: Vec::new(),
    };
    for user in users {
        gathering.read(user);
    }
    gathering.warn_of_contradictions();
    let Gathering {
        told,
        mut waiting,
        notes,
        ..
    } = gathering;
    let records = ordered(told, &by_id, &mut waiting, notes);
    Edges { records, waiting }
}

struct Gathering<'a> {
    by_id: &'a HashMap<&'a str, &'a Row<User>>,
    ids: &'a mut Ids,
    notes: &'a mut Notes,
    told: BTreeMap<Pair, Told>,
    waiting: Vec<RecordKey>,
}

impl Gathering<'_> {
    fn read(&mut self, user: &Row<User>) {
        let body = &user.body;
        let in_step = |list: &[String]| list.len() == body.agents.len();
        for (column, list) in [
            ("metadata.agentRelations", &body.relations),
            ("metadata.agentLegal", &body.legal),
        ] {
            if !list.is_empty() && !in_step(list) {
                let at = Finding::warning(Code::AgentRelationsWidth)
                    .at(File::Users.name(), user.row)
                    .column(column);
                self.notes.push(at.fields(list.len(), body.agents.len()));
            }
        }
        for (index, agent) in body.agents.iter().enumerate() {
            let word = |list: &[String]| {
                list.get(index)
                    .filter(|_| in_step(list))
                    .cloned()
                    .unwrap_or_default()
            };
            let is_child = body.person.role == PersonRole::Student;
            let told = Told {
                row: user.row,
                order: if is_child {
                    u16::try_from(index + 1).unwrap_or(u16::MAX)
                } else {
                    0
                },
                relation: if is_child {
                    word(&body.relations)
                } else {
                    String::new()
                },
                legal: if is_child { legal(&word(&body.legal)) } else { None },
            };
            self.edge(user, agent, told);
        }
    }

    fn edge(&mut self, user: &Row<User>, agent: &str, told: Told) {
        let is_child = user.body.person.role == PersonRole::Student;
        let pair = |other: &str| match is_child {
            true => (user.id.clone(), other.to_owned()),
            false => (other.to_owned(), user.id.clone()),
        };
        let at = |finding: Finding| {
            finding
                .at(File::Users.name(), user.row)
                .column(COLUMN)
                .value(agent)
        };
        let other = match self.ids.find(RecordKind::Person, agent) {
            Found::Present => agent.to_owned(),
            Found::Otherwise(other) => {
                self.notes
                    .push(at(Finding::warning(Code::RefCase)).means(other.clone()));
                other
            }
            found => {
                if found == Found::Missing {
                    self.notes.push(at(Finding::hold(Code::RefMissing)));
                }
                let (child, guardian) = pair(agent);
                return self.waiting.push(RecordKey::guardianship(&child, &guardian));
            }
        };
        let other_role = self.by_id.get(other.as_str()).map(|other| other.body.person.role);
        if (other_role == Some(PersonRole::Student)) == is_child {
            return self.notes.push(at(Finding::hold(Code::AgentWrongRole)));
        }
        // The pupil's row knows order and relation; the adult's row only confirms.
        let known = self.told.entry(pair(&other));
        match known {
            std::collections::btree_map::Entry::Vacant(vacant) => {
                vacant.insert(told);
            }
            std::collections::btree_map::Entry::Occupied(mut known) if is_child => {
                known.insert(told);
            }
            std::collections::btree_map::Entry::Occupied(_) => {}
        }
    }

    /// An edge told by one end while the other end has a list without it: two exports of different age,
    /// perhaps; a person should look.
    fn warn_of_contradictions(&mut self) {
        for ((child, guardian), told) in &self.told {
            let (Some(child), Some(guardian)) =
                (self.by_id.get(child.as_str()), self.by_id.get(guardian.as_str()))
            else {
                continue;
            };
            let lacks = |one: &Row<User>, other: &Row<User>| {
                !one.body.agents.is_empty()
                    && !one
                        .body
                        .agents
                        .iter()
                        .any(|id| id.eq_ignore_ascii_case(&other.id))
            };
            let teller = match (lacks(child, guardian), lacks(guardian, child)) {
                (true, _) => guardian,
                (_, true) => child,
                _ => continue,
            };
            let at = Finding::warning(Code::AgentOneSided)
                .at(File::Users.name(), told.row)
                .column(COLUMN);
            self.notes.push(at.value(&teller.id));
        }
    }
}

fn legal(word: &str) -> Option<bool> {
    match word.to_lowercase().as_str() {
        "1" | "true" | "是" | "yes" => Some(true),
        "0" | "false" | "否" | "no" => Some(false),
        _ => None,
    }
}

/// Numbers the guardians of each child: the pupil's list first, then those who only named the child.
fn ordered(
    told: BTreeMap<Pair, Told>,
    by_id: &HashMap<&str, &Row<User>>,
    waiting: &mut Vec<RecordKey>,
    notes: &mut Notes,
) -> Vec<(Record, u32)> {
    let mut records = Vec::with_capacity(told.len());
    let mut edges: Vec<(Pair, Told)> = told.into_iter().collect();
    edges.sort_by(|((a, _), x), ((b, _), y)| {
        (a, x.order == 0, x.order, x.row).cmp(&(b, y.order == 0, y.order, y.row))
    });
    for family in edges.chunk_by(|((a, _), _), ((b, _), _)| a == b) {
        warn_of_too_many(family, by_id, notes);
        for (order, ((child, guardian), told)) in (1..).zip(family) {
            let key = RecordKey::guardianship(child, guardian);
            let Some(adult) = by_id
                .get(guardian.as_str())
                .filter(|_| usize::from(order) <= GUARDIANS_MAX)
            else {
                waiting.push(key);
                continue;
            };
            let role = adult.body.person.role;
            let body = RecordBody::Guardianship(Guardianship {
                child: child.clone(),
                guardian: guardian.clone(),
                relation: told.relation.clone(),
                legal: is_legal(&told.relation, role, told.legal),
                order,
                rights: default_rights(&told.relation, role, told.legal),
            });
            records.push((
                Record {
                    key,
                    body,
                    left: false,
                },
                told.row,
            ));
        }
    }
    records
}

fn warn_of_too_many(family: &[(Pair, Told)], by_id: &HashMap<&str, &Row<User>>, notes: &mut Notes) {
    let Some(((child, _), _)) = family.get(GUARDIANS_MAX) else {
        return;
    };
    let row = by_id.get(child.as_str()).map_or(1, |child| child.row);
    let finding = Finding::hold(Code::AgentTooMany)
        .at(File::Users.name(), row)
        .column(COLUMN)
        .value(child);
    notes.push(finding.count(family.len()));
}
