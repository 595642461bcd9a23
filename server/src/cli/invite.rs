//! `jiaqiao invite-admin`.

use super::{
    readers::Reader,
    slips::{make, write},
    store::Place,
};
use crate::ids::MachineIds;
use anyhow::{Context, Result, ensure};
use clap::{Args, ValueEnum};
use domain::{PersonId, SchoolId, people::Role};
use office::{
    Ids,
    people::{PersonRow, RoleRow, refresh_person},
    roster::{RecordKey, RecordKind},
};
use std::{path::PathBuf, process::ExitCode};

/// Make an administrator and print the slip that lets them in.
///
/// For the first administrator of a new server, or for somebody who is in no roster. Administrators of the
/// roster get theirs with `slips --staff`.
#[derive(Args)]
pub struct InviteAdmin {
    /// Name, as people read it
    #[arg(long, env = "JIAQIAO_NAME")]
    name: String,
    /// What they look after
    #[arg(long, env = "JIAQIAO_ROLE", value_enum, default_value_t = Office::SchoolAdmin)]
    role: Office,
    /// The school, by its id in the roster
    #[arg(long, env = "JIAQIAO_SCHOOL", value_name = "SOURCED_ID")]
    school: Option<String>,
    /// Page to write, ready to print
    #[arg(long, env = "JIAQIAO_OUT", value_name = "FILE.html")]
    out: Option<PathBuf>,
    /// Where people reach this server
    #[arg(long, env = "JIAQIAO_BASE_URL", default_value = "http://127.0.0.1:3000")]
    base_url: String,
    #[command(flatten)]
    place: Place,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Office {
    SchoolAdmin,
    Bureau,
}

/// As for names in a roster.
const NAME_CHARS_MAX: usize = 100;

pub fn run(invite: InviteAdmin) -> Result<ExitCode> {
    let name = invite.name.trim().to_owned();
    ensure!(
        !name.is_empty() && name.chars().count() <= NAME_CHARS_MAX,
        "a name has 1 to {NAME_CHARS_MAX} characters"
    );
    ensure!(
        invite.role != Office::Bureau || invite.school.is_none(),
        "the bureau looks after all schools; leave --school out"
    );
    // A new server has no roster yet, and needs somebody first.
    let store = invite.place.open_or_make()?;
    let clock = invite.place.clock(&store)?;
    let (now, mut ids) = (clock.now(), MachineIds(clock));
    let (person, wanted) = (PersonId(ids.next()), invite.school.clone());
    let school = store.run(store::work!(|tx| {
        match wanted {
            Some(school) => tx.record_id(&RecordKey::new(RecordKind::Org, school)).await,
            None => Ok(None),
        }
    }))?;
    if let Some(wanted) = &invite.school {
        school.with_context(|| format!("the roster has no school with the id {wanted}"))?;
    }
    let (role, title) = match invite.role {
        Office::SchoolAdmin => (Role::SchoolAdmin, "学校管理员"),
        Office::Bureau => (Role::Bureau, "教育局"),
    };
    let row = PersonRow {
        id: person,
        name: name.clone(),
        given_name: String::new(),
    };
    store.run(store::work!(|tx| {
        tx.set_person(&row).await?;
        tx.set_role(&RoleRow {
            person,
            role,
            school: school.map(SchoolId),
        })
        .await?;
        refresh_person(tx, person, now).await?;
        tx.log("invite_admin", &format!("person {person}"), now).await
    }))?;
    let reader = Reader {
        person,
        title: title.to_owned(),
        name,
        place: String::new(),
    };
    let card = make(&store, reader, ids, now)?;
    write(&[card], 0, invite.out.as_deref(), &invite.base_url, now)?;
    Ok(ExitCode::SUCCESS)
}
