//! Signing, sealing, and what comes after.

use super::office::Office;
use super::phone::*;
use crate::view::{FilePlace, VisitStanding};
use crate::*;
use std::sync::Arc;
use zhian_domain::answer::Conformity::{DoesNotMeet, Meets};
use zhian_domain::id::VisitId;
use zhian_domain::seal::SealObstacle;
use zhian_domain::task::TaskStanding;

/// Two officers fill everything and exchange it; nobody has signed.
fn filled() -> (Arc<Office>, Phone, Phone, VisitId) {
    let (office, lin, zhou) = district();
    let visit = lin.checks_in();
    zhou.checks_in();
    lin.answers("T-1", Meets);
    zhou.answers("T-2", DoesNotMeet);
    zhou.attaches("records.bin", b"the missing records");
    lin.answers_number(9);
    exchange(&lin, &zhou);
    (office, lin, zhou, visit)
}

fn exchange(one: &Phone, other: &Phone) {
    one.syncs();
    other.syncs();
    one.syncs();
}

/// All have signed the same content, and both phones have all signatures.
fn signed() -> (Arc<Office>, Phone, Phone, VisitId) {
    let (office, lin, zhou, visit) = filled();
    lin.signs();
    zhou.signs();
    zhou.takes_the_partys_signature();
    exchange(&zhou, &lin);
    (office, lin, zhou, visit)
}

fn obstacles(phone: &Phone, visit: &VisitId) -> Vec<SealObstacle> {
    match phone.seal(visit).unwrap_err() {
        EngineError::Seal(error) => error.reasons,
        other => panic!("{other}"),
    }
}

#[test]
fn every_obstacle_is_told_at_once() {
    let (_, lin, _) = district();
    let visit = lin.checks_in();
    let found = obstacles(&lin, &visit);
    let codes: Vec<_> = found.iter().map(SealObstacle::code).collect();
    assert_eq!(
        codes,
        [
            "seal.incomplete",
            "seal.too-few-checked-in",
            "seal.too-few-signatures",
            "seal.party-has-not-signed"
        ]
    );
    assert_eq!(lin.visit(&visit).unwrap().obstacles, found);
}

#[test]
fn a_signed_visit_is_sealed_travels_and_holds_on_the_other_phone() {
    let (office, lin, zhou, visit) = signed();
    let sealed = lin.seal(&visit).unwrap();
    assert!(matches!(sealed.standing, VisitStanding::Sealed(_)) && sealed.obstacles.is_empty());
    assert_eq!(lin.not_safe().unwrap().seals, 1);
    assert_eq!(lin.tries_to_answer("T-1", DoesNotMeet).unwrap_err().code(), "engine.visit-sealed");
    assert_eq!(lin.seal(&visit).unwrap_err().code(), "engine.visit-sealed");
    assert!(lin.syncs().not_safe.is_all_safe());
    assert_eq!(zhou.syncs().seals_received, 1);
    let there = zhou.visit(&visit).unwrap();
    assert_eq!((&there.standing, &there.sections.len()), (&sealed.standing, &sealed.sections.len()));
    assert_eq!(zhou.tries_to_answer("T-1", DoesNotMeet).unwrap_err().code(), "engine.visit-sealed");
    for phone in [&lin, &zhou] {
        let report = phone.verify(&visit, &Watch::quiet()).unwrap();
        assert_eq!((report.problems, report.signatures), (Vec::new(), 2));
    }
    assert_eq!(office.with(|books| books.files.len()), 2);
}

#[test]
fn two_phones_that_seal_the_same_content_make_the_same_bytes() {
    let (_, lin, zhou, visit) = signed();
    let one = lin.seal(&visit).unwrap().standing;
    assert_eq!(one, zhou.seal(&visit).unwrap().standing);
    exchange(&lin, &zhou);
    assert_eq!(lin.visit(&visit).unwrap().standing, one);
    assert!(!lin.alert_codes().contains(&"engine.second-seal".to_owned()));
}

#[test]
fn an_edit_after_signing_makes_signatures_stale() {
    let (_, lin, _, visit) = signed();
    lin.answers("T-1", DoesNotMeet);
    let signatures = lin.visit(&visit).unwrap().signatures;
    assert!(signatures.officers.iter().all(|one| !one.current) && !signatures.party[0].current);
    let found = obstacles(&lin, &visit);
    let stale = |one: &SealObstacle| matches!(one, SealObstacle::TooFewOfficerSignatures { stale, .. } if stale.len() == 2);
    assert!(found.iter().any(stale), "{found:?}");
}

#[test]
fn work_done_before_a_seal_was_known_is_kept_beside_it_and_never_merged_in() {
    let (_, lin, zhou, visit) = signed();
    // 周 goes on in the cellar, where the seal does not reach.
    zhou.answers("T-1", DoesNotMeet);
    zhou.attaches("late.bin", b"a late photograph");
    let sealed = lin.seal(&visit).unwrap();
    lin.syncs();
    zhou.syncs();
    lin.syncs();
    for phone in [&lin, &zhou] {
        let view = phone.visit(&visit).unwrap();
        assert_eq!((view.standing, view.late_changes), (sealed.standing.clone(), 2));
        assert_eq!(view.counts.evidence, sealed.counts.evidence);
        let late = phone.late_work().unwrap();
        assert_eq!((late.len(), late[0].changes), (1, 2));
        assert_eq!(late[0].officer.as_ref().unwrap().name.as_deref(), Some("周二"));
        assert_eq!(late[0].items, vec![item("T-1")]);
        assert_eq!(late[0].evidence.len(), 1);
        assert!(phone.verify(&visit, &Watch::quiet()).unwrap().problems.is_empty());
    }
    assert!(zhou.not_safe().unwrap().is_all_safe(), "late work travels too");
}

