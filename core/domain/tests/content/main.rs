//! The content that comes with Zhian: what it promises holds.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test stops at the first surprise"
)]

mod counts;
mod drawings;
mod ids;
mod pins;
mod promises;
mod references;
mod schemas;
mod words;

use serde_json::Value;
use std::path::PathBuf;

/// The folder of the regulator's data.
fn folder() -> PathBuf {
    PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../checklists"))
}

/// Every published file of a folder below: its name and its text, in order of names.
fn published(below: &str) -> Vec<(String, String)> {
    let mut files: Vec<(String, String)> = std::fs::read_dir(folder().join(below))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "json"))
        .map(|path| {
            let name = path.file_name().unwrap().to_str().unwrap().to_owned();
            (name, std::fs::read_to_string(&path).unwrap())
        })
        .collect();
    files.sort();
    assert!(!files.is_empty(), "{below} is empty: the search is broken");
    files
}

fn json(below: &str) -> Value {
    let text =
        std::fs::read_to_string(folder().join(below)).unwrap_or_else(|cause| panic!("{below}: {cause}"));
    serde_json::from_str(&text).unwrap()
}

/// Calls `see` with every object in a value.
fn each_object(value: &Value, see: &mut impl FnMut(&serde_json::Map<String, Value>)) {
    match value {
        Value::Object(members) => {
            see(members);
            members.values().for_each(|value| each_object(value, see));
        }
        Value::Array(list) => list.iter().for_each(|value| each_object(value, see)),
        _ => {}
    }
}

/// Folders that hold published files; `.` is the folder itself.
const FOLDERS: [&str; 8] = [".", "overlays", "conduct", "law", "rules", "risks", "quiz", "media"];

/// Every published file: its path, its path without version and ending, its version and its content.
fn everything() -> Vec<(String, String, u32, Value)> {
    let mut found = Vec::new();
    for below in FOLDERS {
        for (name, text) in published(below) {
            let (stem, rest) = name.split_once(".v").unwrap();
            let version = rest.trim_end_matches(".json").parse().unwrap();
            found.push((
                format!("{below}/{name}"),
                format!("{below}/{stem}"),
                version,
                serde_json::from_str(&text).unwrap(),
            ));
        }
    }
    assert!(found.len() > 45, "only {} files were found: the search is broken", found.len());
    found
}
