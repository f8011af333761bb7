//! What must hold once everything is quiet: acknowledged means present and unaltered at the office; unacknowledged
//! means whole or absent; all replicas say the same.

use crate::memory::Memory;
use crate::run::Game;
use std::collections::BTreeSet;
use zhian_domain::id::{EvidenceHash, VisitId};
use zhian_engine::Watch;
use zhian_engine::view::VisitStanding;
use zhian_tests::{Phone, phone_shows};

/// Checks, right after an exchange however it ended, that what the phone believes acknowledged is at the office.
pub fn acknowledged_is_there(game: &Game, phone: &Phone, memory: &Memory) {
    for (visit, seen) in memory.visits() {
        for (device, changes) in &seen.changes {
            let open = seen.not_at_office.get(device).copied().unwrap_or(0);
            let there = game.world.office.draft_changes_of(*visit, *device);
            assert!(
                there + open >= *changes,
                "the phone of {} holds {changes} changes of {device} on {visit}, {open} unacknowledged, and the office \
                 has {there}",
                phone.name
            );
        }
    }
}

/// Checks everything. Every phone is on, online and has nothing more to exchange.
pub fn judges(game: &mut Game) {
    let office = &game.world.office;
    assert_eq!(office.quarantine(), vec![], "honest work was set aside");
    office.ledger_is_whole();
    office.rebuilt_projections_are_equal();
    let known: BTreeSet<VisitId> =
        game.phones.iter().flat_map(|phone| phone.engine().visits().unwrap()).map(|row| row.visit).collect();
    for visit in &known {
        replicas_agree(game, *visit);
    }
    for (device, visit, changes) in game.own_changes() {
        let there = office.draft_changes_of(visit, device);
        assert!(there >= changes, "{device} made {changes} changes on {visit}, the office has {there}");
    }
    for phone in &game.phones {
        let open = phone.engine().not_safe().unwrap();
        assert!(open.is_all_safe(), "after everything {} is told {open:?}", phone.name);
    }
    for (visit, hash, bytes) in game.photos() {
        evidence_is_whole(game, visit, hash, bytes);
    }
    for (visit, text) in game.findings() {
        let content = office.draft(visit).expect("a draft").content().expect("a readable draft");
        assert!(content.findings.values().any(|one| one.text == text), "the finding {text:?} is gone");
    }
    for phone in &game.phones {
        let report = phone.engine().doctor(&Watch::quiet()).unwrap();
        assert!(report.files_bad.is_empty(), "{}: {:?}", phone.name, report.files_bad);
    }
}

fn replicas_agree(game: &Game, visit: VisitId) {
    let office = &game.world.office;
    let draft = office.draft(visit).expect("the office knows the visit");
    let content = draft.content().expect("the office's draft is read");
    let summary = office.summary(visit).expect("a summary");
    let seals = office.sealed_entries(visit);
    assert!(seals.len() <= 1, "one visit, {} seals in the ledger", seals.len());
    for phone in &game.phones {
        let Ok(view) = phone.engine().visit(&visit) else { panic!("{} does not know {visit}", phone.name) };
        for (device, changes) in Memory::of(phone)
            .visits()
            .find(|(id, _)| **id == visit)
            .map(|(_, seen)| &seen.changes)
            .expect("known")
        {
            let there = office.draft_changes_of(visit, *device);
            assert_eq!(*changes, there, "changes of {device} on the phone of {}", phone.name);
        }
        match (&view.standing, seals.first()) {
            (VisitStanding::Draft, None) => phone_shows(phone, &content),
            (VisitStanding::Sealed(seal), Some(line)) => {
                assert_eq!(seal.digest, line.digest, "the seal on the phone of {}", phone.name);
                assert_eq!(seal.ledger_position, Some(line.position), "on the phone of {}", phone.name);
                assert_eq!(
                    view.late_changes, summary.late_changes,
                    "late changes on the phone of {}",
                    phone.name
                );
                let report = phone.engine().verify(&visit, &Watch::quiet()).unwrap();
                assert!(report.problems.is_empty(), "{}: {:?}", phone.name, report.problems);
                if view.late_changes == 0 {
                    phone_shows(phone, &content);
                }
            }
            (standing, line) => panic!("{} holds {standing:?}, the ledger {line:?}", phone.name),
        }
    }
    assert_eq!(summary.evidence_expected, summary.evidence_arrived, "a file is missing at the office");
}

fn evidence_is_whole(game: &Game, visit: VisitId, hash: EvidenceHash, bytes: &[u8]) {
    let office = &game.world.office;
    let file = office.file(&hash).unwrap_or_else(|| panic!("evidence {hash} is not at the office"));
    assert!(file == bytes, "evidence {hash} is not as it was captured");
    let lines = office.evidence_entries(visit);
    let lines = lines.iter().filter(|line| line.digest.as_bytes() == hash.as_bytes()).count();
    assert_eq!(lines, 1, "evidence {hash} stands {lines} times in the ledger");
}
