//! Whom an address reaches and who may write to it, read from the roster of the day.

use crate::{
    notices::tx::Snapshot,
    people::{ClassRow, Enrolment},
    tx::{Stored, Tx},
};
use domain::{
    ChildId, ClassId, Instant, NoticeId, PersonId, Row, RowKey, SchoolId, Scope, ScopeKind,
    notices::{Address, Audience, Counts, Notice, may_address, name_of},
    people::{ChildCard, ClassSize, Role},
};
use protocol::WireRow;
use std::collections::{BTreeMap, BTreeSet};

pub async fn audience(
    tx: &mut dyn Tx,
    person: PersonId,
    address: &Address,
    now: Instant,
) -> Stored<Audience> {
    let today = now.day();
    let classes = classes(tx, address).await?;
    let teaching = tx.teaching_of(person, today).await?;
    let roles = tx.roles_of(person).await?;
    let mut own_grades = Vec::new();
    for tie in teaching.iter().filter(|tie| tie.school == address.school) {
        own_grades.extend(tx.class_row(tie.class).await?.map(|class| class.grade));
    }
    let has_role = |role| {
        roles
            .iter()
            .any(|row| row.role == role && row.school == Some(address.school))
    };
    let teaches = |class: ClassId| teaching.iter().any(|tie| tie.class == class);
    let grades: Vec<u8> = classes.iter().map(|class| class.grade).collect();
    if !may_address(address, &grades, &own_grades, teaches, has_role) {
        return Ok(Audience::default());
    }
    let is_admin = has_role(Role::SchoolAdmin);
    let mut sizes = Vec::with_capacity(classes.len());
    let mut busiest: BTreeMap<_, u32> = BTreeMap::new();
    let mut names = Vec::new();
    for class in &classes {
        for (day, count) in tx.notices_by_day(class.id, today).await? {
            let most = busiest.entry(day).or_default();
            *most = (*most).max(count);
        }
        // The size that devices preview with is the one that is published with.
        let card = tx.row(&RowKey::new("class_size", class.id.0)).await?;
        let card = card.and_then(|row| Row::decode("class_size", &row.body?));
        sizes.push(match card {
            Some(Row::ClassSize(size)) => size,
            _ => size(tx, class).await?,
        });
        // So are the names that the guard looks for.
        let list = tx.row(&RowKey::new("class", class.id.0)).await?;
        if let Some(Row::Class(list)) = list.and_then(|row| Row::decode("class", &row.body?)) {
            names.extend(list.pupils.into_iter().map(|pupil| pupil.name));
        }
    }
    let known: Vec<&ClassSize> = sizes.iter().collect();
    Ok(Audience {
        may: true,
        is_admin,
        to: name_of(address.level, &known),
        counts: sizes
            .iter()
            .fold(Counts::default(), |sum, size| sum.plus(&size.counts)),
        busiest,
        names,
    })
}

/// The classes of an address that exist in its school.
pub async fn classes(tx: &mut dyn Tx, address: &Address) -> Stored<Vec<ClassRow>> {
    let school = tx.classes_of_school(address.school).await?;
    Ok(school
        .into_iter()
        .filter(|class| address.includes(class.school, class.id))
        .collect())
}

/// The cards of a class's children, as devices have them.
pub async fn cards(tx: &mut dyn Tx, class: ClassId) -> Stored<Vec<ChildCard>> {
    let rows = tx
        .alive(Scope::new(ScopeKind::ClassStaff, class.0), "child")
        .await?;
    let read = |row: WireRow| match Row::decode("child", &row.body?) {
        Some(Row::Child(card)) => Some(card),
        _ => None,
    };
    Ok(rows.into_iter().filter_map(read).collect())
}

/// How many a notice to this class reaches, by its children's cards.
pub async fn size(tx: &mut dyn Tx, class: &ClassRow) -> Stored<ClassSize> {
    let mut counts = Counts::default();
    for card in cards(tx, class.id).await? {
        counts.children += 1;
        counts.guardians += u32::try_from(card.guardians.len()).unwrap_or(0);
        if !card.guardians.iter().any(|guardian| guardian.is_reachable()) {
            counts.unreachable += 1;
        }
    }
    Ok(ClassSize {
        id: class.id,
        school: class.school,
        name: class.name.clone(),
        grade: class.grade,
        school_name: school_name(tx, class.school).await?,
        counts,
    })
}

async fn school_name(tx: &mut dyn Tx, school: SchoolId) -> Stored<String> {
    Ok(tx.school_name(school).await?.unwrap_or_default())
}

/// Keeps whom a notice is for, class by class: those there when it is published, and those who came by its moment.
pub async fn snapshot(tx: &mut dyn Tx, notice: &Notice, now: Instant) -> Stored<()> {
    let before = tx.snapshots(notice.id).await?;
    for class in classes(tx, &notice.address).await? {
        let pupils = tx.pupils(class.id, now.day()).await?;
        let known = before.iter().filter(|known| known.class == class.id);
        let known = known.flat_map(|known| known.children.iter().copied());
        let children: BTreeSet<ChildId> = known.chain(pupils.into_iter().map(|pupil| pupil.child)).collect();
        let snapshot = Snapshot {
            notice: notice.id,
            class: class.id,
            day: notice.visible_from.day(),
            counts: notice.counts_for_the_day(),
            children: children.into_iter().collect(),
        };
        tx.set_snapshot(&snapshot).await?;
    }
    Ok(())
}

/// Whether a notice lies where this child's family sees it today.
pub async fn is_addressed(tx: &mut dyn Tx, notice: NoticeId, child: ChildId, now: Instant) -> Stored<bool> {
    let homes = tx.homes(&RowKey::new("notice", notice.0)).await?;
    if homes.contains(&Scope::new(ScopeKind::ChildFamily, child.0)) {
        return Ok(true);
    }
    let today = now.day();
    let begun = |tie: &Enrolment| tie.from.is_none_or(|from| from <= today);
    let holds = |tie: &Enrolment| begun(tie) && tie.to.is_none_or(|to| today <= to);
    for tie in tx.enrolments_of(child).await?.iter().filter(|tie| holds(tie)) {
        if homes.contains(&Scope::new(ScopeKind::ClassFamily, tie.class.0)) {
            return Ok(true);
        }
        let class = tx.class_row(tie.class).await?;
        let school = class.map(|class| Scope::new(ScopeKind::SchoolFamily, class.school.0));
        if school.is_some_and(|school| homes.contains(&school)) {
            return Ok(true);
        }
    }
    Ok(false)
}
