//! Queue, receipts, purge, and whose work is in.

use super::{store, write};
use crate::sample::*;
use crate::*;
use zhian_domain::id::{ContentHash, DeviceId, VisitId};

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
