//! A regulator's desk: an office, a folder of content, and the program.

use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use tempfile::TempDir;

/// The content that comes with Zhian.
pub fn shipped() -> PathBuf {
    PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../core/checklists"))
}

pub struct Desk {
    pub folder: TempDir,
}

impl Desk {
    /// A desk with an office.
    pub fn new() -> Self {
        let desk = Self::without_office();
        desk.said(&["init"]);
        desk.said(&["authority", "add", "--name", "示例区局", "--region", "120199"]);
        desk
    }

    pub fn without_office() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub fn run(&self, lang: &str, args: &[&str]) -> Output {
        Command::new(env!("CARGO_BIN_EXE_zhian-server"))
            .arg("--data")
            .arg(self.path("office"))
            .args(["--lang", lang])
            .args(args)
            .output()
            .unwrap()
    }

    /// What a command that is carried out says to a program.
    pub fn said(&self, args: &[&str]) -> Value {
        let output = self.run("en", &[&["--json"], args].concat());
        assert!(output.status.success(), "{args:?}: {}", text(&output.stderr));
        serde_json::from_slice(&output.stdout).unwrap()
    }

    /// What a command that is carried out says to people.
    pub fn told(&self, lang: &str, args: &[&str]) -> String {
        let output = self.run(lang, args);
        assert!(output.status.success(), "{args:?}: {}", text(&output.stderr));
        text(&output.stdout)
    }

    /// The faults of a check, which must have some and say so with exit code 1.
    pub fn faults(&self, args: &[&str]) -> Vec<Value> {
        let output = self.run("en", &[&["--json", "checklist", "check"], args].concat());
        assert_eq!(output.status.code(), Some(1), "{args:?}: {}", text(&output.stdout));
        let said: Value = serde_json::from_slice(&output.stdout).unwrap();
        let faults = said["faults"].as_array().unwrap().clone();
        assert!(!faults.is_empty());
        for fault in &faults {
            for language in ["zh", "en"] {
                assert!(!fault[language].as_str().unwrap().is_empty(), "{fault}");
            }
        }
        faults
    }

    /// The error of a command that is refused.
    pub fn refused(&self, args: &[&str]) -> Value {
        let output = self.run("en", &[&["--json"], args].concat());
        assert_eq!(output.status.code(), Some(1), "{args:?}: {}", text(&output.stdout));
        let error: Value = serde_json::from_slice(&output.stderr).unwrap();
        assert!(error["error"]["zh"].as_str().unwrap().ends_with('。'), "{error}");
        error["error"].clone()
    }

    /// How much is published, and where the feed ends: unchanged if nothing was half published.
    pub fn standing(&self) -> (Value, Value) {
        let status = self.said(&["status"]);
        (status["contents"].clone(), status["feed_end"].clone())
    }

    pub fn write(&self, name: &str, text: &str) -> String {
        let path = self.path(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, text).unwrap();
        path.to_str().unwrap().to_owned()
    }

    /// A copy of a shipped file with some of its words changed.
    pub fn changed(&self, from: &str, name: &str, changes: &[(&str, &str)]) -> String {
        let mut json = std::fs::read_to_string(shipped().join(from)).unwrap();
        for (old, new) in changes {
            assert!(json.contains(old), "{from} has no {old}");
            json = json.replacen(old, new, 1);
        }
        self.write(name, &json)
    }

    /// Publishes everything that comes with Zhian.
    pub fn publishes_all(&self) -> Value {
        self.said(&["checklist", "publish", shipped().to_str().unwrap()])
    }
}

pub fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

pub fn text_of(path: &Path) -> &str {
    path.to_str().unwrap()
}
