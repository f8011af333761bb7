//! Signatures, seals, and what comes too late for them.

use zhian_domain::answer::Conformity::{DoesNotMeet, Meets};
use zhian_domain::id::VisitId;
use zhian_engine::view::{AnswerView, VisitStanding};
use zhian_tests::deeds::{arrival, obstacles, refused};
use zhian_tests::{Phone, World};

fn seal_digest(phone: &Phone, visit: VisitId) -> zhian_domain::id::ContentHash {
    match phone.sees(visit).standing {
        VisitStanding::Sealed(seal) => seal.digest,
        VisitStanding::Draft => panic!("{} holds a draft", phone.name),
    }
}

#[test]
fn one_officer_alone_cannot_seal() {
    let mut world = World::seeded(20);
    let (mut lin, _chen, task) = world.pair_with_task();
    let visit = lin.starts(task);
    lin.answers_the_rest(visit);
    lin.signs(visit);
    lin.takes_signature(visit, "现场负责人甲");
    assert_eq!(obstacles(lin.engine(), visit), ["seal.too-few-checked-in", "seal.too-few-signatures"]);
    assert!(matches!(lin.sees(visit).standing, VisitStanding::Draft));
}

#[test]
fn an_officer_who_signs_twice_is_still_one_officer() {
    let mut world = World::seeded(21);
    let (mut lin, chen, task) = world.pair_with_task();
    let visit = lin.starts(task);
    chen.starts(task);
    world.sync_until_quiet(&[&lin, &chen]);
    lin.answers_the_rest(visit);
    lin.signs(visit);
    lin.takes_signature(visit, "现场负责人甲");
    drop(lin.engine().sign(&zhian_engine::SignRequest { visit, handwriting: None }));
    assert!(obstacles(lin.engine(), visit).contains(&"seal.too-few-signatures"));
}

#[test]
fn a_signature_over_older_content_is_stale_and_must_be_given_again() {
    let mut world = World::seeded(22);
    let (mut lin, mut chen, task) = world.pair_with_task();
    let visit = lin.starts(task);
    chen.starts(task);
    world.fills(&mut lin, &mut chen, visit);
    lin.signs(visit);
    lin.takes_signature(visit, "现场负责人甲");
    // One more word changes what was signed.
    lin.notes(visit, "T01-2", "补充：入库单缺一张。");
    let signatures = lin.sees(visit).signatures;
    assert!(signatures.officers.iter().all(|one| !one.current));
    assert!(signatures.party.iter().all(|one| !one.current));
    world.sync_until_quiet(&[&lin, &chen]);
    chen.signs(visit);
    assert_eq!(obstacles(chen.engine(), visit), ["seal.too-few-signatures", "seal.party-has-not-signed"]);
    lin.signs(visit);
    lin.takes_signature(visit, "现场负责人甲");
    world.sync_until_quiet(&[&lin, &chen]);
    chen.seals(visit);
}

#[test]
fn a_refusal_with_reason_recording_and_witness_stands_in_for_the_signature() {
    let mut world = World::seeded(23);
    let (mut lin, mut chen, task) = world.pair_with_task();
    let visit = lin.starts(task);
    chen.starts(task);
    world.fills(&mut lin, &mut chen, visit);
    lin.signs(visit);
    chen.signs(visit);
    world.sync_until_quiet(&[&lin, &chen]);
    assert_eq!(obstacles(lin.engine(), visit), ["seal.party-has-not-signed"]);
    lin.notes_refusal(visit, "现场负责人乙");
    lin.seals(visit);
    world.sync_until_quiet(&[&lin, &chen]);
    let refusals = chen.sees(visit).signatures.refusals;
    assert_eq!(refusals.len(), 1);
    assert!(world.office.file(&refusals[0].refusal.recording).is_some());
    assert_eq!(world.office.sealed_entries(visit).len(), 1);
}

