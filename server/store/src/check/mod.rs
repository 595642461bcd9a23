//! What is wrong with a store, and what to do about it: questions that both engines answer, none of which writes.

mod rules;

use office::StoreError;
use rules::{COUNTS, HEAD, NEWEST, NOW, RULES};

/// Clocks of two machines differ by seconds; more is a clock that was set back.
const AHEAD_MS_MAX: i64 = 5 * 60_000;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    Good,
    /// Not as it should be, and nothing is lost by it.
    Notice,
    Broken,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// One word for machines.
    pub name: &'static str,
    pub level: Level,
    pub said: String,
    /// What to do; empty where all is well.
    pub advice: String,
}

impl Finding {
    pub fn good(name: &'static str, said: impl Into<String>) -> Finding {
        Finding::of(name, Level::Good, said, "")
    }

    pub fn notice(name: &'static str, said: impl Into<String>, advice: impl Into<String>) -> Finding {
        Finding::of(name, Level::Notice, said, advice)
    }

    pub fn broken(name: &'static str, said: impl Into<String>, advice: impl Into<String>) -> Finding {
        Finding::of(name, Level::Broken, said, advice)
    }

    fn of(name: &'static str, level: Level, said: impl Into<String>, advice: impl Into<String>) -> Finding {
        Finding {
            name,
            level,
            said: said.into(),
            advice: advice.into(),
        }
    }
}

/// An engine that answers a question with one number, or with none.
pub(crate) trait Asks {
    /// How this engine spells the number of the newest feed entry.
    const HEAD_SQL: &'static str;
    fn number(&mut self, sql: &str) -> Result<Option<i64>, StoreError>;
}

/// Every question, in the order in which answers help. One that cannot be answered is a finding of its own, and
/// the others are asked all the same.
pub(crate) fn ask_all(store: &mut impl Asks, now_ms: i64) -> Vec<Finding> {
    let mut findings = Vec::new();
    for rule in RULES {
        findings.push(match ask(store, rule.sql, now_ms) {
            Ok(None | Some(0)) => Finding::good(rule.name, rule.good),
            Ok(Some(count)) => {
                let said = rule.wrong.replace("{n}", &count.to_string());
                Finding::of(rule.name, rule.level, said, rule.advice)
            }
            Err(error) => unanswered(rule.name, &error),
        });
    }
    findings.push(match ask(store, NEWEST, now_ms) {
        Ok(newest) => clock(newest.unwrap_or(0), now_ms),
        Err(error) => unanswered("clock", &error),
    });
    findings.push(counts(store, now_ms));
    findings
}

fn ask(store: &mut impl Asks, sql: &str, now_ms: i64) -> Result<Option<i64>, StoreError> {
    let sql = sql
        .replace(HEAD, head_of(store))
        .replace(NOW, &now_ms.to_string());
    store.number(&sql)
}

fn head_of<S: Asks>(_: &S) -> &'static str {
    S::HEAD_SQL
}

/// Times in a store come from the office's clock: one that lies ahead means that the clock was set back since.
fn clock(newest_ms: i64, now_ms: i64) -> Finding {
    if newest_ms <= now_ms + AHEAD_MS_MAX {
        return Finding::good("clock", "nothing in the store is later than now");
    }
    let minutes = (newest_ms - now_ms) / 60_000;
    Finding::broken(
        "clock",
        format!("something in the store happened {minutes} minutes from now"),
        "This machine's clock is behind: set it (timedatectl), then restart `serve`. Closing times and quiet \
         hours go by it.",
    )
}

fn counts(store: &mut impl Asks, now_ms: i64) -> Finding {
    let mut said = Vec::new();
    for (word, sql) in COUNTS {
        match ask(store, sql, now_ms) {
            Ok(count) => said.push(format!("{word} {}", count.unwrap_or(0))),
            Err(error) => return unanswered("counts", &error),
        }
    }
    Finding::good("counts", said.join(", "))
}

pub(crate) fn unanswered(name: &'static str, error: &StoreError) -> Finding {
    Finding::broken(
        name,
        format!("could not be found out: {error}"),
        "The store cannot be read as it should be. Stop `serve`, keep a copy of the data, and restore the newest \
         backup (`jiaqiao restore --replace`).",
    )
}
