//! The rules, risk lists, quiz and media that come with Zhian: what they promise holds.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test stops at the first surprise"
)]

mod counts;
mod pins;
mod references;
mod schemas;

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
