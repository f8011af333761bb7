//! Phones that are lost, replaced, or restored from a backup.

use zhian_domain::answer::Conformity::{DoesNotMeet, Meets};
use zhian_engine::view::{AnswerView, FilePlace};
use zhian_tests::World;

#[test]
fn a_new_phone_of_the_same_officer_pulls_everything_that_was_safe() {
    let mut world = World::seeded(80);
    let (mut lin, mut chen, task) = world.pair_with_task();
    let sealed = world.fills_and_seals(&mut lin, &mut chen, task);
    let second = world.publishes_task("虚构橡胶软管厂", &[&lin, &chen]);
    world.sync_until_quiet(&[&lin, &chen]);
    let open = lin.starts(second);
    lin.answers(open, "T01-2", Meets);
    let photo = lin.photographs_large(open, "T01-1", 50_000);
    world.sync_until_quiet(&[&lin, &chen]);
    assert!(lin.is_all_safe());
    let (was_open, was_sealed) = (lin.sees(open), lin.sees(sealed));
    drop(lin);

    let new = world.another_phone_of("林晓");
    world.sync_until_quiet(&[&new]);
    assert_eq!(new.sees(sealed).standing, was_sealed.standing);
    assert_eq!(new.sees(open).counts, was_open.counts);
    assert!(matches!(new.sees_item(open, "T01-2").answer, AnswerView::One(_)));
    let fetched = new.engine().fetch_evidence(&open, &photo, &zhian_engine::Watch::quiet()).unwrap();
    assert!(matches!(fetched.file, FilePlace::Here { .. }));
    assert!(new.is_all_safe());

    // The officer checks in with the new phone and goes on.
    new.starts(second);
    new.answers(open, "T01-4", Meets);
    world.sync_until_quiet(&[&new, &chen]);
    assert_eq!(chen.sees(open).counts.answered, 2);
    assert_eq!(world.office.quarantine(), vec![]);
}

#[test]
fn a_phone_restored_from_a_backup_does_not_use_a_sequence_number_twice() {
    let mut world = World::seeded(81);
    let (mut lin, chen, task) = world.pair_with_task();
    let visit = lin.starts(task);
    lin.answers(visit, "T01-2", Meets);
    world.sync_until_quiet(&[&lin, &chen]);
    let backup = lin.is_backed_up();

    // Work after the backup reaches the office; then the phone is set back.
    lin.answers(visit, "T01-4", Meets);
    lin.notes(visit, "T01-2", "备份之后写的。");
    world.sync_until_quiet(&[&lin, &chen]);
    lin.is_restored_from(&backup);
    assert!(lin.engine().opened().restored);
    // It works on before it has spoken to the office.
    lin.answers(visit, "T01-2", DoesNotMeet);
    world.sync_until_quiet(&[&lin, &chen]);

    assert_eq!(world.office.quarantine(), vec![]);
    assert!(lin.is_all_safe());
    assert_eq!(lin.sees_item(visit, "T01-2").note, "备份之后写的。");
    assert!(matches!(lin.sees_item(visit, "T01-4").answer, AnswerView::One(_)));
    world.office.holds_the_same_draft_as(&lin, visit);
    world.office.holds_the_same_draft_as(&chen, visit);
}

#[test]
fn a_phone_set_back_in_its_own_place_loses_nothing_that_was_safe() {
    let mut world = World::seeded(82);
    let (mut lin, chen, task) = world.pair_with_task();
    let visit = lin.starts(task);
    lin.answers(visit, "T01-2", Meets);
    world.sync_until_quiet(&[&lin, &chen]);
    let backup = lin.is_backed_up();
    lin.answers(visit, "T01-4", Meets);
    world.sync_until_quiet(&[&lin, &chen]);
    // The same files, overwritten in place: no sign of it is left in the file system.
    lin.is_overwritten_with(&backup);
    lin.syncs();
    lin.answers(visit, "T01-2", DoesNotMeet);
    world.sync_until_quiet(&[&lin, &chen]);
    assert!(matches!(lin.sees_item(visit, "T01-4").answer, AnswerView::One(_)));
    world.office.holds_the_same_draft_as(&lin, visit);
    world.office.holds_the_same_draft_as(&chen, visit);
    assert_eq!(world.office.quarantine(), vec![]);
}

