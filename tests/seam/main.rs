//! `zhian-seam-stage DIR`: makes the data folder that the measuring programs of every language open.
//!
//! Prints one line: `{"dir":…,"visit":…,"item":…}`. `zhian-seam-stage --settle DIR` makes a copy of it ready.

use std::path::PathBuf;
use zhian_tests::seam;

fn main() {
    let words: Vec<_> = std::env::args_os().skip(1).collect();
    let dir = match words.as_slice() {
        [settle, dir] if settle == "--settle" => return seam::settle(&PathBuf::from(dir)),
        [dir] => PathBuf::from(dir),
        _ => {
            eprintln!("usage: zhian-seam-stage [--settle] DIR");
            std::process::exit(2);
        }
    };
    let staged = seam::stage(&dir);
    let line = serde_json::json!({
        "dir": dir,
        "visit": staged.visit.to_string(),
        "item": staged.item.as_str(),
    });
    println!("{line}");
}
