//! The README names the two commands, and its map shows every crate.

use super::Complaint;
use super::edges;
use super::tree::Tree;
use anyhow::Result;
use std::collections::BTreeSet;

const README: &str = "README.md";

pub fn check(tree: &Tree) -> Result<Vec<Complaint>> {
    let Some(text) = tree.text(README) else {
        return Ok(vec![Complaint::new(
            README,
            1,
            "missing; say what this is, the two commands, the map",
        )]);
    };
    let mut complaints = Vec::new();
    for command in ["cargo xtask run", "cargo xtask test"] {
        if !text.contains(command) {
            complaints.push(Complaint::new(README, 1, format!("does not mention `{command}`")));
        }
    }
    let shown = folders_of_map(&text);
    for package in edges::read(tree)?.workspace_packages() {
        let folder = edges::folder(tree, package)?;
        if !shown.contains(folder.trim_end_matches('/')) {
            complaints.push(Complaint::new(
                README,
                1,
                format!("the map does not show `{folder}`; add a line for it"),
            ));
        }
    }
    Ok(complaints)
}

/// A map is a table whose first cells name folders in backticks, or an indented list of lines that start
/// with `name/`, where deeper lines live in the one above.
fn folders_of_map(text: &str) -> BTreeSet<String> {
    let rows = text
        .lines()
        .filter_map(|line| line.strip_prefix('|')?.split('|').next());
    let in_cells = rows.flat_map(|cell| cell.split('`').skip(1).step_by(2));
    let mut shown: BTreeSet<String> = in_cells
        .map(|path| path.trim_end_matches('/').to_owned())
        .collect();
    shown.extend(folders_of_list(text));
    shown
}

fn folders_of_list(text: &str) -> Vec<String> {
    let mut shown = Vec::new();
    let mut open: Vec<(usize, String)> = Vec::new();
    for line in text.lines() {
        let indent = line.len() - line.trim_start().len();
        let first = line
            .split_whitespace()
            .next()
            .unwrap_or_default()
            .trim_matches('`');
        let Some(name) = first.strip_suffix('/') else {
            continue;
        };
        open.retain(|(outer, _)| *outer < indent);
        let path = open
            .last()
            .map_or(name.to_owned(), |(_, parent)| format!("{parent}/{name}"));
        shown.push(path.clone());
        open.push((indent, path));
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::super::fake::Fake;
    use super::*;

    const COMMANDS: &str = "`cargo xtask run` and `cargo xtask test`\n";

    fn heard(readme: &str) -> Vec<String> {
        Fake::new()
            .with(
                "Cargo.toml",
                "[workspace]\nmembers = [\"app/domain\", \"server/core\"]\n",
            )
            .member("app/domain", "domain", &[])
            .member("server/core", "office", &[])
            .with("README.md", readme)
            .hear(check)
    }

    #[test]
    fn a_table_an_indented_list_and_whole_paths_all_pass() {
        let map = "    app/          screens\n      src/x/      parts\n      domain/     rules\n    server/\n      core/\n";
        assert_eq!(heard(&format!("{COMMANDS}{map}")), [""; 0]);
        assert_eq!(
            heard(&format!("{COMMANDS}app/domain/ rules\nserver/core/ office\n")),
            [""; 0]
        );
    }

    #[test]
    fn a_missing_folder_command_or_readme_is_heard() {
        let misplaced = heard(&format!("{COMMANDS}    server/\n      domain/\n      core/\n"));
        assert!(
            misplaced.len() == 1 && misplaced[0].contains("`app/domain/`"),
            "{misplaced:?}"
        );
        let silent = heard("`cargo xtask run`\napp/domain/\nserver/core/\n");
        assert!(
            silent.len() == 1 && silent[0].contains("cargo xtask test"),
            "{silent:?}"
        );
        assert!(Fake::new().hear(check)[0].contains("missing"));
    }
}
