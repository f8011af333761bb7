use super::*;
use crate::sample::*;
use crate::{FileState, Outbound, StoreError};

fn parts(store: &crate::Store) -> usize {
    fs::read_dir(store.files().root.join("tmp")).unwrap().count()
}

#[test]
fn a_photo_is_read_back_whole_and_by_range() {
    let folder = Folder::new();
    let store = folder.open();
    attach(&store, 1, 1).unwrap();
    let hash = evidence(1, 1).hash;
    assert_eq!(store.files().read_at(&hash, 0, 10_000).unwrap(), photo(1));
    assert_eq!(store.files().read_at(&hash, 100, 50).unwrap(), photo(1)[100..150]);
    assert_eq!(store.files().read_at(&hash, 1280, 50).unwrap(), Vec::<u8>::new());
    assert_eq!(store.files().size(&hash).unwrap(), 1280);
    assert_eq!(parts(&store), 0, "the note ended with the commit");
}

#[test]
fn a_photo_that_is_not_here_is_missing_and_not_empty() {
    let folder = Folder::new();
    let store = folder.open();
    let hash = evidence(1, 1).hash;
    let codes = [
        store.files().read_at(&hash, 0, 10).err().map(|error| error.code()),
        store.files().size(&hash).err().map(|error| error.code()),
    ];
    assert_eq!(codes, [Some("store.evidence-missing"); 2]);
    // A folder in its place cannot be read: another answer than missing.
    fs::create_dir_all(store.files().path(&hash)).unwrap();
    let error = store.files().read_at(&hash, 0, 10).err().unwrap();
    assert_eq!(error.code(), "store.evidence-unreadable");
}

#[test]
fn an_imported_file_is_copied_and_its_source_left_alone() {
    let folder = Folder::new();
    let store = folder.open();
    let source = folder.file("IMG_0001.jpg");
    fs::write(&source, photo(3)).unwrap();
    let mut seen = Vec::new();
    let writer = store.files().import_file(&source, |piece| seen.extend_from_slice(piece)).unwrap();
    assert_eq!(seen, photo(3));
    assert_eq!(writer.finish(&evidence(3, 1).hash).unwrap(), 1280);
    assert_eq!(store.files().read_at(&evidence(3, 1).hash, 0, 9999).unwrap(), photo(3));
    assert!(source.exists());
    let missing = store.files().import_file(&folder.file("none.jpg"), |_| {});
    assert_eq!(missing.err().map(|error| error.code()), Some("store.file"));
}

#[test]
fn a_photo_given_up_halfway_leaves_nothing() {
    let folder = Folder::new();
    let store = folder.open();
    let mut writer = store.files().begin().unwrap();
    writer.write(b"half").unwrap();
    drop(writer);
    assert_eq!(parts(&store), 0);
}

#[test]
fn a_photo_that_a_crash_cut_off_is_swept_and_a_complete_one_is_offered_again_until_it_has_a_row() {
    let folder = Folder::new();
    let store = folder.begun();
    let whole = evidence(1, 1).hash;
    let mut writer = store.files().begin().unwrap();
    writer.write(&photo(1)).unwrap();
    writer.finish(&whole).unwrap();
    fs::write(store.files().root.join("tmp/77.part"), b"torn").unwrap();
    drop(store);
    for _ in 0..2 {
        let (store, report) = folder.try_open().unwrap();
        assert_eq!(report.orphans, [OrphanFile { hash: whole, size: 1280 }]);
        drop(store);
    }
    let store = folder.open();
    assert_eq!(parts(&store), 1, "the torn one is gone, the note of the whole one stays");
    store.write(|tx| tx.insert_evidence(&evidence(1, 1))).unwrap();
    drop(store);
    assert_eq!(folder.try_open().unwrap().1, crate::OpenReport::default());
}

#[test]
fn a_full_disk_refuses_the_photo_and_leaves_no_part_of_it() {
    let folder = Folder::new();
    let store = folder.open_with(Allowance::new(3, io::ErrorKind::StorageFull)).unwrap();
    let mut writer = store.files().begin().unwrap();
    writer.write(b"first").unwrap();
    let refused = writer.write(b"second").err().unwrap();
    assert_eq!(refused.code(), "store.disk-full");
    drop(writer);
    assert_eq!(parts(&store), 0);
}

#[test]
fn a_removal_that_a_crash_interrupted_is_finished_at_the_next_start() {
    let folder = Folder::new();
    let store = folder.begun();
    attach(&store, 1, 1).unwrap();
    attach(&store, 2, 1).unwrap();
    let [first, second] = [evidence(1, 1).hash, evidence(2, 1).hash];
    // Cut after the row said "purged", and cut before.
    store.files().note_removal(&first).unwrap();
    store.write(|tx| tx.set_evidence_file(&first, FileState::Purged)).unwrap();
    store.files().note_removal(&second).unwrap();
    drop(store);
    let (store, report) = folder.try_open().unwrap();
    assert_eq!(report, crate::OpenReport::default());
    assert_eq!(store.files().size(&first).err().map(|error| error.code()), Some("store.evidence-missing"));
    assert_eq!(store.files().size(&second).unwrap(), 1280);
    assert_eq!(parts(&store), 0);
}

#[test]
fn a_file_that_arrives_later_turns_an_absent_row_into_one_that_is_here() {
    let folder = Folder::new();
    let store = folder.open();
    let absent = crate::EvidenceRow { file: FileState::Absent, ..evidence(1, 1) };
    store.write(|tx| tx.insert_evidence(&absent)).unwrap();
    attach(&store, 1, 1).unwrap();
    assert_eq!(store.evidence(&absent.hash).unwrap().map(|row| row.file), Some(FileState::Here));
    store
        .write(|tx| {
            assert!(tx.outbox_item(&Outbound::Evidence(absent.hash))?.is_some());
            Ok::<_, StoreError>(())
        })
        .unwrap();
}
