//! The repository as the rules see it.

use crate::tokens::{Token, test_modules, tokens_of, without_tests};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

/// A Rust file.
pub struct Source {
    /// Path from the root of the repository, with `/`.
    pub path: String,
    /// Whether the whole file is compiled for tests only.
    pub is_test: bool,
    /// Every token.
    pub tokens: Vec<Token>,
    /// Tokens that are shipped: none of a test file.
    pub shipped: Vec<Token>,
    /// Lines of the file.
    pub lines: usize,
    /// Lines compiled for tests only, both ends included.
    pub test_lines: Vec<(usize, usize)>,
}

impl Source {
    /// Reads a source. Errors: file and place where it is no Rust.
    pub fn read(path: &str, text: &str) -> Result<Self, String> {
        let tokens = tokens_of(text).map_err(|cause| format!("{path}: {cause}"))?;
        let (kept, test_lines) = without_tests(&tokens);
        let is_test = path.ends_with("/tests.rs") || path.contains("/tests/");
        let shipped = if is_test { Vec::new() } else { kept };
        let lines = text.lines().count();
        Ok(Self { path: path.to_owned(), is_test, tokens, shipped, lines, test_lines })
    }

    /// A sample for the rules' own tests.
    #[cfg(test)]
    pub fn sample(path: &str, text: &str) -> Self {
        Self::read(path, text).unwrap()
    }

    /// Whether the file lies in one of these folders.
    pub fn is_in(&self, folders: &[&str]) -> bool {
        folders.iter().any(|folder| self.path.starts_with(folder))
    }
}

/// Root of the repository.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..").canonicalize().unwrap()
}

/// Folders and files at the root that are made, not kept: the plain entries of `.gitignore`.
pub fn made() -> BTreeSet<String> {
    let ignored = std::fs::read_to_string(root().join(".gitignore")).unwrap();
    ignored
        .lines()
        .filter_map(|line| line.strip_prefix('/'))
        .map(|line| line.trim_matches('/').to_owned())
        .collect()
}

/// Every kept file, by path from the root, sorted.
pub fn files() -> Vec<String> {
    let (root, made) = (root(), made());
    let mut found = Vec::new();
    let mut folders = vec![root.clone()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            let from_root = path.strip_prefix(&root).unwrap().to_string_lossy().replace('\\', "/");
            if from_root == ".git" || made.contains(&from_root) {
                continue;
            }
            if path.is_dir() { folders.push(path) } else { found.push(from_root) }
        }
    }
    found.sort();
    found
}

/// Text of a kept file.
pub fn text(path: &str) -> String {
    std::fs::read_to_string(root().join(path)).unwrap_or_else(|cause| panic!("{path}: {cause}"))
}

/// Every Rust file of the repository, read once.
pub fn sources() -> &'static [Source] {
    static SOURCES: OnceLock<Vec<Source>> = OnceLock::new();
    SOURCES.get_or_init(read_sources)
}

fn read_sources() -> Vec<Source> {
    let mut found: Vec<Source> = files()
        .iter()
        .filter(|path| path.ends_with(".rs"))
        .map(|path| Source::read(path, &text(path)).unwrap_or_else(|fault| panic!("{fault}")))
        .collect();
    let test_files: BTreeSet<String> = found
        .iter()
        .flat_map(|source| {
            let folder = module_folder(&source.path);
            test_modules(&source.tokens).into_iter().map(move |name| format!("{folder}/{name}.rs"))
        })
        .collect();
    for source in &mut found {
        if test_files.contains(&source.path) {
            source.is_test = true;
            source.shipped.clear();
        }
    }
    assert!(found.len() > 50, "only {} Rust files found: the walk is broken", found.len());
    found
}

/// Where the modules declared in a file live.
fn module_folder(path: &str) -> String {
    let stem = path.trim_end_matches(".rs");
    let (folder, name) = stem.rsplit_once('/').unwrap_or(("", stem));
    if matches!(name, "lib" | "main" | "mod") { folder.to_owned() } else { stem.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn modules_live_beside_a_root_and_below_a_leaf() {
        assert_eq!(module_folder("core/domain/src/lib.rs"), "core/domain/src");
        assert_eq!(module_folder("core/domain/src/seal.rs"), "core/domain/src/seal");
    }
}
