//! Conditional compilation in the screens stays rare: two builds of one view are where they come apart.

use super::Complaint;
use super::tree::{Tree, code_lines};
use anyhow::Result;

const LINES_MAX: usize = 15;

pub fn check(tree: &Tree) -> Result<Vec<Complaint>> {
    let mut lines = Vec::new();
    for (path, text) in tree.rust_below(&["app/src"]) {
        let conditional = code_lines(&text).filter(|(_, line)| is_conditional(line));
        lines.extend(conditional.map(|(number, _)| (path.to_owned(), number)));
    }
    Ok(match lines.get(LINES_MAX) {
        None => Vec::new(),
        Some((path, number)) => {
            let what = format!(
                "{} lines switch on a feature, at most {LINES_MAX}; move the difference behind a trait object",
                lines.len()
            );
            vec![Complaint::new(path, *number, what)]
        }
    })
}

fn is_conditional(line: &str) -> bool {
    line.contains("feature")
        && ["cfg(", "cfg!(", "cfg_attr("]
            .iter()
            .any(|form| line.contains(form))
}

#[cfg(test)]
mod tests {
    use super::super::fake::Fake;
    use super::*;

    #[test]
    fn the_sixteenth_line_is_heard() {
        let line = "#[cfg(feature = \"ssr\")]\n";
        let fake = Fake::new()
            .with("app/src/a.rs", &line.repeat(10))
            .with("app/src/b.rs", &line.repeat(5));
        assert_eq!(fake.hear(check), [""; 0]);
        let fake = fake.with("app/src/c.rs", "if cfg!(feature = \"ssr\") {}\n#[cfg(test)]\n");
        assert!(
            fake.hear(check)[0].starts_with("app/src/c.rs:1: 16 lines"),
            "{:?}",
            fake.hear(check)
        );
    }
}
