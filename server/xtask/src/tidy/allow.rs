//! A lint is switched off by `expect` with a reason, which ends when the reason ends.

use super::Complaint;
use super::tree::{Tree, code_lines};
use anyhow::Result;

/// Written in two halves, or this file would be its own first finding.
const PATTERNS: [&str; 2] = [concat!("#[al", "low("), concat!("#![al", "low(")];

pub fn check(tree: &Tree) -> Result<Vec<Complaint>> {
    let mut complaints = Vec::new();
    for (path, text) in tree.rust_below(&[]) {
        for (number, line) in code_lines(&text) {
            if PATTERNS.iter().any(|pattern| line.contains(pattern)) {
                complaints.push(Complaint::new(
                    path,
                    number,
                    "use `#[expect(.., reason = \"..\")]`",
                ));
            }
        }
    }
    Ok(complaints)
}

#[cfg(test)]
mod tests {
    use super::super::fake::Fake;
    use super::*;

    #[test]
    fn both_forms_are_heard_anywhere() {
        for pattern in PATTERNS {
            let heard = Fake::new()
                .with("server/x.rs", &format!("{pattern}dead_code)]\n"))
                .hear(check);
            assert!(heard[0].starts_with("server/x.rs:1: "), "{heard:?}");
        }
        assert_eq!(
            Fake::new()
                .with("server/x.rs", "#[expect(dead_code, reason = \"soon\")]\n")
                .hear(check)
                .len(),
            0
        );
    }
}
