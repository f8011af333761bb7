//! The same for a database that is encrypted: nothing is lost that its pages still hold, and nothing is ever in plain.

use super::*;
use crate::{DatabaseKey, StoreOptions, VisitState};

/// What would be found in the folder if anything were written in plain.
const SENTENCE: &str = "写了一半的备注";

fn key() -> DatabaseKey {
    DatabaseKey::from_slice(&[1; 32]).unwrap()
}

fn try_open(folder: &Folder) -> Result<(Store, OpenReport), StoreError> {
    Store::open(folder.path(), StoreOptions { key: Some(key()), ..StoreOptions::at(at(1_000)) })
}

/// A folder with closed work in it, and its rows.
fn closed() -> (Folder, Rows) {
    let folder = Folder::new();
    let (store, _) = try_open(&folder).unwrap();
    store.begin_install(&[9; 16]).unwrap();
    work(&store);
    drop(store);
    let rows = rows_of(&folder);
    (folder, rows)
}

fn rows_of(folder: &Folder) -> Rows {
    dump_with(&folder.file("visits.db"), Some(&key()))
}

/// A copy of a folder's small files, with these bytes as its database.
fn copy_with(folder: &Folder, bytes: &[u8]) -> Folder {
    let copy = Folder::new();
    for name in ["key.check", "key.salt", "install.marker"] {
        fs::copy(folder.file(name), copy.file(name)).unwrap();
    }
    fs::write(copy.file("visits.db"), bytes).unwrap();
    copy
}

/// Salvages, checks what is promised of every salvage, and gives what was lost.
fn salvaged(folder: &Folder, before: &Rows, torn: &[u8], about: &str) -> BTreeSet<(String, i64)> {
    let (store, report) = try_open(folder).unwrap();
    drop(store);
    nothing_is_in_plain(folder);
    let salvage = report.salvage.clone().unwrap_or_else(|| panic!("{about}: nothing was noticed"));
    assert_eq!(fs::read(folder.file(&salvage.kept_as)).unwrap(), torn, "{about}: it is kept as it was");
    let gone = missing(before, &rows_of(folder));
    let named: BTreeSet<_> = lost(&report);
    // Rows of meta may be written anew.
    assert!(gone.is_subset(&named), "{about}: {gone:?} are gone, {named:?} are named");
    assert_eq!(try_open(folder).unwrap().1.salvage, None, "{about}: it is repaired");
    named
}

fn nothing_is_in_plain(folder: &Folder) {
    let finds = |bytes: &[u8], what: &[u8]| bytes.windows(what.len()).any(|part| part == what);
    for entry in fs::read_dir(folder.path()).unwrap() {
        let path = entry.unwrap().path();
        if !path.is_file() {
            continue;
        }
        let bytes = fs::read(&path).unwrap();
        assert!(!finds(&bytes, SENTENCE.as_bytes()), "{} holds work in plain", path.display());
        assert!(!finds(&bytes, b"CREATE TABLE"), "{} holds a schema in plain", path.display());
    }
}

fn page_of(bytes: &mut [u8], number: u64) -> &mut [u8] {
    let start = (usize::try_from(number).unwrap() - 1) * PAGE_BYTES;
    &mut bytes[start..start + PAGE_BYTES]
}

#[test]
fn a_page_zeroed_anywhere_costs_its_own_rows_and_each_of_them_is_named() {
    let (folder, before) = closed();
    let bytes = fs::read(folder.file("visits.db")).unwrap();
    let map = pages_with(&folder.file("visits.db"), Some(&key()));
    assert!(map.len() > 60, "{} pages", map.len());
    // The first, and one of each kind of each table.
    let mut met = BTreeSet::new();
    for page in map.iter().filter(|page| met.insert((page.name.clone(), page.kind.clone()))) {
        let mut torn = bytes.clone();
        page_of(&mut torn, page.number).fill(0);
        let about = format!("page {} ({} of {})", page.number, page.kind, page.name);
        let named = salvaged(&copy_with(&folder, &torn), &before, &torn, &about);
        let rows = if page.name == "snapshot" { 0 } else { page.rows };
        assert!(named.len() <= rows, "{about} held {rows} rows: {named:?}");
        assert!(named.iter().all(|(table, _)| *table == page.name), "{about}: {named:?}");
    }
    assert!(met.len() > 20, "{met:?}");
}

#[test]
fn a_flipped_bit_costs_the_rows_it_touches_and_the_others_of_the_page_are_believed_by_their_sums() {
    let (folder, before) = closed();
    let bytes = fs::read(folder.file("visits.db")).unwrap();
    let map = pages_with(&folder.file("visits.db"), Some(&key()));
    let leaf =
        map.iter().rfind(|page| page.name == "change" && page.kind == "leaf" && page.rows > 8).unwrap();
    let mut torn = bytes;
    page_of(&mut torn, leaf.number)[3_000] ^= 4;
    let named = salvaged(&copy_with(&folder, &torn), &before, &torn, "a bit in a leaf of changes");
    // A flipped bit scrambles its cipher block of 16 bytes and a bit of the next: two rows, or three where it hits the end of
    // one, and the number of a row that never was where it hits a number.
    assert!((1..=4).contains(&named.len()), "{named:?} of {} rows", leaf.rows);
}

