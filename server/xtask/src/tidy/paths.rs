//! No file tells where it was made: no folder of somebody's machine, no address of a package registry.

use super::Complaint;
use super::tree::Tree;
use anyhow::Result;

/// Each in two halves, or this file would be its own first finding.
const FOLDERS: [&str; 4] = [
    concat!("/ro", "ot/"),
    concat!("/ho", "me/"),
    concat!("/Us", "ers/"),
    concat!("/wo", "rk/"),
];
const REGISTRIES: [&str; 7] = [
    concat!("index.crates", ".io"),
    concat!("static.crates", ".io"),
    concat!("registry.npm", "js.org"),
    concat!("npm", "mirror.com"),
    concat!("py", "pi.org"),
    concat!("pythonhosted", ".org"),
    concat!("deb.debian", ".org"),
];
/// Cargo writes its registry's name there itself.
const EXEMPT: &str = "Cargo.lock";
const NPM_LOCK: &str = "package-lock.json";

pub fn check(tree: &Tree) -> Result<Vec<Complaint>> {
    let here = format!("{}/", tree.root.display());
    let mut complaints = Vec::new();
    for path in tree.files.iter().filter(|path| *path != EXEMPT) {
        let Some(text) = tree.text(path) else {
            continue;
        };
        for (index, line) in text.lines().enumerate() {
            if let Some(what) = telltale(path, line, &here) {
                complaints.push(Complaint::new(path, index + 1, what));
            }
        }
    }
    Ok(complaints)
}

fn telltale(path: &str, line: &str, here: &str) -> Option<String> {
    if let Some(folder) = FOLDERS
        .iter()
        .copied()
        .chain([here])
        .find(|folder| names_folder(line, folder))
    {
        return Some(format!(
            "`{folder}` is a folder of one machine; use a relative path"
        ));
    }
    if let Some(host) = REGISTRIES.iter().find(|host| line.contains(**host)) {
        return Some(format!(
            "`{host}` ties the build to one registry; leave it to the machine's own settings"
        ));
    }
    if path.ends_with(NPM_LOCK) && line.contains("\"resolved\": \"http") {
        return Some(
            "an address of a registry; make this file with `npm install --omit-lockfile-registry-resolved`"
                .into(),
        );
    }
    None
}

/// Only where an absolute path begins: `app/work/` and `$HOME/root/` are other things.
fn names_folder(line: &str, folder: &str) -> bool {
    line.match_indices(folder).any(|(offset, _)| {
        let before = line[..offset].chars().next_back();
        before.is_none_or(|letter| letter.is_whitespace() || "\"'`(=:,<[".contains(letter))
    })
}

#[cfg(test)]
mod tests {
    use super::super::fake::Fake;
    use super::*;

    fn heard(path: &str, line: &str) -> usize {
        Fake::new()
            .with(path, &format!("first\n{line}\n"))
            .hear(check)
            .len()
    }

    #[test]
    fn folders_and_registries_are_heard() {
        for folder in FOLDERS {
            assert_eq!(heard("notes.md", &format!("see `{folder}x`")), 1, "{folder}");
            assert_eq!(heard("notes.md", &format!("app{folder}x")), 0, "{folder}");
        }
        for host in REGISTRIES {
            assert_eq!(heard("a.toml", &format!("x = \"https://{host}/y\"")), 1, "{host}");
            assert_eq!(heard("Cargo.lock", &format!("source = \"{host}\"")), 0, "{host}");
        }
    }

    #[test]
    fn the_clone_s_own_folder_is_heard() {
        let fake = Fake::new();
        let line = format!("PATH={}/x", fake.tree().root.display());
        assert_eq!(fake.with("a.sh", &line).hear(check).len(), 1);
    }

    #[test]
    fn an_npm_lock_with_addresses_is_heard() {
        assert_eq!(
            heard(
                "end2end/package-lock.json",
                "  \"resolved\": \"http://10.0.0.1/a.tgz\","
            ),
            1
        );
    }
}
