//! `cargo xtask test`: the steps of CI in order, each of them also on its own.

mod options;
mod report;
mod steps;

use crate::dist::{self, Manifest};
use crate::house::House;
use crate::progress::{step, timed};
use anyhow::Result;
use options::Options;
use report::Report;
use std::cell::OnceCell;
use std::process::ExitCode;

/// The counts are the last line printed, whatever happened.
pub fn test(house: &House, words: &[String]) -> Result<ExitCode> {
    let options = Options::read(words)?;
    let context = Context {
        house,
        only: options.only,
        dist: OnceCell::new(),
    };
    let mut report = Report::default();
    for chosen in steps::STEPS
        .iter()
        .filter(|step| options.names.is_empty() || options.names.contains(&step.name))
    {
        if report.has_failures() && !options.keep_going {
            report.skipped(chosen.name);
            continue;
        }
        let (result, took) = timed(|| step(chosen.name, || (chosen.check)(&context)));
        report.add(chosen.name, took, result);
    }
    println!("\n{report}");
    Ok(if report.has_failures() {
        ExitCode::FAILURE
    } else {
        ExitCode::SUCCESS
    })
}

pub fn step_names() -> String {
    steps::STEPS.map(|step| step.name).join(" ")
}

/// What the steps of one call share.
pub struct Context<'a> {
    pub house: &'a House,
    pub only: Option<String>,
    dist: OnceCell<Manifest>,
}

impl Context<'_> {
    /// Built at most once per call, whichever step asks first.
    pub fn dist(&self) -> Result<&Manifest> {
        if let Some(manifest) = self.dist.get() {
            return Ok(manifest);
        }
        let manifest = dist::dist(self.house)?;
        Ok(self.dist.get_or_init(|| manifest))
    }
}
