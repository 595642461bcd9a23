//! `jiaqiao doctor`.

mod backups;
mod disk;

use super::{backup::clock, store::Place};
use crate::{
    clock::Clock,
    high_mark::{HighMark, reached},
};
use anyhow::{Result, ensure};
use clap::Args;
use serde_json::json;
use std::{io::Write, path::PathBuf, process::ExitCode};
use store::{Database, Finding, Level, Look, PgLook};

/// Say whether the store is healthy, and what to do where it is not. Changes nothing.
///
/// Looks at the database itself, at what must hold in it, at the disk, the clock and, with --backups, at the age
/// of the newest backup. May run beside `serve`.
///
/// Exit code: 0 all is well (or only notices), 1 something is broken.
#[derive(Args)]
pub struct Doctor {
    /// Findings as JSON
    #[arg(long, env = "JIAQIAO_JSON")]
    json: bool,
    /// Leave out the slow part, the comparison of indexes with tables
    #[arg(long, env = "JIAQIAO_QUICK")]
    quick: bool,
    /// Folder in which the newest backup is to be no older than a day
    #[arg(long, env = "JIAQIAO_BACKUPS", value_name = "DIR")]
    backups: Option<PathBuf>,
    #[command(flatten)]
    place: Place,
}

pub fn run(doctor: Doctor) -> Result<ExitCode> {
    let place = &doctor.place;
    let database = place.database()?;
    ensure!(database.exists()?, "no store in {}", place.named());
    // A store that cannot be read has no clock of its own; what is wrong with it is said below.
    let now = clock(place, &database).unwrap_or_else(|_| Clock::real()).now();
    let mut findings = match &database {
        Database::File(file) => store::check_file(file, doctor.quick, now.0),
        Database::Postgres(url) => store::check_database(url, now.0),
    };
    findings.push(high_mark(&HighMark::of(place.data(), &database), &database));
    findings.push(disk::check(place.data(), &database));
    if let Some(folder) = &doctor.backups {
        findings.push(backups::check(folder, now));
    }
    let report = if doctor.json {
        as_json(&findings)
    } else {
        as_text(&findings)
    };
    writeln!(std::io::stdout().lock(), "{report}")?;
    let broken = findings.iter().any(|finding| finding.level == Level::Broken);
    Ok(if broken {
        ExitCode::FAILURE
    } else {
        ExitCode::SUCCESS
    })
}

fn as_json(findings: &[Finding]) -> String {
    let worst = findings.iter().map(|finding| finding.level).max();
    let findings: Vec<_> = findings
        .iter()
        .map(|finding| {
            json!({
                "name": finding.name,
                "level": word(finding.level),
                "said": finding.said,
                "advice": finding.advice,
            })
        })
        .collect();
    format!("{:#}", json!({"level": worst.map(word), "findings": findings}))
}

/// What is wrong first; then all that is well, a line each.
fn as_text(findings: &[Finding]) -> String {
    let mut sorted: Vec<&Finding> = findings.iter().collect();
    sorted.sort_by_key(|finding| std::cmp::Reverse(finding.level));
    let lines = sorted.iter().map(|finding| {
        let mark = match finding.level {
            Level::Good => "好 ok    ",
            Level::Notice => "留意 notice",
            Level::Broken => "损坏 BROKEN",
        };
        let mut line = format!("{mark}  {:<13} {}", finding.name, finding.said);
        if !finding.advice.is_empty() {
            line += &format!("\n             → {}", finding.advice);
        }
        line
    });
    lines.collect::<Vec<_>>().join("\n")
}

fn word(level: Level) -> &'static str {
    match level {
        Level::Good => "good",
        Level::Notice => "notice",
        Level::Broken => "broken",
    }
}

/// Whether the store is as far as this folder has served one.
fn high_mark(mark: &HighMark, database: &Database) -> Finding {
    let name = "high_mark";
    let Some(kept) = mark.kept() else {
        return Finding::good(name, "no server has noted how far this store was");
    };
    let work = store::work!(|tx| reached(tx).await);
    let reached = match database {
        Database::File(file) => Look::open(file).and_then(|look| look.run(work)),
        Database::Postgres(url) => PgLook::open(url).and_then(|mut look| look.run(work)),
    };
    match reached {
        Ok(reached) if reached >= kept => Finding::good(name, "the store is as far as it was when served"),
        Ok(reached) => Finding::broken(
            name,
            format!(
                "an older store was put back: it has {} entries of epoch {}, and had {} of epoch {}",
                reached.head, reached.epoch, kept.head, kept.epoch
            ),
            "Put backups back with `jiaqiao restore`. `jiaqiao serve` notices it at its start and raises the epoch, \
             so that phones read everything anew and send again what was accepted since.",
        ),
        Err(error) => Finding::broken(name, error.to_string(), "See the other findings."),
    }
}
