//! The end of a test run: a line per step, then the counts alone on a line.

use crate::progress::seconds;
use anyhow::Result;
use std::fmt;
use std::time::Duration;

#[derive(Default)]
pub struct Report {
    lines: Vec<String>,
    passed: usize,
    failed: usize,
}

impl Report {
    /// The reason of a failure is printed at once, while its output is still on the screen.
    pub fn add(&mut self, name: &str, took: Duration, result: Result<()>) {
        let outcome = match result {
            Ok(()) => {
                self.passed += 1;
                "passed"
            }
            Err(error) => {
                eprintln!("    {name} failed: {error:#}");
                self.failed += 1;
                "failed"
            }
        };
        self.lines
            .push(format!("{name:<10} {:>9}  {outcome}", seconds(took)));
    }

    pub fn skipped(&mut self, name: &str) {
        self.lines.push(format!("{name:<10} {:>9}  not run", ""));
    }

    pub fn has_failures(&self) -> bool {
        self.failed > 0
    }
}

impl fmt::Display for Report {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        for line in &self.lines {
            writeln!(out, "{line}")?;
        }
        write!(out, "{} passed, {} failed", self.passed, self.failed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_counts_stand_alone_on_the_last_line() {
        let mut report = Report::default();
        report.add("format", Duration::from_secs(1), Ok(()));
        report.add("clippy", Duration::from_secs(2), Err(anyhow::anyhow!("no")));
        report.skipped("tidy");
        assert_eq!(report.to_string().lines().last(), Some("1 passed, 1 failed"));
        assert!(report.has_failures());
    }
}
