//! The exchange with the office, on good and bad lines.

use super::phone::*;
use crate::view::SyncEnd;
use crate::*;
use zhian_domain::answer::Conformity::{DoesNotMeet, Meets};
use zhian_protocol::parcel::{ParcelKind, Suite, Unsigned};
use zhian_protocol::sync::FeedKind;

#[test]
fn nothing_to_do_is_one_small_question() {
    let (office, lin, _) = district();
    lin.checks_in();
    lin.syncs();
    office.with(|books| books.bytes_up.clear());
    let report = lin.syncs();
    assert_eq!((report.end, report.round_trips), (SyncEnd::Complete, 1));
    assert!(office.with(|books| books.bytes_up[0]) <= 300);
}

#[test]
fn one_changed_answer_is_one_small_question() {
    let (office, lin, _) = district();
    lin.checks_in();
    lin.answers("T-2", Meets);
    lin.syncs();
    lin.answers("T-1", Meets);
    office.with(|books| books.bytes_up.clear());
    let report = lin.syncs();
    assert_eq!((report.round_trips, report.parcels_acknowledged), (1, 1));
    let bytes = office.with(|books| books.bytes_up[0]);
    assert!(bytes <= 600, "{bytes} bytes");
}

#[test]
fn a_lost_answer_costs_nothing_but_sending_the_same_bytes_again() {
    let (office, lin, _) = district();
    lin.checks_in();
    lin.answers("T-1", Meets);
    office.with(|books| books.faults.lost_answers = 1);
    let cut = lin.syncs();
    assert!(matches!(cut.end, SyncEnd::Cut { .. }));
    assert_eq!(cut.not_safe.changes, 2, "without a receipt nothing is safe");
    let done = lin.syncs();
    assert_eq!((done.parcels_acknowledged, done.not_safe.changes), (1, 0));
    let sent: Vec<_> = office.with(|books| books.seen.iter().flat_map(|one| one.push.clone()).collect());
    assert_eq!(sent.len(), 2);
    assert_eq!(sent[0], sent[1]);
}

#[test]
fn what_the_office_sets_aside_leaves_the_queue_and_is_shown_with_its_reason() {
    let (office, lin, _) = district();
    let visit = lin.checks_in();
    office.with(|books| books.faults.sets_aside = Some("gate.key"));
    let report = lin.syncs();
    assert_eq!((report.quarantined, report.not_safe.changes, report.not_safe.quarantined), (1, 0, 1));
    let shown = &lin.quarantine().unwrap()[0];
    assert_eq!((shown.code.as_str(), shown.own, shown.visit), ("gate.key", true, Some(visit)));
    assert!(!lin.status(&visit).unwrap().all_at_office, "it is not at the office");
    lin.acknowledge_quarantine(shown.id).unwrap();
    assert!(lin.quarantine().unwrap()[0].acknowledged);
    office.with(|books| books.faults.sets_aside = None);
    lin.answers("T-1", Meets);
    assert_eq!(lin.syncs().parcels_acknowledged, 1, "the queue flows on");
}

#[test]
fn when_the_office_lacks_something_everything_of_the_visit_is_sent_again_once() {
    let (office, lin, _) = district();
    lin.checks_in();
    lin.syncs();
    lin.answers("T-1", Meets);
    office.with(|books| books.faults.lacks = 1);
    let report = lin.syncs();
    assert_eq!((report.end, report.not_safe.changes), (SyncEnd::Complete, 0));
    // An office that never has enough does not keep the phone busy for ever.
    lin.answers("T-1", DoesNotMeet);
    office.with(|books| books.faults.lacks = 1_000_000);
    let report = lin.syncs();
    assert_eq!((report.end, report.not_safe.changes), (SyncEnd::Complete, 1));
    assert!(report.round_trips <= 4, "{}", report.round_trips);
}

#[test]
fn an_office_restored_from_a_backup_gets_everything_again() {
    let (office, lin, zhou) = district();
    let visit = lin.checks_in();
    lin.attaches("a.bin", b"evidence");
    lin.syncs();
    zhou.syncs();
    zhou.checks_in();
    zhou.syncs();
    lin.syncs();
    assert!(lin.not_safe().unwrap().is_all_safe());
    office.is_restored_from_a_backup();
    let report = lin.syncs();
    assert!(report.rollback && report.not_safe.is_all_safe(), "{report:?}");
    // 林's phone also brought back what 周 had made.
    assert_eq!(office.with(|books| (books.parcels.len(), books.files.len())), (2, 1));
    assert!(lin.alert_codes().contains(&"server.rollback".to_owned()));
    assert!(zhou.syncs().not_safe.is_all_safe());
    assert!(lin.status(&visit).unwrap().all_at_office);
}

