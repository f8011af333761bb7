use crate::sample::*;
use crate::*;

mod travel;

fn store() -> (Folder, Store) {
    let folder = Folder::new();
    let store = folder.open();
    (folder, store)
}

fn write<T>(store: &Store, action: impl FnOnce(&Tx<'_>) -> Result<T, StoreError>) -> T {
    store.write(action).unwrap()
}

#[test]
fn identity_cursor_language_and_clock_are_read_back() {
    let (_folder, store) = store();
    assert_eq!(store.identity().unwrap(), None);
    let cursor = ServerCursor { epoch: [3; 16], seq: u64::MAX, head: hash(8) };
    write(&store, |tx| {
        tx.put_identity(&identity())?;
        tx.put_cursor(&cursor)?;
        tx.raise_clock_high_water(at(100))?;
        tx.raise_clock_high_water(at(50))
    });
    assert_eq!(store.identity().unwrap(), Some(identity()));
    assert_eq!(store.cursor().unwrap(), Some(cursor));
    assert_eq!(store.clock_high_water().unwrap(), Some(at(100)));
}

#[test]
fn an_identity_with_a_part_missing_is_an_error_and_not_a_phone_without_one() {
    let (_folder, store) = store();
    write(&store, |tx| {
        tx.put_identity(&identity())?;
        tx.run("DELETE FROM meta WHERE name = 'identity.token'", []).map(drop)
    });
    assert_eq!(store.identity().err().map(|error| error.code()), Some("store.unreadable"));
}

#[test]
fn a_value_that_is_not_what_its_column_promises_is_an_error_and_not_a_shorter_list() {
    let (_folder, store) = store();
    write(&store, |tx| {
        tx.insert_evidence(&evidence(1, 1))?;
        tx.insert_evidence(&evidence(2, 1))?;
        tx.run(
            "UPDATE evidence SET item = 'not an id', sum = row_sum(hash, sm3, visit, 'not an id', size, media_type,
                    device, captured_unix_ms, previous) WHERE hash = ?1",
            [evidence(2, 1).hash.as_bytes()],
        )
    });
    assert_eq!(store.evidence_of(&visit(1)).err().map(|error| error.code()), Some("store.unreadable"));
}

