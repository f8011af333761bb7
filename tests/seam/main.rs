//! `zhian-seam-stage DIR`: makes the data folder that the measuring programs of every language open.
//!
//! Prints one line: `{"dir":…,"visit":…,"item":…}`.

use std::path::PathBuf;
use zhian_tests::seam;

fn main() {
    let Some(dir) = std::env::args_os().nth(1).map(PathBuf::from) else {
        eprintln!("usage: zhian-seam-stage DIR");
        std::process::exit(2);
    };
    let staged = seam::stage(&dir);
    let line = serde_json::json!({
        "dir": dir,
        "visit": staged.visit.to_string(),
        "item": staged.item.as_str(),
    });
    println!("{line}");
}
