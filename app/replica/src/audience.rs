//! What this phone knows of an address: enough for a preview without network; the office decides.

use domain::{
    ClassId, Day, PersonId, Row,
    notices::{Address, Audience, Level, Notice, audience_on_phone},
    people::{ClassSize, Me},
};
use std::collections::BTreeMap;

/// `all` gives every row of a kind that is held or previewed here.
pub fn audience(address: &Address, person: PersonId, all: &dyn Fn(&str) -> Vec<Row>) -> Audience {
    let me = all("me").into_iter().find_map(|row| match row {
        Row::Me(me) if me.person == person => Some(me),
        _ => None,
    });
    let me = me.unwrap_or(Me {
        person,
        name: String::new(),
        memberships: Vec::new(),
    });
    let sizes: Vec<ClassSize> = pick(all("class_size"), |row| match row {
        Row::ClassSize(size) => Some(size),
        _ => None,
    });
    let notices: Vec<Notice> = pick(all("notice"), |row| match row {
        Row::Notice(notice) if notice.counts_for_the_day() => Some(notice),
        _ => None,
    });
    let per_day = |class: ClassId| {
        let mut days: BTreeMap<Day, u32> = BTreeMap::new();
        for notice in notices
            .iter()
            .filter(|notice| notice.address.includes(address.school, class))
        {
            *days.entry(notice.visible_from.day()).or_default() += 1;
        }
        days
    };
    let names = pick(all("class"), |row| match row {
        Row::Class(card) if address.level == Level::School || address.classes.contains(&card.id) => {
            Some(card)
        }
        _ => None,
    });
    let names = names
        .into_iter()
        .flat_map(|card| card.pupils)
        .map(|pupil| pupil.name)
        .collect();
    audience_on_phone(address, &me, &sizes.iter().collect::<Vec<_>>(), per_day, names)
}

fn pick<T>(rows: Vec<Row>, one: impl Fn(Row) -> Option<T>) -> Vec<T> {
    rows.into_iter().filter_map(one).collect()
}
