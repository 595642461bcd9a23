//! `jiaqiao guardianship`.

use super::store::{Place, person};
use anyhow::{Context, Result, bail};
use clap::Args;
use domain::{ChildId, Right, Rights};
use office::people::{self, refresh_around};
use std::{io::Write, process::ExitCode};

/// End a guardianship, or change what a guardian may do.
///
/// Takes effect at once: the rows leave that guardian's devices at their next contact. A later import does
/// not give anything back. Each change is kept in the administrators' log.
#[derive(Args)]
#[command(group = clap::ArgGroup::new("change").required(true))]
pub struct Guardianship {
    /// The child, by its id in the roster
    #[arg(long, env = "JIAQIAO_CHILD", value_name = "SOURCED_ID")]
    child: String,
    /// The guardian, by their id in the roster
    #[arg(long, env = "JIAQIAO_GUARDIAN", value_name = "SOURCED_ID")]
    guardian: String,
    /// It ended yesterday
    #[arg(long, env = "JIAQIAO_END", group = "change")]
    end: bool,
    /// What the guardian may do from now on: read, reply, sign, choose, pickup, health, emergency
    #[arg(long, env = "JIAQIAO_RIGHTS", group = "change", value_delimiter = ',', value_parser = parse_right)]
    rights: Option<Vec<Right>>,
    #[command(flatten)]
    place: Place,
}

pub fn run(change: Guardianship) -> Result<ExitCode> {
    let store = change.place.open()?;
    let now = change.place.clock(&store)?.now();
    let (child, guardian, rights) = (
        change.child.clone(),
        change.guardian.clone(),
        change.rights.map(Rights::new),
    );
    let found = store.run(store::work!(|tx| {
        let (Some(child_id), Some(person)) = (person(tx, &child).await?, person(tx, &guardian).await?) else {
            return Ok(false);
        };
        let child_id = ChildId(child_id.0);
        let Some(edge) = tx.guardianship(person, child_id).await? else {
            return Ok(false);
        };
        let (edge, what) = match rights {
            // The last day is included, so an end that is to hold now lies before today; and no right is left,
            // so it holds whatever day an office's clock shows.
            None => {
                let what = format!("end, had {}", words(&edge.rights));
                let to = Some(now.day().plus_days(-1));
                (
                    people::Guardianship {
                        to,
                        rights: Rights::default(),
                        ..edge
                    },
                    what,
                )
            }
            Some(rights) => {
                let what = format!("rights {}", words(&rights));
                (
                    people::Guardianship {
                        rights,
                        to: None,
                        ..edge
                    },
                    what,
                )
            }
        };
        tx.set_guardianship(&edge).await?;
        tx.log(
            "guardianship",
            &format!("child {child} guardian {guardian} {what}"),
            now,
        )
        .await?;
        refresh_around(tx, child_id, now).await?;
        Ok(true)
    }))?;
    if !found {
        bail!("{} is no guardian of {} here", change.guardian, change.child);
    }
    writeln!(
        std::io::stdout().lock(),
        "已更改 changed: {} · {}",
        change.child,
        change.guardian
    )?;
    Ok(ExitCode::SUCCESS)
}

fn parse_right(word: &str) -> Result<Right> {
    let word = serde_json::Value::String(word.trim().to_owned());
    serde_json::from_value(word).context("no such right")
}

fn words(rights: &Rights) -> String {
    serde_json::to_string(rights).unwrap_or_default()
}