#[test]
fn a_torn_first_page_is_survived_with_the_salt_that_is_kept_beside_it() {
    let (folder, before) = closed();
    let bytes = fs::read(folder.file("visits.db")).unwrap();
    let cases: [(&str, std::ops::Range<usize>); 4] = [
        ("the salt alone", 0..16),
        ("one byte of it", 3..4),
        ("behind it", 20..220),
        ("all of it", 0..PAGE_BYTES),
    ];
    for (about, range) in cases {
        let mut torn = bytes.clone();
        torn[range].iter_mut().for_each(|byte| *byte ^= 0xff);
        let named = salvaged(&copy_with(&folder, &torn), &before, &torn, about);
        assert_eq!(named, BTreeSet::new(), "{about}: the first page holds the schema and no work");
    }
}

#[test]
fn without_any_salt_every_row_that_has_a_sum_is_still_there() {
    let (folder, before) = closed();
    let mut torn = fs::read(folder.file("visits.db")).unwrap();
    torn[..16].fill(0);
    let copy = copy_with(&folder, &torn);
    fs::remove_file(copy.file("key.salt")).unwrap();
    let named = salvaged(&copy, &before, &torn, "no salt");
    for table in ["change", "parcel", "evidence", "task"] {
        assert!(named.iter().all(|(name, _)| name != table), "{table}: its rows have sums");
    }
    // What nobody can vouch for is named as lost, and stays in the file that is kept.
    assert!(named.iter().any(|(name, _)| name == "draft_text"), "{named:?}");
}

#[test]
fn a_file_cut_short_gives_back_every_row_before_the_cut() {
    let (folder, before) = closed();
    let bytes = fs::read(folder.file("visits.db")).unwrap();
    let map = pages_with(&folder.file("visits.db"), Some(&key()));
    let total = bytes.len() / PAGE_BYTES;
    for (whole, extra) in [(total - 1, 100), (total / 2, 0), (total / 3, 2_000), (1, 0)] {
        let torn = &bytes[..whole * PAGE_BYTES + extra];
        let copy = copy_with(&folder, torn);
        let (store, report) = try_open(&copy).unwrap();
        drop(store);
        nothing_is_in_plain(&copy);
        let about = format!("cut after {whole} of {total} pages and {extra} bytes");
        assert!(report.salvage.is_some(), "{about}");
        let cut: usize = map.iter().filter(|page| page.number as usize > whole).map(|page| page.rows).sum();
        let gone = missing(&before, &rows_of(&copy));
        assert!(gone.len() <= cut, "{about}: {} rows are gone, {cut} were cut off", gone.len());
    }
}

#[test]
fn what_only_the_log_holds_is_brought_over_too() {
    let folder = Folder::new();
    let (store, _) = try_open(&folder).unwrap();
    store.begin_install(&[9; 16]).unwrap();
    work(&store);
    // The app is killed: the log was not written back.
    let copy = copy_with(&folder, &fs::read(folder.file("visits.db")).unwrap());
    let log = fs::read(folder.file("visits.db-wal")).unwrap();
    drop(store);
    let before = rows_of(&folder);
    let frame_bytes = 24 + PAGE_BYTES;
    let frames = (log.len() - 32) / frame_bytes;
    assert!(frames > 60);
    let mut torn = log;
    torn[32 + frames / 2 * frame_bytes + 24 + 2_000] ^= 4;
    fs::write(copy.file("visits.db-wal"), &torn).unwrap();
    let (store, report) = try_open(&copy).unwrap();
    drop(store);
    nothing_is_in_plain(&copy);
    assert!(report.salvage.is_some());
    let gone = missing(&before, &rows_of(&copy));
    assert!(gone.len() <= 1, "{gone:?}");
}

#[test]
fn damage_met_during_use_is_an_error_with_a_code_and_is_repaired_at_the_next_start() {
    let (folder, before) = closed();
    let map = pages_with(&folder.file("visits.db"), Some(&key()));
    let leaf = map.iter().find(|page| page.name == "change" && page.kind == "leaf").unwrap();
    let (store, _) = try_open(&folder).unwrap();
    let mut torn = fs::read(folder.file("visits.db")).unwrap();
    page_of(&mut torn, leaf.number).fill(0);
    fs::write(folder.file("visits.db"), &torn).unwrap();
    let errors: Vec<&str> =
        (0..12).filter_map(|n| store.changes(&visit(n), 0).err().map(|error| error.code())).collect();
    assert!(!errors.is_empty() && errors.iter().all(|code| *code == "store.damaged"), "{errors:?}");
    drop(store);
    let (store, report) = try_open(&folder).unwrap();
    assert!(report.salvage.is_some());
    assert_eq!(store.visits(VisitState::Draft).unwrap().len(), 12);
    drop(store);
    assert!(missing(&before, &rows_of(&folder)).len() <= leaf.rows);
}

#[test]
fn a_salvage_is_made_with_the_right_key_only() {
    let (folder, _) = closed();
    let mut torn = fs::read(folder.file("visits.db")).unwrap();
    torn[..8_000].fill(7);
    fs::write(folder.file("visits.db"), &torn).unwrap();
    let other = DatabaseKey::from_slice(&[2; 32]);
    for (key, expected) in [(other, "store.wrong-key"), (None, "store.key-missing")] {
        let options = StoreOptions { key, ..StoreOptions::at(at(1_000)) };
        let refused = Store::open(folder.path(), options).map(drop).unwrap_err();
        assert_eq!(refused.code(), expected);
        assert_eq!(fs::read(folder.file("visits.db")).unwrap(), torn, "it is not touched");
    }
}
