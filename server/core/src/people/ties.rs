//! What a roster's enrolments and guardianships mean: who is in which class, who teaches it, whose guardian
//! somebody is. A record that changed first takes back what it had said.

use super::{
    import::Import,
    tx::{Enrolment, Guardianship, Teaching},
};
use crate::{
    roster::{
        ClassKind, Enrolment as EnrolmentRecord, EnrolmentRole, Guardianship as GuardianshipRecord,
        RecordBody, RecordKind,
    },
    tx::{Stored, Tx},
};
use domain::{ChildId, ClassId, Day, PersonId, Rights, SchoolId};

/// Before every day that a school can name.
const ALWAYS: Day = Day(i32::MIN);

enum Tie {
    Pupil(Enrolment),
    Teacher(Teaching),
}

impl Import {
    pub(super) async fn enrolment(&mut self, tx: &mut dyn Tx, enrolment: &EnrolmentRecord) -> Stored<()> {
        for tie in self.ties(tx, enrolment).await? {
            match tie {
                Tie::Pupil(tie) => {
                    self.placed.insert(tie.child, tie.class);
                    tx.set_enrolment(&tie).await?;
                }
                Tie::Teacher(tie) => tx.set_teaching(&tie).await?,
            }
        }
        Ok(())
    }

    /// Takes back the ties that a record made before it changed: a class teacher who is replaced, a pupil whose
    /// row now names another class.
    pub(super) async fn retract(&mut self, tx: &mut dyn Tx, before: &RecordBody) -> Stored<()> {
        let RecordBody::Enrolment(enrolment) = before else {
            return Ok(());
        };
        for tie in self.ties(tx, enrolment).await? {
            match tie {
                Tie::Pupil(tie) => tx.drop_enrolment(&tie).await?,
                Tie::Teacher(tie) => {
                    self.leaving.insert(tie.person);
                    tx.drop_teaching(&tie).await?;
                }
            }
        }
        Ok(())
    }

    /// What an enrolment says, and whom that concerns.
    async fn ties(&mut self, tx: &mut dyn Tx, enrolment: &EnrolmentRecord) -> Stored<Vec<Tie>> {
        let Some(person) = self.find_one(tx, RecordKind::Person, &enrolment.person).await? else {
            return Ok(Vec::new());
        };
        let Some((class, home)) = self.class_of(tx, &enrolment.class).await? else {
            return Ok(Vec::new());
        };
        let is_home = class.kind == ClassKind::Home;
        let home = if is_home {
            Some(enrolment.class.clone())
        } else {
            home
        };
        let Some(home) = home else { return Ok(Vec::new()) };
        let home = self.find_one(tx, RecordKind::Class, &home).await?.map(ClassId);
        let school = self
            .find_one(tx, RecordKind::Org, &class.school)
            .await?
            .map(SchoolId);
        let (Some(home), Some(school)) = (home, school) else {
            return Ok(Vec::new());
        };
        let (from, to) = (enrolment.begin, enrolment.end);
        self.classes.insert(home);
        if enrolment.role == EnrolmentRole::Student {
            // A pupil's subject groups are edges of the roster, not scopes of ours.
            let (child, seat) = (ChildId(person), enrolment.seat.unwrap_or(0));
            self.children.insert(child);
            let tie = Tie::Pupil(Enrolment {
                child,
                class: home,
                seat,
                from,
                to,
            });
            return Ok(Some(tie).filter(|_| is_home).into_iter().collect());
        }
        let class_teacher = is_home && enrolment.primary;
        let subjects = match class.kind {
            ClassKind::Group => vec![class.subject],
            ClassKind::Home if enrolment.subjects.is_empty() => vec![String::new()],
            ClassKind::Home => enrolment.subjects.clone(),
        };
        let person = PersonId(person);
        let tie = |subject| {
            Tie::Teacher(Teaching {
                person,
                class: home,
                school,
                class_teacher,
                subject,
                from,
                to,
            })
        };
        Ok(subjects.into_iter().map(tie).collect())
    }

    /// A child is in one home class at a time: an earlier one ends the day before a later one begins. Where both
    /// begin on the same day the one that this import named stays; its missing row is only a question, but two
    /// class teachers would be one too many to read a family's notes.
    pub(super) async fn one_home_class(&mut self, tx: &mut dyn Tx) -> Stored<()> {
        for (child, placed) in self.placed.clone() {
            let mut homes = tx.enrolments_of(child).await?;
            homes.sort_by_key(|tie| (tie.from.unwrap_or(ALWAYS), tie.class == placed));
            for pair in homes.windows(2) {
                let (Some(earlier), Some(later)) = (pair.first(), pair.last()) else {
                    continue;
                };
                let begins = later.from.unwrap_or(ALWAYS);
                if earlier.class == later.class || earlier.to.is_some_and(|to| to < begins) {
                    continue;
                }
                self.classes.insert(earlier.class);
                tx.drop_enrolment(earlier).await?;
                if earlier.from.unwrap_or(ALWAYS) < begins {
                    let to = Some(begins.plus_days(-1));
                    tx.set_enrolment(&Enrolment {
                        to,
                        ..earlier.clone()
                    })
                    .await?;
                }
            }
        }
        Ok(())
    }

    /// A new edge gets what the roster says. An edge that is there is never widened: what an administrator ended
    /// or narrowed stays so; but a right that the roster takes away is taken away.
    pub(super) async fn guardianship(
        &mut self,
        tx: &mut dyn Tx,
        edge: &GuardianshipRecord,
        before: Option<&GuardianshipRecord>,
    ) -> Stored<()> {
        let child = self.find_one(tx, RecordKind::Person, &edge.child).await?;
        let person = self.find_one(tx, RecordKind::Person, &edge.guardian).await?;
        let (Some(child), Some(person)) = (child, person) else {
            return Ok(());
        };
        let (child, person) = (ChildId(child), PersonId(person));
        self.children.insert(child);
        let (relation, legal, order) = (edge.relation.clone(), edge.legal, edge.order);
        let known = tx.guardianship(person, child).await?;
        let edge = match known {
            Some(known) => {
                let lost = |right| before.is_some_and(|old| old.rights.has(right)) && !edge.rights.has(right);
                let rights = Rights::new(known.rights.iter().filter(|right| !lost(*right)));
                Guardianship {
                    relation,
                    legal,
                    order,
                    rights,
                    ..known
                }
            }
            None => {
                let rights = edge.rights.clone();
                Guardianship {
                    child,
                    person,
                    relation,
                    legal,
                    rights,
                    order,
                    from: None,
                    to: None,
                }
            }
        };
        tx.set_guardianship(&edge).await
    }
}
