use crate::sample::*;
use crate::*;
use zhian_domain::id::{ContentHash, DeviceId, VisitId};

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

#[test]
fn an_outbox_row_leaves_only_with_a_receipt_that_names_it() {
    let (_folder, store) = store();
    let (first, second) = (Outbound::Draft(hash(1)), Outbound::Sealed(hash(1)));
    write(&store, |tx| {
        assert!(tx.enqueue(&first, 10, at(1))?);
        assert!(!tx.enqueue(&first, 10, at(2))?);
        assert!(tx.enqueue(&second, 20, at(3))?);
        Ok(())
    });
    let mismatch = store.write(|tx| tx.settle_outbox(&first, &receipt(second, 1)));
    assert_eq!(mismatch.err().map(|error| error.code()), Some("store.receipt-mismatch"));
    assert_eq!(store.outbox(0, 10).unwrap().len(), 2);
    assert_eq!(store.receipt(&second).unwrap(), None);
    assert!(write(&store, |tx| tx.settle_outbox(&first, &receipt(first, 1))));
    assert!(
        !write(&store, |tx| tx.settle_outbox(&first, &receipt(first, 1))),
        "a second receipt does no harm"
    );
    let left: Vec<_> = store.outbox(0, 10).unwrap().into_iter().map(|row| row.item).collect();
    assert_eq!(left, [second]);
    assert!(!write(&store, |tx| tx.enqueue(&first, 10, at(4))), "what has a receipt is not queued again");
    let totals = store.outbox_totals().unwrap();
    assert_eq!(totals.sealed, OutboxCount { items: 1, bytes: 20 });
    assert!(!totals.is_empty());
}

#[test]
fn the_outbox_comes_in_pages_and_positions_are_never_used_twice() {
    let (_folder, store) = store();
    let draft = |n| Outbound::Draft(hash(n));
    write(&store, |tx| (0..5).try_for_each(|n| tx.enqueue(&draft(n), 1, at(1)).map(drop)));
    let page = store.outbox(0, 2).unwrap();
    let rest = store.outbox(page[1].position, 10).unwrap();
    assert_eq!(
        page.iter().chain(&rest).map(|row| row.item).collect::<Vec<_>>(),
        (0..5).map(draft).collect::<Vec<_>>()
    );
    write(&store, |tx| tx.settle_outbox(&draft(4), &receipt(draft(4), 1)));
    write(&store, |tx| tx.enqueue(&draft(9), 1, at(1)));
    assert!(store.outbox_item(&draft(9)).unwrap().unwrap().position > rest[2].position);
    write(&store, |tx| tx.enqueue(&Outbound::Evidence(evidence(1, 1).hash), 1, at(1)));
    assert_eq!(store.outbox_of(ItemKind::Evidence, 0, 10).unwrap().len(), 1);
}

#[test]
fn a_refused_item_leaves_the_queue_with_a_notice_and_its_bytes_stay() {
    let (_folder, store) = store();
    let item = Outbound::Draft(hash(1));
    write(&store, |tx| {
        tx.insert_parcel(&parcel(1, ItemKind::Draft, 7))?;
        tx.enqueue(&item, 300, at(1))?;
        tx.quarantine(&item, "gate.actor", "actor of another device", at(2))?;
        tx.quarantine(&item, "gate.actor", "again", at(3))
    });
    assert!(store.outbox(0, 9).unwrap().is_empty());
    let notices = store.notices_of(&visit(7)).unwrap();
    assert_eq!(notices.len(), 1);
    let notice = &notices[0];
    assert_eq!((notice.own, notice.code.as_str(), notice.item), (true, "gate.actor", item));
    assert_eq!(store.parcel(&hash(1)).unwrap().unwrap(), parcel(1, ItemKind::Draft, 7));
    assert!(write(&store, |tx| tx.acknowledge_notice(notice.id, at(5))));
    assert!(!write(&store, |tx| tx.acknowledge_notice(notice.id, at(6))));
    let reported = NewNotice { item, visit: None, code: "gate.actor", detail: "from the office", at: at(7) };
    assert!(write(&store, |tx| tx.insert_notice(&reported)), "the office's report is another notice");
    assert_eq!(
        store.notices(0, 10).unwrap().iter().map(|n| n.acknowledged).collect::<Vec<_>>(),
        [Some(at(5)), None]
    );
}

/// A visit that is sealed; with receipts for these.
fn sealed_visit(store: &Store, acknowledged: &[Outbound]) {
    attach(store, 1, 1).unwrap();
    attach(store, 2, 1).unwrap();
    write(store, |tx| {
        tx.put_task(&task(1))?;
        tx.insert_visit(&visit_row(1))?;
        tx.insert_parcel(&parcel(1, ItemKind::Draft, 1))?;
        tx.insert_parcel(&parcel(2, ItemKind::Sealed, 1))?;
        tx.enqueue(&Outbound::Draft(hash(1)), 300, at(1))?;
        tx.enqueue(&Outbound::Sealed(hash(2)), 300, at(1))?;
        let seal = Sealed {
            visit: visit(1),
            digest: hash(3),
            parcel: hash(2),
            sealed_at: at(4),
            receipt_position: None,
        };
        tx.insert_seal(&seal)?;
        for (position, item) in (10..).zip(acknowledged) {
            tx.settle_outbox(item, &receipt(*item, position))?;
        }
        Ok(())
    });
}

