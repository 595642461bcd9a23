//! Which crate may know which: the list of the design, held against what cargo reads.

use super::Complaint;
use super::tree::Tree;
use anyhow::{Context, Result};
use cargo_metadata::{Metadata, MetadataCommand, Package};

/// Everything that is not listed is forbidden. Normal, build and test dependencies count alike.
const ALLOWED: [(&str, &[&str]); 10] = [
    ("domain", &[]),
    ("protocol", &["domain"]),
    ("replica", &["protocol", "domain"]),
    ("office", &["protocol", "domain"]),
    ("store", &["office", "protocol", "domain"]),
    ("app", &["protocol", "domain", "replica"]),
    ("browser", &["app", "replica", "protocol", "domain"]),
    ("server", &["app", "office", "store", "protocol", "domain"]),
    ("simulator", &["replica", "office", "store", "protocol", "domain"]),
    ("xtask", &[]),
];

pub fn check(tree: &Tree) -> Result<Vec<Complaint>> {
    let metadata = read(tree)?;
    let mut complaints = Vec::new();
    for package in metadata.workspace_packages() {
        let manifest = folder(tree, package)? + "Cargo.toml";
        let Some((_, allowed)) = ALLOWED.iter().find(|(name, _)| *name == package.name.as_str()) else {
            complaints.push(Complaint::new(&manifest, 1, NEW_CRATE));
            continue;
        };
        for other in neighbours(&metadata, package) {
            if !allowed.contains(&other.name.as_str()) {
                let line = line_of(tree, &manifest, other.name.as_str());
                complaints.push(Complaint::new(&manifest, line, forbidden(tree, package, other)?));
            }
        }
    }
    Ok(complaints)
}

const NEW_CRATE: &str =
    "a crate without a place in the house; decide its edges and add them to server/xtask/src/tidy/edges.rs";

pub fn read(tree: &Tree) -> Result<Metadata> {
    MetadataCommand::new()
        .current_dir(&tree.root)
        .no_deps()
        .other_options(["--offline".to_owned()])
        .exec()
        .context("asking cargo about the workspace")
}

/// Where a member lives, relative to the root, with a slash at the end.
pub fn folder(tree: &Tree, package: &Package) -> Result<String> {
    let root = tree.root.canonicalize()?;
    let manifest = package.manifest_path.as_std_path().canonicalize()?;
    let folder = manifest
        .strip_prefix(root)?
        .parent()
        .context("a manifest outside of a folder")?;
    Ok(format!("{}/", folder.display()))
}

fn neighbours<'a>(metadata: &'a Metadata, package: &'a Package) -> Vec<&'a Package> {
    let members = metadata.workspace_packages();
    let is_used = |member: &&Package| {
        package
            .dependencies
            .iter()
            .any(|used| used.path.is_some() && used.name == member.name.as_str())
    };
    members.into_iter().filter(is_used).collect()
}

fn forbidden(tree: &Tree, package: &Package, other: &Package) -> Result<String> {
    let crossing = folder(tree, package)?.starts_with("app/") && folder(tree, other)?.starts_with("server/");
    let why = if crossing {
        ", and nothing under app/ may depend on anything under server/"
    } else {
        ""
    };
    Ok(format!(
        "`{}` must not know `{}`{why}; move the shared part down, or pass it in",
        package.name, other.name
    ))
}

fn line_of(tree: &Tree, manifest: &str, name: &str) -> usize {
    let text = tree.text(manifest).unwrap_or_default();
    let found = text.lines().position(|line| {
        line.strip_prefix(name)
            .is_some_and(|rest| rest.starts_with([' ', '.', '=']))
    });
    found.map_or(1, |index| index + 1)
}

#[cfg(test)]
mod tests {
    use super::super::fake::Fake;
    use super::*;

    fn workspace(members: &str) -> Fake {
        Fake::new().with(
            "Cargo.toml",
            &format!("[workspace]\nresolver = \"3\"\nmembers = [{members}]\n"),
        )
    }

    #[test]
    fn listed_edges_pass() {
        let fake = workspace(r#""app/domain", "app/protocol""#)
            .member("app/domain", "domain", &[])
            .member("app/protocol", "protocol", &[("domain", "app/domain")]);
        assert_eq!(fake.hear(check), [""; 0]);
    }

    #[test]
    fn an_edge_against_the_stream_is_heard_with_its_line() {
        let fake = workspace(r#""app/domain", "app/protocol""#)
            .member("app/domain", "domain", &[("protocol", "app/protocol")])
            .member("app/protocol", "protocol", &[]);
        let heard = fake.hear(check);
        assert_eq!(heard.len(), 1);
        assert!(
            heard[0].starts_with("app/domain/Cargo.toml:6: `domain` must not know `protocol`"),
            "{heard:?}"
        );
    }

    #[test]
    fn a_test_only_edge_counts_too() {
        let manifest =
            "[package]\nname = \"replica\"\n[dev-dependencies]\noffice = { path = \"../../server/core\" }\n";
        let fake = workspace(r#""app/replica", "server/core""#)
            .member("server/core", "office", &[])
            .member("app/replica", "replica", &[])
            .with("app/replica/Cargo.toml", manifest);
        let heard = fake.hear(check);
        assert!(
            heard[0].contains("nothing under app/ may depend on anything under server/"),
            "{heard:?}"
        );
    }

    #[test]
    fn an_unknown_crate_is_heard() {
        let heard = workspace(r#""server/attic""#)
            .member("server/attic", "attic", &[])
            .hear(check);
        assert!(heard[0].contains("without a place"), "{heard:?}");
    }
}
