//! Work that travels from phone to phone in a file.

use std::fs;
use zhian_domain::answer::Conformity::{Meets, NotApplicable};
use zhian_engine::view::{AnswerView, FilePlace};
use zhian_engine::{EngineError, Watch};
use zhian_tests::{Chance, World};

#[test]
fn after_an_exchange_by_file_either_phone_alone_brings_everything_to_the_office() {
    for (seed, lin_goes) in [(60, true), (61, false)] {
        let mut world = World::seeded(seed);
        let (mut lin, mut chen, task) = world.pair_with_task();
        lin.line.is_online(false);
        chen.line.is_online(false);
        let visit = lin.starts(task);
        chen.starts(task);
        lin.answers(visit, "T01-2", Meets);
        let lins = lin.photographs(visit, "T01-1");
        chen.answers(visit, "T01-4", NotApplicable);
        let chens = chen.photographs(visit, "T01-2");
        lin.hands_over(&[visit], &chen);
        chen.hands_over(&[visit], &lin);
        for phone in [&lin, &chen] {
            let seen = phone.sees(visit);
            assert_eq!(
                (seen.counts.answered, seen.counts.evidence),
                (2, 2),
                "on the phone of {}",
                phone.name
            );
            for view in phone.items(visit).into_iter().flat_map(|item| item.evidence) {
                assert!(matches!(view.file, FilePlace::Here { .. }), "the files came along");
            }
            assert!(phone.engine().status(&visit).unwrap().all_here);
        }
        let traveller = if lin_goes { &lin } else { &chen };
        traveller.line.is_online(true);
        world.sync_until_quiet(&[traveller]);
        assert!(traveller.is_all_safe());
        world.office.holds_the_same_draft_as(&lin, visit);
        world.office.holds_the_same_draft_as(&chen, visit);
        assert!(world.office.file(&lins).is_some() && world.office.file(&chens).is_some());
        // The other one finds that there is nothing left to do.
        lin.line.is_online(true);
        chen.line.is_online(true);
        world.sync_until_quiet(&[&lin, &chen]);
        assert!(lin.is_all_safe() && chen.is_all_safe());
        assert_eq!(world.office.quarantine(), vec![]);
    }
}

#[test]
fn the_same_bundle_twice_brings_nothing_new() {
    let mut world = World::seeded(62);
    let (mut lin, chen, task) = world.pair_with_task();
    let visit = lin.starts(task);
    lin.answers(visit, "T01-2", Meets);
    let bundle = lin.bundles(&[visit]);
    let first = chen.engine().import_bundle(&bundle, &Watch::quiet()).unwrap();
    assert!(first.changes > 0);
    let seen = chen.sees(visit);
    let second = chen.engine().import_bundle(&bundle, &Watch::quiet()).unwrap();
    assert_eq!((second.changes, second.seals, second.files, second.quarantined), (0, 0, 0, 0));
    assert_eq!(chen.sees(visit), seen);
}

#[test]
fn a_bundle_does_not_overwrite_a_file_that_is_there() {
    let mut world = World::seeded(63);
    let (mut lin, _chen, task) = world.pair_with_task();
    let visit = lin.starts(task);
    let there = lin.takes_picture(400);
    let before = fs::read(&there).unwrap();
    let request = zhian_engine::ExportRequest { visits: vec![visit], with_evidence: true, to: there.clone() };
    assert_eq!(
        zhian_tests::deeds::refused(lin.engine().export_bundle(&request, &Watch::quiet())),
        "engine.bundle-file"
    );
    assert_eq!(fs::read(&there).unwrap(), before);
}

#[test]
fn a_bundle_that_was_cut_off_anywhere_is_refused_or_taken_in_part_and_harms_nothing() {
    let mut world = World::seeded(64);
    let (mut lin, chen, task) = world.pair_with_task();
    let visit = lin.starts(task);
    chen.starts(task);
    lin.answers(visit, "T01-2", Meets);
    lin.photographs(visit, "T01-1");
    chen.answers(visit, "T01-4", Meets);
    let bundle = lin.bundles(&[visit]);
    let whole = fs::read(&bundle).unwrap();
    let cut = bundle.with_extension("cut");
    for length in (0..whole.len()).step_by(97).chain([whole.len() - 1]) {
        fs::write(&cut, &whole[..length]).unwrap();
        match chen.engine().import_bundle(&cut, &Watch::quiet()) {
            Ok(report) => assert_eq!(report.quarantined, 0, "cut at {length}: {report:?}"),
            Err(cause) => {
                assert!(matches!(cause, EngineError::Bundle { .. }), "cut at {length}: {}", cause.code())
            }
        }
        assert!(matches!(chen.sees_item(visit, "T01-4").answer, AnswerView::One(_)), "cut at {length}");
    }
    let report = chen.engine().import_bundle(&bundle, &Watch::quiet()).unwrap();
    assert_eq!(report.quarantined, 0);
    assert_eq!(chen.sees(visit).counts.answered, 2);
    world.sync_until_quiet(&[&lin, &chen]);
    world.office.holds_the_same_draft_as(&chen, visit);
}

#[test]
fn a_bundle_with_altered_bytes_never_changes_what_was_there() {
    let mut world = World::seeded(65);
    let (mut lin, chen, task) = world.pair_with_task();
    let visit = lin.starts(task);
    chen.starts(task);
    lin.answers(visit, "T01-2", Meets);
    lin.photographs(visit, "T01-1");
    chen.answers(visit, "T01-4", Meets);
    let bundle = lin.bundles(&[visit]);
    let whole = fs::read(&bundle).unwrap();
    let altered_path = bundle.with_extension("altered");
    let mut chance = Chance::seeded(65, "alterations");
    let lins_answer = lin.sees_item(visit, "T01-2").answer;
    for _ in 0..60 {
        let mut altered = whole.clone();
        let at = chance.below(altered.len());
        altered[at] ^= 1 << chance.below(8);
        fs::write(&altered_path, &altered).unwrap();
        drop(chen.engine().import_bundle(&altered_path, &Watch::quiet()));
        assert!(matches!(chen.sees_item(visit, "T01-4").answer, AnswerView::One(_)), "altered at {at}");
        // What came in of it is what Lin signed, or nothing.
        match chen.sees_item(visit, "T01-2").answer {
            AnswerView::None => {}
            answer => assert_eq!(answer, lins_answer, "altered at {at}"),
        }
    }
    chen.engine().import_bundle(&bundle, &Watch::quiet()).unwrap();
    assert_eq!(chen.sees_item(visit, "T01-2").answer, lins_answer);
    world.sync_until_quiet(&[&lin, &chen]);
    assert!(lin.is_all_safe());
    world.office.holds_the_same_draft_as(&chen, visit);
}

#[test]
fn what_is_no_bundle_is_refused_with_a_reason() {
    let mut world = World::seeded(66);
    let (mut lin, _chen, _task) = world.pair_with_task();
    let picture = lin.takes_picture(900);
    let refusal = lin.engine().import_bundle(&picture, &Watch::quiet());
    assert_eq!(zhian_tests::deeds::refused(refusal), "engine.bundle");
    let missing = picture.with_extension("nowhere");
    let refusal = lin.engine().import_bundle(&missing, &Watch::quiet());
    assert_eq!(zhian_tests::deeds::refused(refusal), "engine.bundle-file");
}