#[test]
fn a_phone_restored_from_a_backup_signs_anew_and_gets_its_own_work_back() {
    let (_, mut lin, _) = district();
    let visit = lin.checks_in();
    lin.syncs();
    lin.engine = None;
    let (data, backup) = (lin.dir.path().join("data"), lin.dir.path().join("backup"));
    copy_folder(&data, &backup);
    lin.opens();
    lin.answers("T-1", Meets);
    lin.syncs();
    lin.engine = None;
    std::fs::remove_dir_all(&data).unwrap();
    copy_folder(&backup, &data);
    lin.opens();
    assert!(lin.opened().restored);
    lin.answers("T-2", Meets);
    let report = lin.syncs();
    assert_eq!(report.end, SyncEnd::Complete);
    let view = lin.visit(&visit).unwrap();
    assert_eq!(view.counts.answered, 2, "the answer that the backup lacked came back");
    assert!(lin.alert_codes().contains(&"install.restored".to_owned()));
}

fn copy_folder(from: &std::path::Path, to: &std::path::Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy_folder(&entry.path(), &target);
        } else {
            std::fs::copy(entry.path(), target).unwrap();
        }
    }
}

#[test]
fn changes_made_before_a_restore_and_never_signed_still_travel() {
    let (_, mut lin, _) = district();
    let visit = lin.checks_in();
    lin.engine = None;
    let (data, copy) = (lin.dir.path().join("data"), lin.dir.path().join("copy"));
    copy_folder(&data, &copy);
    std::fs::remove_dir_all(&data).unwrap();
    copy_folder(&copy, &data);
    lin.opens();
    assert!(lin.opened().restored);
    lin.answers("T-1", Meets);
    let report = lin.syncs();
    assert_eq!((report.parcels_acknowledged, report.not_safe.changes), (2, 0));
    assert!(lin.status(&visit).unwrap().all_at_office);
}

#[test]
fn heads_that_differ_without_reason_are_repaired_once_and_then_shown() {
    let (office, lin, _) = district();
    let visit = lin.checks_in();
    lin.syncs();
    lin.answers("T-1", Meets);
    office.with(|books| books.faults.differing.insert(visit));
    let report = lin.syncs();
    assert_eq!(report.differing, vec![visit]);
    assert!(report.round_trips > 1);
    assert!(lin.alert_codes().contains(&"sync.heads-differ".to_owned()));
    let again = lin.syncs();
    assert_eq!(
        (again.differing, again.round_trips),
        (vec![visit], 1),
        "a repair that did not help is not repeated"
    );
    office.with(|books| books.faults.differing.clear());
    assert!(lin.syncs().differing.is_empty());
}

/// A parcel of an officer whose device the office has not told of, in the feed before its device.
#[test]
fn work_of_a_device_that_is_not_known_yet_waits_and_is_taken_in_when_it_is() {
    let (office, lin, _) = district();
    let he = Phone::new(&office, 4);
    office.hires(4, "何三");
    let mut wider = task();
    wider.revision = 2;
    wider.inspectors.push(he.me_id());
    office.publishes_task(&wider);
    he.enrols();
    he.syncs();
    // 林 does not hear of the new device before its work arrives.
    let device = office.hides_last_device();
    he.checks_in();
    he.syncs();
    let report = lin.syncs();
    assert_eq!((report.waiting, report.changes_received), (1, 0));
    assert_eq!(lin.visit(&task().visit()).unwrap_err().code(), "engine.unknown-visit");
    lin.checks_in();
    let status = lin.status(&task().visit()).unwrap();
    assert_eq!((status.parcels_waiting, status.all_here), (1, false));
    assert_eq!(status.unknown_devices.len(), 1);
    office.publish(FeedKind::Device, &device);
    let report = lin.syncs();
    assert_eq!((report.waiting, report.changes_received), (0, 1));
}