#[test]
fn a_row_altered_behind_our_back_is_reported_and_never_shown() {
    let (_folder, store) = store();
    write(&store, |tx| {
        tx.put_task(&task(1))?;
        tx.put_published(PublishedKind::Checklist, b"key", 1, b"checklist")?;
        tx.put_device(&DeviceRow {
            device: device(1),
            inspector: identity().inspector,
            public_key: vec![],
            revoked: true,
            revision: 1,
            bytes: vec![],
        })?;
        tx.insert_parcel(&parcel(1, ItemKind::Draft, 1))?;
        tx.insert_evidence(&evidence(1, 1))?;
        tx.put_identity(&identity())?;
        put_change(tx, 1, 1)
    });
    type Read<'a> = &'a dyn Fn() -> Result<(), StoreError>;
    let reads: [(&str, Read<'_>); 7] = [
        ("task SET title = 'another'", &|| store.task(&task(1).task).map(drop)),
        ("published SET bytes = x'00'", &|| store.published_all(PublishedKind::Checklist).map(drop)),
        ("device SET revoked = 0", &|| store.devices().map(drop)),
        ("parcel SET bytes = zeroblob(300)", &|| store.parcel(&hash(1)).map(drop)),
        ("evidence SET media_type = 'text/html'", &|| store.evidence_of(&visit(1)).map(drop)),
        ("meta SET value = x'00' WHERE name = 'identity.token'", &|| store.identity().map(drop)),
        ("change SET device = zeroblob(16)", &|| store.changes(&visit(1), 0).map(drop)),
    ];
    for (alteration, read) in reads {
        read().unwrap();
        write(&store, |tx| tx.run(&format!("UPDATE {alteration}"), []));
        assert_eq!(read().err().map(|error| error.code()), Some("store.damaged"), "{alteration}");
    }
}

#[test]
fn only_a_higher_revision_replaces_what_is_published() {
    let (_folder, store) = store();
    let put = |revision, text: &str| {
        write(&store, |tx| tx.put_published(PublishedKind::Checklist, b"key", revision, text.as_bytes()))
    };
    assert!(put(2, "second"));
    assert!(!put(1, "first"));
    assert!(!put(2, "another second"));
    assert!(put(3, "third"));
    let found = store.published(PublishedKind::Checklist, b"key").unwrap().unwrap();
    assert_eq!((found.revision, found.bytes), (3, b"third".to_vec()));
    assert_eq!(store.published(PublishedKind::Authority, b"key").unwrap(), None);
    assert_eq!(store.published_all(PublishedKind::Checklist).unwrap().len(), 1);
}

#[test]
fn a_revoked_device_stays_and_says_so() {
    let (_folder, store) = store();
    let row = DeviceRow {
        device: device(1),
        inspector: identity().inspector,
        public_key: vec![1; 32],
        revoked: false,
        revision: 1,
        bytes: vec![],
    };
    let revoked = DeviceRow { revoked: true, revision: 2, ..row.clone() };
    write(&store, |tx| Ok(tx.put_device(&row)? && tx.put_device(&revoked)?));
    assert!(!write(&store, |tx| tx.put_device(&row)));
    assert_eq!(store.device(&device(1)).unwrap(), Some(revoked.clone()));
    assert_eq!(store.devices().unwrap(), [revoked]);
}

#[test]
fn every_list_of_tasks_comes_page_by_page_without_gap_or_repetition() {
    let (_folder, store) = store();
    write(&store, |tx| {
        for n in 0..300 {
            tx.put_task(&TaskRow { withdrawn: n % 10 == 3, ..task(n) })?;
        }
        for n in [5, 15, 23] {
            tx.insert_visit(&visit_row(n))?;
            let digest = hash(n);
            tx.insert_seal(&Sealed {
                visit: visit(n),
                digest,
                parcel: digest,
                sealed_at: at(1),
                receipt_position: None,
            })?;
        }
        tx.insert_visit(&visit_row(6)).map(drop)
    });
    let listed = |filter| {
        let (mut seen, mut after) = (Vec::new(), None);
        loop {
            let page = store.tasks(filter, after, 7).unwrap();
            seen.extend(page.lines);
            after = page.next;
            if after.is_none() {
                break;
            }
        }
        assert!(seen.is_sorted_by_key(|line| (line.due, line.task)));
        let mut ids: Vec<_> = seen.iter().map(|line| line.task).collect();
        ids.dedup();
        assert_eq!(ids.len(), seen.len());
        seen
    };
    let counts = store.task_counts(at(50_000)).unwrap();
    assert_eq!(listed(TaskFilter::All).len(), 300);
    assert_eq!(listed(TaskFilter::Open).len() as u64, counts.open);
    assert_eq!(counts, TaskCounts { open: 268, overdue: counts.overdue, done: 3, withdrawn: 29 });
    let overdue = listed(TaskFilter::Overdue(at(50_000)));
    assert!(overdue.iter().all(|line| line.due < at(50_000) && !line.withdrawn && !line.done));
    assert_eq!(overdue.len() as u64, counts.overdue);
    let done = listed(TaskFilter::Done);
    assert!(done.len() == 3 && done.iter().all(|line| line.started.unwrap().0 == VisitState::Sealed));
    assert_eq!(listed(TaskFilter::Withdrawn).len(), 29);
    let started = listed(TaskFilter::Open).into_iter().filter_map(|line| line.started).collect::<Vec<_>>();
    assert_eq!(started, [(VisitState::Draft, visit_row(6).summary)]);
}

#[test]
fn a_task_taken_back_later_keeps_its_visit() {
    let (_folder, store) = store();
    write(&store, |tx| {
        tx.put_task(&task(1))?;
        tx.insert_visit(&visit_row(1))?;
        tx.put_task(&TaskRow { withdrawn: true, revision: 2, ..task(1) })
    });
    let found = store.task_of_visit(&visit(1)).unwrap().unwrap();
    assert!(found.withdrawn && found.revision == 2);
    assert!(store.visit(&visit(1)).unwrap().is_some());
    assert_eq!(store.task(&task(1).task).unwrap(), Some(found));
}

#[test]
fn a_change_is_stored_once_and_read_in_the_order_it_was_learnt() {
    let (_folder, store) = store();
    for n in [3, 1, 2] {
        assert!(write(&store, |tx| put_change(tx, 1, n)).is_some());
    }
    assert_eq!(write(&store, |tx| put_change(tx, 1, 1)), None);
    write(&store, |tx| put_change(tx, 2, 9));
    let changes = store.changes(&visit(1), 0).unwrap();
    let contents: Vec<_> = changes.iter().map(|change| change.bytes.clone()).collect();
    assert_eq!(contents, [change_bytes(3), change_bytes(1), change_bytes(2)]);
    assert_eq!(store.changes(&visit(1), changes[1].seq).unwrap().len(), 1);
    assert_eq!(store.change_hashes(&visit(1)).unwrap(), changes.iter().map(|c| c.hash).collect::<Vec<_>>());
    assert_eq!(store.last_actor_seq(&visit(1), &changes[0].actor).unwrap(), Some(4));
    assert_eq!(store.last_actor_seq(&visit(1), b"nobody").unwrap(), None);
    assert_eq!(store.change(&changes[0].hash).unwrap().as_ref(), Some(&changes[0]));
}

#[test]
fn own_changes_wait_to_be_signed_and_keep_the_parcel_they_got_first() {
    let (_folder, store) = store();
    write(&store, |tx| {
        put_change(tx, 1, 1)?;
        put_change(tx, 1, 2)
    });
    assert_eq!(store.visits_with_unsigned_changes().unwrap(), [visit(1)]);
    assert_eq!(store.outbox_totals().unwrap().unsigned.items, 2);
    let hashes = store.change_hashes(&visit(1)).unwrap();
    write(&store, |tx| {
        tx.assign_parcel(&hashes[..1], &hash(50))?;
        tx.assign_parcel(&hashes, &hash(51))
    });
    assert!(store.unsigned_changes(&visit(1)).unwrap().is_empty());
    assert_eq!(store.changes_in_parcel(&hash(50)).unwrap().len(), 1);
    assert_eq!(store.changes_in_parcel(&hash(51)).unwrap().len(), 1);
    assert!(store.visits_with_unsigned_changes().unwrap().is_empty());
}

#[test]
fn what_arrives_after_sealing_is_listed_with_its_author() {
    let (_folder, store) = store();
    write(&store, |tx| {
        put_change(tx, 1, 1)?;
        tx.insert_change(&NewChange {
            visit: visit(1),
            hash: hash(70),
            actor: &[5; 16],
            actor_seq: 1,
            device: device(2),
            origin: ChangeOrigin::Foreign,
            late: true,
            parcel: Some(hash(71)),
            bytes: b"late",
        })
    });
    let late = store.late_changes(&visit(1)).unwrap();
    assert_eq!(late.iter().map(|l| (l.hash, l.device)).collect::<Vec<_>>(), [(hash(70), device(2))]);
}

#[test]
fn snapshots_and_typed_text_are_replaced_whole_and_can_be_dropped() {
    let (_folder, store) = store();
    let snapshot = |n: u8| VisitSnapshot { upto_seq: u64::from(n), heads: vec![n], bytes: vec![n; 10] };
    write(&store, |tx| {
        tx.put_snapshot(&visit(1), &snapshot(1))?;
        tx.put_snapshot(&visit(1), &snapshot(2))?;
        tx.put_draft_text(&visit(1), "note/P75-01", "铭牌")?;
        tx.put_draft_text(&visit(1), "note/P75-01", "铭牌模糊")
    });
    assert_eq!(store.snapshot(&visit(1)).unwrap(), Some(snapshot(2)));
    assert_eq!(store.draft_text(&visit(1), "note/P75-01").unwrap().as_deref(), Some("铭牌模糊"));
    assert_eq!(store.draft_texts(&visit(1)).unwrap().len(), 1);
    write(&store, |tx| {
        tx.drop_snapshot(&visit(1))?;
        tx.clear_draft_text(&visit(1), "note/P75-01")
    });
    assert_eq!(store.snapshot(&visit(1)).unwrap(), None);
    assert_eq!(store.draft_text(&visit(1), "note/P75-01").unwrap(), None);
}