#[test]
fn a_withdrawn_task_keeps_its_work_and_is_not_sealed() {
    let (office, lin, zhou, visit) = signed();
    let mut withdrawn = task();
    withdrawn.revision = 2;
    withdrawn.standing = TaskStanding::Withdrawn { reason: "重复派发".to_owned() };
    office.publishes_task(&withdrawn);
    lin.syncs();
    assert_eq!(lin.visit(&visit).unwrap().withdrawn.as_deref(), Some("重复派发"));
    assert_eq!(lin.seal(&visit).unwrap_err().code(), "engine.task-withdrawn");
    lin.note(&NoteRequest { visit, item: item("T-1"), text: "仍可记录".to_owned() }).unwrap();
    assert!(lin.syncs().not_safe.is_all_safe());
    // 周 has not heard of it and seals: what was sealed in good faith is taken in.
    zhou.seal(&visit).unwrap();
    zhou.syncs();
    lin.syncs();
    assert!(matches!(lin.visit(&visit).unwrap().standing, VisitStanding::Sealed(_)));
}

#[test]
fn a_task_that_moves_to_a_newer_checklist_leaves_the_visit_on_its_own() {
    let (office, lin, _, visit) = signed();
    let newer = CHECKLIST.replace("\"version\": 1", "\"version\": 2");
    office.publish(zhian_protocol::sync::FeedKind::Checklist, newer.as_bytes());
    let mut moved = task();
    moved.revision = 2;
    moved.checklist = zhian_domain::id::ContentHash::of(newer.as_bytes());
    office.publishes_task(&moved);
    lin.syncs();
    assert_eq!(lin.visit(&visit).unwrap().checklist, task().checklist);
    lin.seal(&visit).unwrap();
}

#[test]
fn space_is_freed_only_for_what_the_office_has() {
    let (_, lin, zhou, visit) = signed();
    zhou.seal(&visit).unwrap();
    let refused = zhou.purge(&visit).unwrap_err();
    assert_eq!(refused.code(), "engine.not-safe");
    zhou.syncs();
    let freed = zhou.purge(&visit).unwrap();
    assert_eq!(freed.files, 2);
    let view = zhou.visit(&visit).unwrap();
    assert_eq!(view.signature_files[0].file, FilePlace::Purged);
    assert!(zhou.verify(&visit, &Watch::quiet()).unwrap().problems.is_empty());
    let hash = view.signature_files[0].evidence.hash;
    let fetched = zhou.fetch_evidence(&visit, &hash, &Watch::quiet()).unwrap();
    assert!(matches!(fetched.file, FilePlace::Here { .. }));
    // 林 did not seal; the seal came from the office, and that is as good.
    lin.syncs();
    lin.purge(&visit).unwrap();
}

#[test]
fn an_altered_file_of_a_sealed_visit_is_found() {
    let (_, _, zhou, visit) = signed();
    zhou.seal(&visit).unwrap();
    let view = zhou.visit(&visit).unwrap();
    let FilePlace::Here { path } = &view.signature_files[0].file else { panic!("the file is here") };
    std::fs::write(path, b"other strokes").unwrap();
    let report = zhou.verify(&visit, &Watch::quiet()).unwrap();
    assert_eq!(report.problems[0].code, "engine.evidence-altered");
}

#[test]
fn everyones_work_is_in_when_it_is_and_not_before() {
    let (_, lin, zhou) = district();
    let visit = lin.checks_in();
    let status = lin.status(&visit).unwrap();
    assert_eq!((status.all_here, status.all_at_office, status.silent), (false, false, vec![zhou.me_id()]));
    zhou.checks_in();
    zhou.attaches("a.bin", b"evidence");
    exchange(&zhou, &lin);
    let status = lin.status(&visit).unwrap();
    assert!(!status.all_here && status.silent.is_empty(), "the file is not here: {status:?}");
    assert!(status.all_at_office);
    let hash = *lin.visit(&visit).unwrap().sections[0].items[1].evidence[0].evidence.hash.as_bytes();
    lin.fetch_evidence(&visit, &zhian_domain::id::EvidenceHash::from_bytes(hash), &Watch::quiet()).unwrap();
    assert!(lin.status(&visit).unwrap().all_here);
}

#[test]
fn of_two_seals_the_one_that_the_office_has_holds_on_every_phone() {
    let (office, lin, zhou, visit) = signed();
    let held = lin.seal(&visit).unwrap().standing;
    lin.syncs();
    // 周 signs once more in the cellar: the same content, another record of signatures.
    zhou.signs();
    assert_ne!(zhou.seal(&visit).unwrap().standing, held);
    office.with(|books| books.faults.has_another_seal = true);
    let report = zhou.syncs();
    assert_eq!((report.quarantined, report.seals_received), (1, 1));
    let view = zhou.visit(&visit).unwrap();
    assert_eq!((view.standing, view.late_changes), (held, 1));
    assert!(zhou.alert_codes().contains(&"engine.second-seal".to_owned()));
}
