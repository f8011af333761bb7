use super::*;
use crate::sample::*;
use crate::{NewChange, Outbound, StoreError};
use std::fs;
use std::sync::Arc;

#[test]
fn a_second_process_is_told_that_the_folder_is_in_use() {
    let folder = Folder::new();
    let first = folder.open();
    assert_eq!(folder.try_open().err().map(|error| error.code()), Some("store.in-use"));
    drop(first);
    folder.open();
}

#[test]
fn a_store_can_be_shared_by_threads() {
    fn shared<T: Send + Sync>(_: &T) {}
    shared(&Folder::new().open());
}

#[test]
fn a_first_start_says_so_and_the_next_one_has_nothing_to_report() {
    let folder = Folder::new();
    let (store, report) = folder.try_open().unwrap();
    assert_eq!(report, OpenReport { fresh: true, install_changed: true, ..OpenReport::default() });
    store.begin_install(&[9; 16]).unwrap();
    assert_eq!(store.install_epoch().unwrap(), Some([9; 16]));
    drop(store);
    assert_eq!(folder.try_open().unwrap().1, OpenReport::default());
}

#[test]
fn data_that_moved_to_another_installation_is_noticed() {
    let folder = Folder::new();
    drop(folder.begun());
    // Restored from a backup that leaves the marker out.
    let copy = Folder::new();
    fs::copy(folder.file("visits.db"), copy.file("visits.db")).unwrap();
    assert!(copy.try_open().unwrap().1.install_changed);
    // A copy of everything: the marker's place on disk differs.
    let clone = Folder::new();
    for name in ["visits.db", "install.marker"] {
        fs::copy(folder.file(name), clone.file(name)).unwrap();
    }
    assert!(clone.try_open().unwrap().1.install_changed);
    assert!(!folder.try_open().unwrap().1.install_changed);
    // A copy put where the original stood may be given its very number on the disk, and is noticed all the same.
    let marker = fs::read(folder.file("install.marker")).unwrap();
    fs::remove_file(folder.file("install.marker")).unwrap();
    fs::write(folder.file("install.marker"), marker).unwrap();
    assert!(folder.try_open().unwrap().1.install_changed);
}

#[test]
fn a_transaction_that_fails_leaves_nothing_and_one_that_succeeds_leaves_all() {
    let folder = Folder::new();
    let store = folder.open();
    let failed: Result<(), StoreError> = store.write(|tx| {
        tx.insert_visit(&visit_row(1))?;
        put_change(tx, 1, 1)?;
        tx.enqueue(&Outbound::Draft(hash(1)), 10, at(1))?;
        Err(StoreError::Internal { detail: "the action gave up".to_owned() })
    });
    assert!(failed.is_err());
    assert_eq!(store.visit(&visit(1)).unwrap(), None);
    assert!(store.outbox_totals().unwrap().is_empty());
    store.write(|tx| put_change(tx, 1, 1)).unwrap();
    assert_eq!(store.changes(&visit(1), 0).unwrap().len(), 1);
}

#[test]
fn a_panic_inside_an_action_leaves_the_store_whole_and_usable() {
    let folder = Folder::new();
    let store = folder.open();
    let caught = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
        store.write(|tx| -> Result<(), StoreError> {
            tx.insert_visit(&visit_row(1))?;
            panic!("a mistake in an action")
        })
    }));
    assert!(caught.is_err());
    assert_eq!(store.visit(&visit(1)).unwrap(), None);
    store.write(|tx| tx.insert_visit(&visit_row(1))).unwrap();
}

#[test]
fn a_write_inside_a_write_is_an_error_and_not_a_standstill() {
    let folder = Folder::new();
    let store = folder.open();
    let nested = store.write(|_| store.write(|tx| tx.put_language("zh")));
    assert_eq!(nested.err().map(|error| error.code()), Some("store.internal"));
    let nested = store.read(|_| store.language());
    assert_eq!(nested.err().map(|error| error.code()), Some("store.internal"));
    store.write(|tx| tx.put_language("zh")).unwrap();
    assert_eq!(store.language().unwrap().as_deref(), Some("zh"));
}

#[test]
fn reads_do_not_wait_for_a_write_and_see_the_state_before_it() {
    let folder = Folder::new();
    let store = folder.open();
    store
        .write(|tx| {
            tx.put_language("zh")?;
            std::thread::scope(|scope| {
                let seen = scope.spawn(|| store.language()).join().unwrap();
                assert_eq!(seen.unwrap(), None);
            });
            assert_eq!(tx.language()?.as_deref(), Some("zh"));
            Ok::<_, StoreError>(())
        })
        .unwrap();
}

