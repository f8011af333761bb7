//! What every database and every store of evidence must do, whichever it is: one list of sentences for each, run
//! against all that can be reached. A run that reached none has shown nothing, and fails.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout,
    reason = "a contract stops at the first surprise and tells what held"
)]

mod db;
mod evidence;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::process::ExitCode;
use zhian_server::db::Db;
use zhian_server::db::sqlite::SqliteDb;
use zhian_server::evidence::EvidenceStore;
use zhian_server::evidence::folder::FolderEvidence;

/// A kind of database, and how a fresh one is made in a folder.
type FreshDb = (&'static str, fn(&std::path::Path) -> Box<dyn Db>);

/// A kind of store, and how one is opened in a folder.
type FreshStore = (&'static str, fn(&std::path::Path) -> Box<dyn EvidenceStore>);

const DATABASES: &[FreshDb] = &[("SQLite", |folder| {
    let path = folder.join("office.sqlite");
    SqliteDb::create(&path, [7; 16], db::at(1)).expect("a database is made");
    Box::new(SqliteDb::open(&path, 2).expect("it opens"))
})];

const STORES: &[FreshStore] =
    &[("folder", |folder| Box::new(FolderEvidence::open(&folder.join("evidence")).expect("it opens")))];

fn main() -> ExitCode {
    let (mut reached, mut failed) = (0, Vec::new());
    for (name, fresh) in DATABASES {
        reached += 1;
        for (sentence, test) in db::CONTRACT {
            let folder = tempfile::tempdir().expect("a folder");
            let one = fresh(folder.path());
            run(name, sentence, &mut failed, || test(one.as_ref()));
        }
    }
    for (name, fresh) in STORES {
        reached += 1;
        for (sentence, test) in evidence::CONTRACT {
            let folder = tempfile::tempdir().expect("a folder");
            let one = fresh(folder.path());
            run(name, sentence, &mut failed, || test(one.as_ref()));
        }
        for (sentence, test) in evidence::ACROSS_RESTARTS {
            let folder = tempfile::tempdir().expect("a folder");
            run(name, sentence, &mut failed, || test(&|| fresh(folder.path())));
        }
    }
    let sentences = db::CONTRACT.len() + evidence::CONTRACT.len() + evidence::ACROSS_RESTARTS.len();
    println!("{sentences} sentences, {reached} implementations, {} failed", failed.len());
    if reached > 0 && failed.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn run(name: &str, sentence: &str, failed: &mut Vec<String>, test: impl FnOnce()) {
    let held = catch_unwind(AssertUnwindSafe(test)).is_ok();
    println!("{} {name}: {sentence}", if held { "ok    " } else { "FAILED" });
    if !held {
        failed.push(format!("{name}: {sentence}"));
    }
}