#[test]
fn the_second_seal_by_the_other_phone_is_the_same_ledger_entry() {
    let mut world = World::seeded(24);
    let (mut lin, mut chen, task) = world.pair_with_task();
    let visit = lin.starts(task);
    chen.starts(task);
    world.fills(&mut lin, &mut chen, visit);
    lin.signs(visit);
    chen.signs(visit);
    lin.takes_signature(visit, "现场负责人甲");
    world.sync_until_quiet(&[&lin, &chen]);
    lin.line.is_online(false);
    chen.line.is_online(false);
    lin.seals(visit);
    chen.seals(visit);
    assert_eq!(seal_digest(&lin, visit), seal_digest(&chen, visit), "the same content makes the same bytes");
    lin.line.is_online(true);
    chen.line.is_online(true);
    world.sync_until_quiet(&[&chen, &lin]);
    assert_eq!(world.office.sealed_entries(visit).len(), 1);
    assert!(lin.is_all_safe() && chen.is_all_safe());
    assert_eq!(world.office.quarantine(), vec![]);
    world.office.ledger_is_whole();
}

#[test]
fn the_office_hands_out_the_very_bytes_that_both_phones_sealed() {
    let mut world = World::seeded(26);
    let (mut lin, mut chen, task) = world.pair_with_task();
    let visit = lin.starts(task);
    chen.starts(task);
    world.fills(&mut lin, &mut chen, visit);
    lin.signs(visit);
    chen.signs(visit);
    lin.takes_signature(visit, "现场负责人甲");
    world.sync_until_quiet(&[&lin, &chen]);
    let state = world.office.state();
    let open = zhian_server::admin::sealed::read(&state, &visit).unwrap_err();
    assert_eq!(open.code(), "admin.not-sealed", "an open visit has no sealed bytes");
    assert_eq!(refused(lin.engine().sealed_bytes(&visit)), "engine.visit-not-sealed");
    let nowhere = VisitId::from_bytes([0xee; 16]);
    let unknown = zhian_server::admin::sealed::read(&state, &nowhere).unwrap_err();
    assert_eq!(unknown.code(), "admin.not-found");
    assert_eq!(refused(lin.engine().sealed_bytes(&nowhere)), "engine.unknown-visit");
    lin.seals(visit);
    chen.seals(visit);
    world.sync_until_quiet(&[&chen, &lin]);
    let office = zhian_server::admin::sealed::read(&state, &visit).unwrap();
    assert_eq!(office.position, world.office.sealed_entries(visit)[0].position);
    for phone in [&lin, &chen] {
        let own = phone.engine().sealed_bytes(&visit).unwrap();
        assert_eq!(own.payload, office.payload, "{}", phone.name);
        assert_eq!(own.digest, office.digest);
        assert_eq!(own.ledger_position, Some(office.position));
    }
    assert_eq!(zhian_domain::id::ContentHash::of(&office.payload), office.digest);
    assert_eq!(zhian_protocol::parcel::name_of(&office.parcel_bytes), office.parcel);
}

#[test]
fn an_exchange_says_of_each_thing_what_became_of_it() {
    use zhian_engine::view::{SyncFate, SyncItemKind};
    let mut world = World::seeded(27);
    let (mut lin, chen, task) = world.pair_with_task();
    let visit = lin.starts(task);
    chen.starts(task);
    lin.answers(visit, "T01-4", Meets);
    let photo = lin.photographs(visit, "T01-4");
    let sent = lin.syncs();
    let fate = |kind| sent.items.iter().find(|one| one.kind == kind).map(|one| (one.visit, one.fate.clone()));
    let delivered = |position| SyncFate::Delivered { before: false, ledger_position: position };
    assert_eq!(fate(SyncItemKind::Changes), Some((Some(visit), delivered(None))));
    let position = world.office.evidence_entries(visit)[0].position;
    assert_eq!(fate(SyncItemKind::File), Some((Some(visit), delivered(Some(position)))));
    let file = sent.items.iter().find(|one| one.kind == SyncItemKind::File).unwrap();
    assert_eq!(file.hash.as_bytes(), photo.as_bytes());
    let came = chen.syncs();
    let received: Vec<_> = came
        .items
        .iter()
        .filter(|one| matches!(one.fate, SyncFate::Received { changes } if changes > 0))
        .collect();
    assert_eq!(received.len(), 1, "{:?}", came.items);
    assert!(received[0].officer.as_ref().is_some_and(|officer| officer.name.is_some()));
    assert_eq!(
        lin.syncs().items.iter().filter(|one| one.hash == file.hash).count(),
        0,
        "nothing is told twice"
    );
    lin.line.is_online(false);
    lin.answers(visit, "T01-4", DoesNotMeet);
    let cut = lin.tries_to_sync();
    let queued = SyncFate::Queued { sent_bytes: 0, code: None };
    assert!(cut.items.iter().any(|one| one.kind == SyncItemKind::Changes && one.fate == queued), "{cut:?}");
}