#[test]
fn a_snapshot_sees_one_state_while_others_write() {
    let folder = Folder::new();
    let store = folder.open();
    store
        .read(|snapshot| {
            assert_eq!(snapshot.language()?, None);
            std::thread::scope(|scope| {
                scope.spawn(|| store.write(|tx| tx.put_language("en")).unwrap());
            });
            assert_eq!(snapshot.language()?, None);
            Ok::<_, StoreError>(())
        })
        .unwrap();
    assert_eq!(store.language().unwrap().as_deref(), Some("en"));
}

/// One user action of each kind, as the engine does them.
fn a_working_day(store: &crate::Store) -> Result<(), StoreError> {
    store.write(|tx| tx.insert_visit(&visit_row(1)))?;
    for n in 0..3 {
        store.write(|tx| {
            put_change(tx, 1, n)?;
            tx.put_visit_summary(&visit(1), &crate::VisitSummary { answered: n + 1, ..Default::default() })?;
            tx.enqueue(&Outbound::Draft(hash(n)), 10, at(1)).map(drop)
        })?;
        attach(store, n, 1)?;
    }
    Ok(())
}

#[test]
fn whatever_write_a_loss_of_power_hits_every_action_is_whole_or_absent() {
    let mut writes = 0;
    loop {
        let folder = Folder::new();
        drop(folder.begun());
        let power = Allowance::new(writes, std::io::ErrorKind::Other);
        let result =
            folder.open_with(Arc::clone(&power) as Arc<dyn Space>).and_then(|store| a_working_day(&store));
        let (store, report) = folder.try_open().unwrap();
        assert_eq!(report.salvage, None);
        let changes = store.changes(&visit(1), 0).unwrap().len();
        let answered = store.visit(&visit(1)).unwrap().map_or(0, |row| row.summary.answered as usize);
        assert_eq!(changes, answered, "after {writes} writes");
        assert_eq!(store.outbox_totals().unwrap().drafts.items as usize, changes);
        for row in store.evidence_of(&visit(1)).unwrap() {
            let file = store.files().read_at(&row.hash, 0, 1 << 20).unwrap();
            assert_eq!(zhian_domain::id::EvidenceHash::of(&file), row.hash);
        }
        for orphan in &report.orphans {
            assert_eq!(store.files().size(&orphan.hash).unwrap(), orphan.size);
            assert_eq!(store.evidence(&orphan.hash).unwrap(), None);
        }
        let files = store.evidence_totals().unwrap().files;
        assert!(report.orphans.len() <= 1);
        if result.is_ok() {
            assert!(!power.is_spent());
            assert_eq!((changes, files, report.orphans.len()), (3, 3, 0));
            break;
        }
        writes += 1;
    }
    assert_eq!(writes, 20, "every write of the day was cut once");
}

#[test]
fn a_full_disk_stops_a_save_with_a_clear_code_and_harms_nothing() {
    let folder = Folder::new();
    let store = folder.open();
    store.write(|tx| tx.insert_visit(&visit_row(1))).unwrap();
    // SQLite's own refusal, as from a full disk: no page may be added any more.
    let limit = |pages: i64| {
        let held = store.0.writer.enter().unwrap();
        held.conn().pragma_update(None, "max_page_count", pages).unwrap();
    };
    limit(1);
    let large = vec![1_u8; 200_000];
    let change = NewChange {
        visit: visit(1),
        hash: hash(5),
        actor: &[1; 16],
        actor_seq: 1,
        device: device(1),
        origin: crate::ChangeOrigin::Own,
        late: false,
        parcel: None,
        bytes: &large,
    };
    let refused = store.write(|tx| tx.insert_change(&change));
    assert_eq!(refused.err().map(|error| error.code()), Some("store.disk-full"));
    assert_eq!(store.changes(&visit(1), 0).unwrap().len(), 0);
    limit(1_000_000);
    store.write(|tx| tx.insert_change(&change)).unwrap();
    assert_eq!(store.changes(&visit(1), 0).unwrap().len(), 1);
}

#[test]
fn a_refusal_right_before_the_commit_undoes_the_action() {
    let folder = Folder::new();
    drop(folder.begun());
    // One write is granted: the begin of the first action, not its commit.
    let full = Allowance::new(1, std::io::ErrorKind::StorageFull);
    let store = folder.open_with(full).unwrap();
    let refused = store.write(|tx| tx.insert_visit(&visit_row(1)));
    assert_eq!(refused.err().map(|error| error.code()), Some("store.disk-full"));
    assert_eq!(store.visit(&visit(1)).unwrap(), None);
}