#[test]
fn nothing_is_freed_of_a_visit_whose_seal_has_no_receipt() {
    let (_folder, store) = store();
    sealed_visit(&store, &[Outbound::Draft(hash(1)), Outbound::Evidence(evidence(1, 1).hash)]);
    assert_eq!(store.purgeable(&visit(1)).unwrap(), Purgeable::default());
    assert_eq!(store.purge(&visit(1)).err().map(|error| error.code()), Some("store.not-purgeable"));
    assert_eq!(store.files().size(&evidence(1, 1).hash).unwrap(), 1280);
}

#[test]
fn a_purge_frees_only_what_has_a_receipt_and_the_rows_say_so() {
    let (_folder, store) = store();
    let first = Outbound::Evidence(evidence(1, 1).hash);
    sealed_visit(&store, &[Outbound::Draft(hash(1)), Outbound::Sealed(hash(2)), first]);
    assert_eq!(store.seals(&visit(1)).unwrap()[0].receipt_position, Some(11));
    let report = store.purge(&visit(1)).unwrap();
    assert_eq!(report, PurgeReport { files: 1, parcels: 1, bytes: 1580 });
    let states: Vec<_> = [1, 2].map(|n| store.evidence(&evidence(n, 1).hash).unwrap().unwrap().file).to_vec();
    assert_eq!(states, [FileState::Purged, FileState::Here]);
    let gone = store.files().read_at(&evidence(1, 1).hash, 0, 9);
    assert_eq!(gone.err().map(|error| error.code()), Some("store.evidence-missing"));
    assert_eq!(store.files().size(&evidence(2, 1).hash).unwrap(), 1280, "it has no receipt");
    let emptied = store.parcel(&hash(1)).unwrap().unwrap();
    assert_eq!((emptied.bytes, emptied.size), (None, 300));
    assert!(store.parcel(&hash(2)).unwrap().unwrap().bytes.is_some(), "the sealed visit stays readable");
    assert_eq!(store.parcel_digests(&visit(1)).unwrap(), [hash(2)]);
    assert_eq!(store.purge(&visit(1)).unwrap(), PurgeReport::default());
}

#[test]
fn after_a_rollback_of_the_server_what_it_forgot_is_queued_again() {
    let (_folder, store) = store();
    let photo = Outbound::Evidence(evidence(1, 1).hash);
    sealed_visit(&store, &[Outbound::Draft(hash(1)), Outbound::Sealed(hash(2)), photo]);
    let before = store.outbox_totals().unwrap();
    assert_eq!((before.drafts.items, before.sealed.items, before.evidence.items), (0, 0, 1));
    assert_eq!(write(&store, |tx| tx.forget_receipts(ForgetReceipts::After(10), at(20))), 2);
    let after = store.outbox_totals().unwrap();
    assert_eq!((after.drafts.items, after.sealed.items, after.evidence.items), (0, 1, 2));
    let row = store.evidence(&evidence(1, 1).hash).unwrap().unwrap();
    assert!(!row.server_complete && row.server_offset == 0);
    assert_eq!(store.purgeable(&visit(1)).unwrap(), Purgeable::default());
    assert_eq!(write(&store, |tx| tx.forget_receipts(ForgetReceipts::All, at(21))), 1);
    assert_eq!(store.outbox_totals().unwrap().drafts.items, 1);
    assert!(store.receipts().unwrap().is_empty());
}

#[test]
fn an_offset_makes_no_evidence_safe_and_never_undoes_a_receipt() {
    let (_folder, store) = store();
    attach(&store, 1, 1).unwrap();
    let hash = evidence(1, 1).hash;
    write(&store, |tx| tx.set_evidence_offset(&hash, 1280));
    let row = store.evidence(&hash).unwrap().unwrap();
    assert!(!row.server_complete && row.server_offset == 1280);
    assert_eq!(store.outbox_totals().unwrap().evidence.items, 1);
    write(&store, |tx| tx.settle_outbox(&Outbound::Evidence(hash), &receipt(Outbound::Evidence(hash), 4)));
    assert!(!write(&store, |tx| tx.set_evidence_offset(&hash, 5)));
    assert!(store.evidence(&hash).unwrap().unwrap().server_complete);
}

#[test]
fn the_order_of_capture_does_not_follow_the_clock() {
    let (_folder, store) = store();
    let later = EvidenceRow { captured_at: at(-1), ..evidence(2, 1) };
    write(&store, |tx| {
        tx.insert_evidence(&evidence(1, 1))?;
        tx.insert_evidence(&later)
    });
    assert_eq!(store.last_evidence_of(&visit(1), &device(1)).unwrap().map(|row| row.hash), Some(later.hash));
    assert_eq!(store.last_evidence_of(&visit(1), &device(2)).unwrap(), None);
}

