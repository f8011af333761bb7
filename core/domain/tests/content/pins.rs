//! What was published is never edited: the SHA-256 of every file.

use crate::{FOLDERS, published};
use zhian_domain::id::ContentHash;

/// A failure here means: undo the edit and publish the next version beside this one.
const PINS: &str = include_str!("pins.txt");

#[test]
fn a_published_file_is_never_edited_and_none_is_left_unpinned() {
    let mut found = String::new();
    for below in FOLDERS {
        for (name, text) in published(below) {
            found.push_str(&format!("{}  {below}/{name}\n", ContentHash::of(text.as_bytes())));
        }
    }
    assert_eq!(found, PINS);
}
