//! Small invented repositories in which each check is shown to fire.

use super::tree::Tree;
use super::{Check, Complaint};
use std::process::Command;
use tempfile::TempDir;

pub struct Fake {
    folder: TempDir,
}

impl Fake {
    pub fn new() -> Fake {
        let folder = tempfile::tempdir().unwrap();
        let status = Command::new("git")
            .args(["init", "-q"])
            .current_dir(folder.path())
            .status()
            .unwrap();
        assert!(status.success());
        Fake { folder }
    }

    pub fn with(self, path: &str, text: &str) -> Fake {
        let path = self.folder.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
        self
    }

    /// A workspace member with these members as dependencies.
    pub fn member(self, path: &str, name: &str, dependencies: &[(&str, &str)]) -> Fake {
        let up = "../".repeat(path.split('/').count());
        let lines: String = dependencies
            .iter()
            .map(|(name, at)| format!("{name} = {{ path = \"{up}{at}\" }}\n"))
            .collect();
        let manifest = format!("[package]\nname = \"{name}\"\nedition = \"2024\"\n\n[dependencies]\n{lines}");
        self.with(&format!("{path}/Cargo.toml"), &manifest)
            .with(&format!("{path}/src/lib.rs"), "")
    }

    pub fn tree(&self) -> Tree {
        Tree::read(self.folder.path()).unwrap()
    }

    /// The complaints as lines.
    pub fn hear(&self, check: Check) -> Vec<String> {
        check(&self.tree())
            .unwrap()
            .iter()
            .map(Complaint::to_string)
            .collect()
    }
}