#[test]
fn a_forged_parcel_is_set_aside_and_the_next_one_is_taken_in() {
    let (office, lin, zhou) = district();
    let visit = zhou.checks_in();
    zhou.syncs();
    let device = zhou.identity().unwrap().unwrap().device;
    let forged = Unsigned::new(ParcelKind::Draft, Suite::Ed25519Sha256, device, b"\xa0").unwrap();
    let forged = forged.with_signature(&[7; 64]);
    office.publish(FeedKind::Draft, &forged);
    zhou.answers("T-1", Meets);
    zhou.syncs();
    let report = lin.syncs();
    assert_eq!((report.quarantined, report.changes_received), (1, 2));
    assert_eq!(lin.quarantine().unwrap().len(), 1);
    assert_eq!(lin.visit(&visit).unwrap().counts.answered, 1);
    // The same bytes with one bit of their signature turned are refused for it.
    let mut turned = office.with(|books| books.parcels.values().next().unwrap().clone());
    *turned.last_mut().unwrap() ^= 1;
    let fresh = Phone::new(&office, 2);
    fresh.enrols();
    office.replaces_parcels(&turned);
    fresh.syncs();
    assert!(fresh.quarantine().unwrap().iter().any(|one| one.code == "parcel.bad-signature"));
}

#[test]
fn a_revoked_device_is_told_so_and_a_tired_office_is_a_cut_line() {
    let (office, lin, _) = district();
    lin.checks_in();
    office.with(|books| books.faults.refuses = Some((401, "auth.revoked")));
    let refused = lin.sync(&Watch::quiet()).unwrap_err();
    assert!(matches!(refused, EngineError::Refused { status: 401, .. }));
    office.with(|books| books.faults.refuses = Some((503, "busy")));
    assert!(matches!(lin.syncs().end, SyncEnd::Cut { .. }));
    office.with(|books| books.faults.refuses = None);
    assert!(lin.syncs().not_safe.is_all_safe());
}

#[test]
fn a_stopped_exchange_says_what_is_safe() {
    let (_, lin, _) = district();
    lin.checks_in();
    let token = CancelToken::default();
    token.cancel();
    let report = lin.sync(&Watch::cancelled_by(token)).unwrap();
    assert_eq!((report.end, report.not_safe.changes), (SyncEnd::Cancelled, 1));
}

#[test]
fn a_pull_takes_and_sends_nothing() {
    let (office, lin, zhou) = district();
    zhou.checks_in();
    zhou.syncs();
    lin.checks_in();
    let before = office.with(|books| books.parcels.len());
    let report = lin.pull(&Watch::quiet()).unwrap();
    assert_eq!((report.end, report.changes_received), (SyncEnd::Complete, 1));
    assert_eq!(office.with(|books| books.parcels.len()), before);
    assert_eq!(lin.not_safe().unwrap().changes, 1);
}

#[test]
fn an_office_that_leads_nowhere_is_not_asked_for_ever() {
    let (office, lin, _) = district();
    office.with(|books| books.faults.stands_still = true);
    let refused = lin.sync(&Watch::quiet()).unwrap_err();
    assert_eq!(refused.code(), "engine.answer-not-understood");
}

#[test]
fn own_work_that_was_lost_comes_back_even_if_it_comes_piece_by_piece() {
    let (office, lin, _) = district();
    let visit = lin.checks_in();
    lin.syncs();
    for answer in [Meets, DoesNotMeet, Meets] {
        lin.answers("T-1", answer);
        lin.syncs();
    }
    lin.answers("T-2", Meets);
    lin.syncs();
    office.with(|books| books.faults.answers_one_want = true);
    // The same device with an empty data folder: everything of it is at the office only.
    let fresh = Phone::new(&office, 2);
    fresh.enrols();
    let report = fresh.syncs();
    assert_eq!((report.end, report.changes_received), (SyncEnd::Complete, 5));
    assert_eq!(fresh.visit(&visit).unwrap().counts, lin.visit(&visit).unwrap().counts);
}

#[test]
fn many_hands_on_one_engine_lose_nothing() {
    let (_, lin, _) = district();
    let visit = lin.checks_in();
    lin.clock.moves(-100_000_000, 1);
    std::thread::scope(|scope| {
        for hand in 0..4_u8 {
            let lin = &*lin;
            scope.spawn(move || {
                for round in 0..10 {
                    let text = format!("第 {hand} 手第 {round} 次");
                    lin.note(&NoteRequest { visit, item: item("T-1"), text }).unwrap();
                    lin.not_safe().unwrap();
                }
            });
        }
        scope.spawn(|| lin.syncs());
    });
    assert_eq!(lin.store.changes(&visit, 0).unwrap().len(), 41);
    assert!(lin.syncs().not_safe.is_all_safe());
}
