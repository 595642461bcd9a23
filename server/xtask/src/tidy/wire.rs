//! The joint hash of the golden files must stand in PROTOCOL.md, so that nobody changes the wire in silence.

use super::Complaint;
use super::tree::Tree;
use anyhow::{Context, Result};
use sha2::{Digest, Sha256};
use std::fmt::Write;

const GOLDEN: &str = "app/protocol/golden/";
const PROTOCOL_MD: &str = "app/protocol/PROTOCOL.md";
const MARK: &str = "wire-hash:";

pub fn check(tree: &Tree) -> Result<Vec<Complaint>> {
    let golden = golden_files(tree);
    if golden.is_empty() {
        let what = "no golden files; every type that travels needs one";
        return Ok(vec![Complaint::new(GOLDEN, 1, what)]);
    }
    let text = tree.text(PROTOCOL_MD).unwrap_or_default();
    let stated = text
        .lines()
        .enumerate()
        .find_map(|(index, line)| Some((index + 1, stated_hash(line)?)));
    let hash = joint_hash(tree, &golden)?;
    Ok(match stated {
        Some((_, stated)) if stated == hash => Vec::new(),
        Some((line, _)) => vec![Complaint::new(PROTOCOL_MD, line, CHANGED)],
        None => vec![Complaint::new(PROTOCOL_MD, 1, UNSTATED)],
    })
}

const CHANGED: &str = "the golden files are not those that this hash is of; write down here what changed on the wire, then run `cargo xtask tidy --write-hash`";
const UNSTATED: &str =
    "no line `wire-hash: <64 hex>`; describe the wire, then run `cargo xtask tidy --write-hash`";

/// Replaces the line, or adds it at the end.
pub fn write_hash(tree: &Tree) -> Result<()> {
    let line = format!("{MARK} {}", joint_hash(tree, &golden_files(tree))?);
    let text = tree
        .text(PROTOCOL_MD)
        .with_context(|| format!("{PROTOCOL_MD} is missing; it describes the wire"))?;
    let new = match text.lines().find(|line| stated_hash(line).is_some()) {
        Some(old) => text.replace(old.trim(), &line),
        None => format!("{}\n\n{line}\n", text.trim_end()),
    };
    std::fs::write(tree.root.join(PROTOCOL_MD), new)?;
    println!("{PROTOCOL_MD}: {line}");
    Ok(())
}

fn stated_hash(line: &str) -> Option<&str> {
    line.trim().strip_prefix(MARK).map(str::trim)
}

fn golden_files(tree: &Tree) -> Vec<&String> {
    tree.files
        .iter()
        .filter(|path| path.starts_with(GOLDEN) && path.ends_with(".json"))
        .collect()
}

/// Over name, NUL and bytes of each file, in the order of their names.
fn joint_hash(tree: &Tree, golden: &[&String]) -> Result<String> {
    let mut hasher = Sha256::new();
    for path in golden {
        hasher.update(&path[GOLDEN.len()..]);
        hasher.update([0]);
        hasher.update(std::fs::read(tree.root.join(path))?);
    }
    let mut hex = String::new();
    for byte in hasher.finalize() {
        write!(hex, "{byte:02x}")?;
    }
    Ok(hex)
}

#[cfg(test)]
mod tests {
    use super::super::fake::Fake;
    use super::*;

    fn fake() -> Fake {
        Fake::new()
            .with("app/protocol/golden/push.json", "{\"v\":1}")
            .with(PROTOCOL_MD, "# Wire\n\n    wire-hash: 00\n\nMore.\n")
    }

    #[test]
    fn a_wrong_hash_is_heard_at_its_line_and_writing_it_settles_the_matter() {
        let fake = fake();
        assert!(fake.hear(check)[0].starts_with("app/protocol/PROTOCOL.md:3: "));
        write_hash(&fake.tree()).unwrap();
        assert_eq!(fake.hear(check), [""; 0]);
        let text = fake.tree().text(PROTOCOL_MD).unwrap();
        assert!(
            text.starts_with("# Wire\n\n    wire-hash: ") && text.ends_with("\n\nMore.\n"),
            "{text}"
        );
    }

    #[test]
    fn a_changed_or_renamed_golden_file_is_heard() {
        let fake = fake();
        write_hash(&fake.tree()).unwrap();
        let fake = fake.with("app/protocol/golden/push.json", "{\"v\":2}");
        assert_eq!(fake.hear(check).len(), 1);
        write_hash(&fake.tree()).unwrap();
        let fake = fake.with("app/protocol/golden/pull.json", "{}");
        assert_eq!(fake.hear(check).len(), 1);
    }

    #[test]
    fn no_golden_files_is_heard() {
        assert!(Fake::new().hear(check)[0].contains("no golden files"));
    }
}