#[test]
fn two_phones_of_one_officer_on_one_visit_are_told_apart_and_merge() {
    let mut world = World::seeded(83);
    let (lin, chen, task) = world.pair_with_task();
    let tablet = world.another_phone_of("林晓");
    tablet.syncs();
    let visit = lin.starts(task);
    tablet.starts(task);
    lin.answers(visit, "T01-2", Meets);
    tablet.answers(visit, "T01-4", Meets);
    world.sync_until_quiet(&[&lin, &tablet, &chen]);
    for phone in [&lin, &tablet, &chen] {
        assert_eq!(phone.sees(visit).counts.answered, 2);
        let status = phone.engine().status(&visit).unwrap();
        let lins = status.participants.iter().find(|one| one.officer.id == lin.inspector).unwrap();
        assert_eq!(lins.devices.len(), 2);
    }
}

#[test]
fn status_tells_whose_work_is_missing_here_and_at_the_office() {
    let mut world = World::seeded(84);
    let (mut lin, chen, task) = world.pair_with_task();
    let visit = lin.starts(task);
    lin.answers(visit, "T01-2", Meets);
    lin.photographs_large(visit, "T01-1", 20_000);
    let status = lin.engine().status(&visit).unwrap();
    assert_eq!(status.silent, [chen.inspector]);
    assert!(!status.all_here && !status.all_at_office);
    let own = &status.participants.iter().find(|one| one.officer.id == lin.inspector).unwrap().devices[0];
    assert!(own.this_one && own.changes_not_at_office >= 3);
    assert_eq!(own.files_not_at_office, 1);
    assert!(own.bytes_not_at_office >= 19_000);
    chen.starts(task);
    world.sync_until_quiet(&[&lin, &chen]);
    let status = lin.engine().status(&visit).unwrap();
    assert!(status.silent.is_empty() && status.all_at_office, "{status:?}");
}

#[test]
fn a_device_that_is_not_enrolled_is_told_to_enrol() {
    let mut world = World::seeded(85);
    let (lin, _chen, task) = world.pair_with_task();
    let stranger = world.unenrolled_phone("赵陌");
    let refusal = stranger.engine().check_in(&zhian_tests::deeds::arrival(task));
    assert_eq!(zhian_tests::deeds::refused(refusal), "engine.not-enrolled");
    let code = world.office.code_for(lin.inspector);
    let used = code.clone();
    stranger.enrols(&code);
    let second = world.unenrolled_phone("钱陌");
    let request = zhian_engine::EnrolRequest {
        code: used,
        label: "另一部手机".to_owned(),
        server_url: "http://127.0.0.1:1".to_owned(),
        server_roots_pem: String::new(),
    };
    assert_eq!(
        zhian_tests::deeds::refused(second.engine().enrol(&request, &zhian_engine::Watch::quiet())),
        "auth.refused",
        "a code serves once"
    );
}

#[test]
fn an_enrolment_whose_answer_was_lost_can_be_repeated() {
    let mut world = World::seeded(86);
    let (lin, _chen, _task) = world.pair_with_task();
    let phone = world.unenrolled_phone("林晓的新手机");
    let code = world.office.code_for(lin.inspector);
    phone.line.next(zhian_tests::To::Anything, zhian_tests::Mishap::LosesAnswer);
    let request = zhian_engine::EnrolRequest {
        code: code.clone(),
        label: "新手机".to_owned(),
        server_url: "http://127.0.0.1:1".to_owned(),
        server_roots_pem: String::new(),
    };
    assert_eq!(
        zhian_tests::deeds::refused(phone.engine().enrol(&request, &zhian_engine::Watch::quiet())),
        "transport.cut"
    );
    phone.enrols(&code);
    phone.syncs();
}