#[test]
fn a_sealed_visit_has_no_edit() {
    let mut world = World::seeded(25);
    let (mut lin, mut chen, task) = world.pair_with_task();
    let visit = world.fills_and_seals(&mut lin, &mut chen, task);
    let before = lin.sees(visit);
    let digest = seal_digest(&lin, visit);
    let answer = zhian_engine::AnswerRequest {
        visit,
        item: zhian_tests::deeds::item("T01-4"),
        value: zhian_tests::deeds::judged(DoesNotMeet),
    };
    assert_eq!(refused(lin.engine().answer(&answer)), "engine.visit-sealed");
    assert_eq!(refused(lin.engine().check_in(&arrival(task))), "engine.visit-sealed");
    assert_eq!(
        refused(lin.engine().sign(&zhian_engine::SignRequest { visit, handwriting: None })),
        "engine.visit-sealed"
    );
    assert_eq!(lin.sees(visit), before);
    assert_eq!(seal_digest(&lin, visit), digest);
}

/// Lin seals with Chen's signature while Chen, out of reach, writes on.
fn sealed_while_chen_writes_on(world: &mut World) -> (Phone, Phone, VisitId) {
    let (mut lin, mut chen, task) = world.pair_with_task();
    let visit = lin.starts(task);
    chen.starts(task);
    world.fills(&mut lin, &mut chen, visit);
    lin.signs(visit);
    chen.signs(visit);
    lin.takes_signature(visit, "现场负责人甲");
    world.sync_until_quiet(&[&lin, &chen]);
    chen.line.is_online(false);
    chen.notes(visit, "T01-2", "后来又看到一处。");
    chen.answers(visit, "T01-4", DoesNotMeet);
    chen.photographs(visit, "T01-4");
    lin.seals(visit);
    (lin, chen, visit)
}

#[test]
fn work_done_elsewhere_before_the_seal_was_known_is_kept_beside_it_and_shown_on_both_phones() {
    let mut world = World::seeded(26);
    let (lin, chen, visit) = sealed_while_chen_writes_on(&mut world);
    world.sync_until_quiet(&[&lin]);
    let sealed = lin.sees(visit);
    chen.line.is_online(true);
    world.sync_until_quiet(&[&chen, &lin]);

    // The seal is what it was, on every side.
    assert_eq!(seal_digest(&lin, visit), seal_digest(&chen, visit));
    let now = lin.sees(visit);
    assert_eq!(now.signatures, sealed.signatures);
    assert_eq!(now.findings, sealed.findings);
    assert!(
        matches!(now.sections[0].items[3].answer.clone(), AnswerView::One(answer) if answer.value.conformity == Some(Meets))
    );
    // The late work is there, on every side, with its author and what it touches.
    for phone in [&lin, &chen] {
        let late = phone.engine().late_work().unwrap();
        assert_eq!(late.len(), 1, "on the phone of {}", phone.name);
        assert_eq!(late[0].device, chen.device());
        assert_eq!(late[0].changes, 3);
        let items: Vec<_> = late[0].items.iter().map(|item| item.as_str()).collect();
        assert_eq!(items, ["T01-2", "T01-4"]);
        assert_eq!(late[0].evidence.len(), 1);
        assert_eq!(phone.sees(visit).late_changes, 3);
        assert!(phone.is_all_safe(), "{}: {:?}", phone.name, phone.engine().not_safe());
    }
    let summary = world.office.summary(visit).unwrap();
    assert_eq!(summary.late_changes, 3);
    assert_eq!(world.office.quarantine(), vec![]);
    world.office.rebuilt_projections_are_equal();
}

