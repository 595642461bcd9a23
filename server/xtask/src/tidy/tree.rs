//! The repository's files as git knows them: tracked or new, but not ignored.

use crate::shell;
use anyhow::Result;
use std::path::{Path, PathBuf};
use std::process::Command;

pub struct Tree {
    pub root: PathBuf,
    /// Relative, with forward slashes, sorted.
    pub files: Vec<String>,
}

impl Tree {
    pub fn read(root: &Path) -> Result<Tree> {
        let mut git = Command::new("git");
        // CI often checks out as another user than it builds as; we only list names.
        git.args([
            "-c",
            "safe.directory=*",
            "ls-files",
            "-z",
            "--cached",
            "--others",
            "--exclude-standard",
        ]);
        let listed = shell::quiet(git.current_dir(root))?;
        let mut files: Vec<String> = listed
            .split('\0')
            .filter(|path| !path.is_empty())
            .map(str::to_owned)
            .collect();
        files.retain(|path| root.join(path).is_file());
        files.sort();
        files.dedup();
        Ok(Tree {
            root: root.to_path_buf(),
            files,
        })
    }

    /// Nothing when the file is missing or not text.
    pub fn text(&self, path: &str) -> Option<String> {
        std::fs::read_to_string(self.root.join(path)).ok()
    }

    /// Rust files below one of the folders, with their text.
    pub fn rust_below(&self, folders: &[&str]) -> impl Iterator<Item = (&str, String)> {
        let below = move |path: &&String| {
            let inside = folders.is_empty()
                || folders
                    .iter()
                    .any(|folder| path.starts_with(&format!("{folder}/")));
            inside && path.ends_with(".rs")
        };
        let found: Vec<&String> = self.files.iter().filter(below).collect();
        found
            .into_iter()
            .filter_map(|path| Some((path.as_str(), self.text(path)?)))
    }
}

/// Lines with their numbers, without those that are only a comment.
pub fn code_lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let numbered = text.lines().enumerate().map(|(index, line)| (index + 1, line));
    numbered.filter(|(_, line)| !line.trim_start().starts_with("//"))
}

/// The line number of a byte offset.
pub fn line_at(text: &str, offset: usize) -> usize {
    text[..offset].matches('\n').count() + 1
}
