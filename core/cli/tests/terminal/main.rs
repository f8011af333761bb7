//! The real program, run as a person or a script runs it.

// Test code through and through: what it cannot do without it may unwrap, index and panic about.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod help;
#[cfg(unix)]
mod interrupt;
mod office;
mod offline;
mod regulator;

use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::Command;

/// What a run left behind.
pub struct Run {
    /// Exit code.
    pub exit: i32,
    /// What it printed.
    pub stdout: String,
    /// What it complained.
    pub stderr: String,
}

impl Run {
    /// Its output as JSON.
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.stdout)
            .unwrap_or_else(|cause| panic!("{cause}: {}{}", self.stdout, self.stderr))
    }

    /// The code and sentences of its refusal, printed with `--json`.
    pub fn refusal(&self) -> Value {
        assert_eq!(self.stdout, "", "a refusal leaves stdout empty");
        let value: Value =
            serde_json::from_str(&self.stderr).unwrap_or_else(|cause| panic!("{cause}: {}", self.stderr));
        value["error"].clone()
    }
}

/// Runs `zhian` without a terminal and without anything of the tester's environment.
pub fn zhian(args: &[&str]) -> Run {
    let output = Command::new(env!("CARGO_BIN_EXE_zhian")).args(args).env_clear().output().unwrap();
    Run {
        exit: output.status.code().unwrap(),
        stdout: String::from_utf8(output.stdout).unwrap(),
        stderr: String::from_utf8(output.stderr).unwrap(),
    }
}

/// A terminal that was enrolled and has synced once; the office is gone since.
pub struct Terminal {
    dir: tempfile::TempDir,
}

impl Terminal {
    /// With so many tasks.
    pub fn with_tasks(tasks: u8) -> Self {
        Self::of(office::Office::open(2, tasks))
    }

    /// With all content that comes with Zhian, and one task.
    pub fn with_content() -> Self {
        Self::of(office::Office::with_content(2, 1))
    }

    fn of(office: office::Office) -> Self {
        let terminal = Self { dir: tempfile::tempdir().unwrap() };
        let enrolled = terminal.run(&["enrol", "--server", &office.url, "--code", "7K2M-Q9XD"]);
        assert_eq!(enrolled.exit, 0, "{}", enrolled.stderr);
        let synced = terminal.run(&["sync"]);
        assert_eq!(synced.exit, 0, "{}{}", synced.stdout, synced.stderr);
        office.closes();
        terminal
    }

    /// Its data folder.
    pub fn data(&self) -> &Path {
        self.dir.path()
    }

    /// A file beside its data.
    pub fn file(&self, name: &str, bytes: &[u8]) -> PathBuf {
        let path = self.dir.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        path
    }

    /// Runs a command on it.
    pub fn run(&self, args: &[&str]) -> Run {
        let data = self.dir.path().to_str().unwrap();
        zhian(&[&["--data", data], args].concat())
    }
}