fn foreign(tx: &Tx<'_>, n: u32, from: DeviceId, parcel: ContentHash, late: bool) -> Result<(), StoreError> {
    tx.insert_change(&NewChange {
        visit: visit(1),
        hash: hash(n),
        actor: from.as_bytes(),
        actor_seq: u64::from(n),
        device: from,
        origin: ChangeOrigin::Foreign,
        late,
        parcel: Some(parcel),
        bytes: b"foreign",
    })
    .map(drop)
}

#[test]
fn whose_work_is_in_is_counted_from_rows_per_device() {
    let (_folder, store) = store();
    let two = device(2);
    let from_two = |n: u32, origin| Parcel { device: two, origin, ..parcel(n, ItemKind::Draft, 1) };
    write(&store, |tx| {
        put_change(tx, 1, 1)?;
        put_change(tx, 1, 2)?;
        tx.insert_parcel(&parcel(80, ItemKind::Draft, 1))?;
        tx.insert_parcel(&from_two(81, ParcelOrigin::Server))?;
        tx.insert_parcel(&from_two(82, ParcelOrigin::Peer))?;
        foreign(tx, 201, two, hash(81), false)?;
        foreign(tx, 202, two, hash(82), true)
    });
    attach(&store, 1, 1).unwrap();
    let away = EvidenceRow { device: two, file: FileState::Absent, ..evidence(2, 1) };
    write(&store, |tx| tx.insert_evidence(&away));
    let shares = |store: &Store| {
        let mut shares = store.shares(&visit(1)).unwrap();
        shares.sort_by_key(|share| share.device != device(1));
        shares
    };
    let [mine, theirs] = shares(&store)[..] else { panic!("two devices") };
    assert_eq!((mine.changes, mine.changes_at_office, mine.evidence_here.files), (2, 0, 1));
    assert_eq!((theirs.changes, theirs.changes_at_office, theirs.changes_late), (2, 1, 1));
    assert_eq!(theirs.evidence_not_here, EvidenceTotals { files: 1, bytes: 1280 });
    let hashes = store.change_hashes(&visit(1)).unwrap();
    let (draft, photo) = (Outbound::Draft(hash(80)), Outbound::Evidence(away.hash));
    write(&store, |tx| {
        tx.assign_parcel(&hashes[..2], &hash(80))?;
        tx.settle_outbox(&draft, &receipt(draft, 1))?;
        tx.put_receipt(&receipt(photo, 2))?;
        // The same item now comes from the server: it is there.
        tx.insert_parcel(&from_two(82, ParcelOrigin::Server))
    });
    let [mine, theirs] = shares(&store)[..] else { panic!("two devices") };
    assert_eq!((mine.changes_at_office, theirs.changes_at_office), (2, 2));
    assert_eq!(theirs.evidence_at_office, EvidenceTotals { files: 1, bytes: 1280 });
}

#[test]
fn what_is_known_of_a_peer_is_replaced() {
    let (_folder, store) = store();
    let peer =
        |n: u64| Peer { device: device(2), changes: n, heads: vec![1], evidence: vec![2], known_at: at(3) };
    write(&store, |tx| {
        tx.put_peer(&visit(1), &peer(1))?;
        tx.put_peer(&visit(1), &peer(2))
    });
    assert_eq!(store.peers(&visit(1)).unwrap(), [peer(2)]);
    assert_eq!(store.peer(&visit(1), &device(3)).unwrap(), None);
}

#[test]
fn a_second_seal_stands_beside_the_first() {
    let (_folder, store) = store();
    sealed_visit(&store, &[]);
    let supplement = Sealed {
        visit: visit(1),
        digest: hash(40),
        parcel: hash(41),
        sealed_at: at(9),
        receipt_position: None,
    };
    assert!(write(&store, |tx| tx.insert_seal(&supplement)));
    assert!(!write(&store, |tx| tx.insert_seal(&supplement)));
    assert_eq!(
        store.seals(&visit(1)).unwrap().iter().map(|seal| seal.digest).collect::<Vec<_>>(),
        [hash(3), hash(40)]
    );
    assert_eq!(store.visits(VisitState::Sealed).unwrap().len(), 1);
    assert!(store.seals(&VisitId::from_bytes([0; 16])).unwrap().is_empty());
}

#[test]
fn the_alert_log_only_grows() {
    let (_folder, store) = store();
    write(&store, |tx| tx.append_alert("engine.clock", "went back", at(1)));
    let tamper = store.write(|tx| tx.run("UPDATE alert SET code = 'x'", []));
    assert_eq!(tamper.err().map(|error| error.code()), Some("store.refused"));
    let tamper = store.write(|tx| tx.run("DELETE FROM alert", []));
    assert_eq!(tamper.err().map(|error| error.code()), Some("store.refused"));
    assert_eq!(store.alerts(0, 9).unwrap().len(), 1);
}
