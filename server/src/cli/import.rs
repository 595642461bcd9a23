//! `jiaqiao import`.

use super::store::Place;
use crate::{ids::MachineIds, import};
use anyhow::Result;
use clap::{Args, ValueEnum};
use domain::Day;
use office::{
    people::Applied,
    roster::{self, Language, Outcome, Plan},
};
use serde_json::json;
use std::{io::Write, path::PathBuf, process::ExitCode};

/// Read a roster: OneRoster 1.1 CSV, a folder or a zip.
///
/// Shows what is new, changed, moved or missing, and applies it in one transaction: all of it, or nothing.
/// Repeating an import changes nothing. A missing row is marked "left?", never deleted.
///
/// Exit code: 0 applied (or would be), 3 on hold for a second person, 4 rejected, 1 could not find out.
#[derive(Args)]
pub struct Import {
    /// Folder or zip with manifest.csv, orgs.csv, users.csv, ...
    path: PathBuf,
    /// Say what would happen, write nothing
    #[arg(long, env = "JIAQIAO_DRY_RUN")]
    dry_run: bool,
    /// Print outcome, findings and differences as JSON
    #[arg(long, env = "JIAQIAO_JSON")]
    json: bool,
    /// The day to import as of, like 2026-11-23; today by default
    #[arg(long, env = "JIAQIAO_TODAY", value_parser = parse_day)]
    today: Option<Day>,
    /// Language of the report
    #[arg(long, env = "JIAQIAO_LANG", value_enum, default_value_t = Lang::Zh)]
    lang: Lang,
    #[command(flatten)]
    place: Place,
}

#[derive(Clone, Copy, ValueEnum)]
enum Lang {
    Zh,
    En,
}

const HELD: u8 = 3;
const REJECTED: u8 = 4;

pub fn run(import: Import) -> Result<ExitCode> {
    let reading = import::read(&import.path)?;
    let store = if import.dry_run {
        import.place.open_to_look()?
    } else {
        import.place.open_or_make()?
    };
    let clock = import.place.clock(&store)?;
    let (now, dry_run) = (clock.now(), import.dry_run);
    let mut ids = MachineIds(clock);
    let today = import.today.unwrap_or_else(|| now.day());
    let (plan, applied) = store.run(store::work!(|tx| {
        let plan = import::plan(tx, reading, today).await?;
        let applied = match dry_run || !plan.outcome.may_apply() {
            true => None,
            false => Some(import::apply(tx, &plan, &mut ids, now).await?),
        };
        Ok((plan, applied))
    }))?;
    let report = if import.json {
        as_json(&plan, applied)
    } else {
        as_text(&plan, applied, import.lang)
    };
    writeln!(std::io::stdout().lock(), "{}", report.trim_end())?;
    Ok(match plan.outcome {
        Outcome::Accept | Outcome::AcceptWarn => ExitCode::SUCCESS,
        Outcome::Hold => HELD.into(),
        Outcome::Reject => REJECTED.into(),
    })
}

fn as_json(plan: &Plan, applied: Option<Applied>) -> String {
    let mut report = roster::to_json(plan);
    report["applied"] = json!(applied.is_some());
    format!("{report:#}")
}

fn as_text(plan: &Plan, applied: Option<Applied>, lang: Lang) -> String {
    let (language, done) = match lang {
        Lang::Zh => (Language::Chinese, "已写入"),
        Lang::En => (Language::English, "Written"),
    };
    let report = roster::text(plan, language);
    match applied {
        Some(applied) => format!("{report}{done}: {}", applied.records),
        None => report,
    }
}

fn parse_day(text: &str) -> Result<Day, String> {
    Day::parse(text).ok_or_else(|| "not a day like 2026-11-23".to_owned())
}
