//! Time, randomness and storage come in as arguments; here is where they may not be reached for.

use super::Complaint;
use super::tree::{Tree, code_lines};
use anyhow::Result;

/// Everything that one seed must be able to replay.
const PURE: [&str; 6] = [
    "app/src",
    "app/domain",
    "app/protocol",
    "app/replica",
    "server/core",
    "server/store/src",
];
const CLOCKS: [&str; 12] = [
    "SystemTime::now",
    "Instant::now",
    "Date::now",
    "Date::new_0",
    "now_utc",
    "Local::now",
    "getrandom",
    "thread_rng",
    "rand::random",
    "Uuid::now_v7",
    "Uuid::new_v4",
    "Math::random",
];
/// Screens reach the browser through `app::live` only; the rest is the `browser` crate's.
const SCREENS: &str = "app/src";
const BROWSER: [&str; 4] = ["web_sys::window", "local_storage", "IdbDatabase", "js_sys::"];

pub fn check(tree: &Tree) -> Result<Vec<Complaint>> {
    let mut complaints = find(
        tree,
        &PURE,
        &CLOCKS,
        "take it as an argument, so that one seed replays a run",
    );
    complaints.extend(find(
        tree,
        &[SCREENS],
        &BROWSER,
        "ask the `browser` crate for it through `app::live`",
    ));
    Ok(complaints)
}

fn find(tree: &Tree, folders: &[&str], patterns: &[&str], advice: &str) -> Vec<Complaint> {
    let mut complaints = Vec::new();
    for (path, text) in tree.rust_below(folders) {
        for (number, line) in code_lines(&text) {
            if let Some(pattern) = patterns.iter().find(|pattern| line.contains(**pattern)) {
                complaints.push(Complaint::new(
                    path,
                    number,
                    format!("`{pattern}` here; {advice}"),
                ));
            }
        }
    }
    complaints
}

#[cfg(test)]
mod tests {
    use super::super::fake::Fake;
    use super::*;

    #[test]
    fn every_clock_is_heard_in_every_pure_folder() {
        for folder in PURE {
            for clock in CLOCKS {
                let path = format!("{folder}/deep/rule.rs");
                let heard = Fake::new()
                    .with(&path, &format!("fn f() {{\n    {clock}();\n}}\n"))
                    .hear(check);
                assert_eq!(heard.len(), 1, "{clock} in {folder}");
                assert!(heard[0].starts_with(&format!("{path}:2: `{clock}`")), "{heard:?}");
            }
        }
    }

    #[test]
    fn the_browser_is_heard_in_screens_only() {
        for reach in BROWSER {
            let line = format!("use {reach};\n");
            assert_eq!(
                Fake::new().with("app/src/notes/page.rs", &line).hear(check).len(),
                1,
                "{reach}"
            );
            assert_eq!(
                Fake::new()
                    .with("app/browser/src/lib.rs", &line)
                    .hear(check)
                    .len(),
                0,
                "{reach}"
            );
        }
    }

    #[test]
    fn a_remark_about_a_clock_is_fine_and_so_are_the_edges() {
        let fake = Fake::new()
            .with("app/domain/src/time.rs", "/// Never `SystemTime::now`.\n")
            .with("server/src/clock.rs", "SystemTime::now()\n");
        assert_eq!(fake.hear(check), [""; 0]);
    }
}
