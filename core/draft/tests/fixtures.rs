//! Bytes that were once on a phone must be readable, and made alike, for ever.
//!
//! Files under `tests/fixtures/draft/` are added, never altered. A shape that changes needs a new file and a reader of
//! both. `WRITE_FIXTURES=1 cargo test -p zhian-draft --test fixtures` writes those that are missing.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout
)]

mod support;

use support::*;
use zhian_draft::*;

fn fixture(name: &str, made: &str) -> String {
    let path = format!("{}/../../tests/fixtures/draft/{name}", env!("CARGO_MANIFEST_DIR"));
    if std::env::var_os("WRITE_FIXTURES").is_some() && !std::path::Path::new(&path).exists() {
        std::fs::write(&path, made).unwrap();
    }
    std::fs::read_to_string(&path).unwrap_or_else(|cause| panic!("{path}: {cause}"))
}

fn lines<B: AsRef<[u8]>>(changes: impl IntoIterator<Item = B>) -> String {
    changes.into_iter().map(|bytes| hex::encode(bytes) + "\n").collect()
}

#[test]
fn the_genesis_of_a_visit_never_changes() {
    let made = format!("{}\n", genesis(40).hash().unwrap());
    assert_eq!(made, fixture("genesis-40-items-v1.hash", &made));
}

#[test]
fn every_kind_of_edit_makes_the_same_change_for_ever() {
    let phone = busy(1, &genesis(5));
    let made = lines(phone.made.iter().map(|change| &change.bytes));
    assert_eq!(made, fixture("every-edit-v1.hex", &made));
}

#[test]
fn a_log_of_the_first_version_is_read() {
    let phone = busy(1, &genesis(5));
    let log = fixture("every-edit-v1.hex", &lines(phone.made.iter().map(|change| &change.bytes)));
    let log: Vec<_> = log.lines().map(|line| hex::decode(line).unwrap()).collect();
    let draft = Draft::replay(&genesis(5), &log).unwrap();
    assert_eq!(draft.content().unwrap(), phone.draft.content().unwrap());
}

#[test]
fn a_snapshot_of_the_first_version_is_read() {
    let phone = busy(1, &genesis(5));
    let snapshot = fixture("snapshot-v1.hex", &lines([phone.draft.snapshot().unwrap()]));
    let snapshot = hex::decode(snapshot.trim()).unwrap();
    let draft = Draft::restore(&genesis(5), &snapshot, &phone.draft.heads()).unwrap();
    assert_eq!(draft.content().unwrap(), phone.draft.content().unwrap());
}

#[test]
fn a_parcel_of_the_first_version_is_read_and_made() {
    let phone = busy(1, &genesis(5));
    let changes: Vec<_> = phone.made.iter().map(|change| change.bytes.clone()).collect();
    let made = lines([pack(&changes)]);
    let parcel = fixture("parcel-v1.hex", &made);
    assert_eq!(made, parcel);
    assert_eq!(unpack(&hex::decode(parcel.trim()).unwrap(), 100).unwrap(), changes);
}