#[test]
fn late_work_that_reaches_the_office_before_the_seal_does_is_late_all_the_same() {
    let mut world = World::seeded(27);
    let (lin, chen, visit) = sealed_while_chen_writes_on(&mut world);
    lin.line.is_online(false);
    chen.line.is_online(true);
    world.sync_until_quiet(&[&chen]);
    lin.line.is_online(true);
    world.sync_until_quiet(&[&lin, &chen]);
    assert_eq!(world.office.sealed_entries(visit).len(), 1);
    for phone in [&lin, &chen] {
        assert_eq!(phone.sees(visit).late_changes, 3, "on the phone of {}", phone.name);
        assert_eq!(phone.engine().late_work().unwrap().len(), 1);
        assert!(
            matches!(phone.sees_item(visit, "T01-4").answer, AnswerView::One(answer) if answer.value.conformity == Some(Meets))
        );
        assert!(phone.is_all_safe());
    }
    assert_eq!(world.office.summary(visit).unwrap().late_changes, 3);
}

#[test]
fn late_work_by_bundle_is_late_work_too() {
    let mut world = World::seeded(28);
    let (mut lin, mut chen, visit) = sealed_while_chen_writes_on(&mut world);
    lin.line.is_online(false);
    let to_lin = chen.hands_over(&[visit], &lin);
    assert_eq!(to_lin.quarantined, 0);
    let to_chen = lin.hands_over(&[visit], &chen);
    assert_eq!((to_chen.seals, to_chen.quarantined), (1, 0));
    for phone in [&lin, &chen] {
        assert_eq!(phone.sees(visit).late_changes, 3, "on the phone of {}", phone.name);
    }
    // Either phone brings everything to the office.
    lin.line.is_online(true);
    world.sync_until_quiet(&[&lin]);
    assert_eq!(world.office.summary(visit).unwrap().late_changes, 3);
    assert_eq!(world.office.sealed_entries(visit).len(), 1);
}

#[test]
fn evidence_without_a_receipt_is_not_purged_and_with_one_its_space_is_freed() {
    let mut world = World::seeded(29);
    let (mut lin, mut chen, task) = world.pair_with_task();
    let visit = lin.starts(task);
    assert_eq!(refused(lin.engine().purge(&visit)), "engine.visit-not-sealed");
    chen.starts(task);
    lin.line.is_online(false);
    chen.line.is_online(false);
    let photo = lin.photographs_large(visit, "T01-1", 40_000);
    world.fills_offline(&mut lin, &mut chen, visit);
    lin.signs(visit);
    lin.takes_signature(visit, "现场负责人甲");
    lin.hands_over(&[visit], &chen);
    chen.signs(visit);
    chen.hands_over(&[visit], &lin);
    lin.seals(visit);
    assert_eq!(refused(lin.engine().purge(&visit)), "engine.not-safe");
    lin.line.is_online(true);
    // The parcels arrive, the photo does not.
    lin.line.next(zhian_tests::To::Chunk, zhian_tests::Mishap::LosesRequest);
    lin.tries_to_sync();
    assert_eq!(refused(lin.engine().purge(&visit)), "engine.not-safe");
    world.sync_until_quiet(&[&lin]);
    let freed = lin.engine().purge(&visit).unwrap();
    assert!(freed.files >= 1 && freed.bytes >= 39_000, "{freed:?}");
    assert_eq!(lin.engine().purge(&visit).unwrap().files, 0);
    // What was freed can be had again from the office, checked.
    let again = lin.engine().fetch_evidence(&visit, &photo, &zhian_engine::Watch::quiet()).unwrap();
    let zhian_engine::view::FilePlace::Here { path } = again.file else { panic!("it is here again") };
    assert_eq!(std::fs::read(path).unwrap(), world.office.file(&photo).unwrap());
}
