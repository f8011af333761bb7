//! The office's server: killed, restored from an old copy, newer than the phone.

use std::sync::Arc;
use zhian_domain::answer::Conformity::{DoesNotMeet, Meets};
use zhian_domain::id::ContentHash;
use zhian_engine::port::{HttpRequest, HttpResponse, TransportError};
use zhian_engine::view::AnswerView;
use zhian_protocol::sync::{FeedEntry, SyncResponse};
use zhian_tests::{Door, Mishap, To, World};

#[test]
fn a_server_that_is_killed_after_any_answer_has_everything_it_acknowledged() {
    let mut world = World::seeded(70);
    let (mut lin, chen, task) = world.pair_with_task();
    let visit = lin.starts(task);
    for round in 0..5 {
        lin.answers(visit, "T01-2", if round % 2 == 0 { Meets } else { DoesNotMeet });
        let photo = lin.photographs_large(visit, "T01-1", 20_000);
        lin.syncs();
        world.office.is_killed();
        assert!(matches!(lin.tries_to_sync().end, zhian_engine::view::SyncEnd::Cut { .. }));
        world.office.starts_again();
        assert!(world.office.file(&photo).is_some());
        world.office.holds_the_same_draft_as(&lin, visit);
        world.office.ledger_is_whole();
    }
    let report = lin.syncs();
    assert!(!report.rollback, "a restart is no rollback");
    world.sync_until_quiet(&[&chen]);
    assert_eq!(chen.sees(visit).counts.evidence, 5);
}

#[test]
fn a_server_that_is_killed_in_the_middle_of_an_upload_goes_on_with_it() {
    let mut world = World::seeded(71);
    let (mut lin, _chen, task) = world.pair_with_task();
    let visit = lin.starts(task);
    let photo = lin.photographs_large(visit, "T01-1", 700_000);
    lin.line.next(To::Chunk, Mishap::ArrivesTwice);
    lin.line.next(To::Chunk, Mishap::CutsBodyAfter(100_000));
    lin.tries_to_sync();
    world.office.is_killed();
    world.office.starts_again();
    drop(lin.line.takes_log());
    world.sync_until_quiet(&[&lin]);
    assert!(world.office.file(&photo).is_some());
    assert!(lin.is_all_safe());
}

#[test]
fn a_server_restored_from_an_old_backup_is_noticed_and_gets_everything_again() {
    let mut world = World::seeded(72);
    let (mut lin, mut chen, task) = world.pair_with_task();
    let visit = lin.starts(task);
    chen.starts(task);
    lin.answers(visit, "T01-2", Meets);
    world.sync_until_quiet(&[&lin, &chen]);
    let backup = world.office.is_backed_up();

    // A day's work after the backup: answers, photos, and a sealed visit of another task.
    let photo = lin.photographs_large(visit, "T01-1", 300_000);
    chen.answers(visit, "T01-4", Meets);
    let other = world.publishes_task("虚构电线电缆厂", &[&lin, &chen]);
    lin.syncs();
    chen.syncs();
    let sealed = world.fills_and_seals(&mut lin, &mut chen, other);
    world.sync_until_quiet(&[&lin, &chen]);
    assert!(lin.is_all_safe() && chen.is_all_safe());
    let digest = world.office.sealed_entries(sealed)[0].digest;

    world.office.is_restored_from(&backup);
    assert_eq!(world.office.file(&photo), None, "the office has forgotten");
    // The office publishes the lost task again, as its people would.
    world.office.publishes_again(other);
    let reports = [lin.tries_to_sync(), chen.tries_to_sync()];
    assert!(reports.iter().all(|report| report.rollback), "both phones notice");
    world.sync_until_quiet(&[&lin, &chen]);

    assert!(lin.is_all_safe() && chen.is_all_safe(), "{:?}", lin.engine().not_safe());
    world.office.holds_the_same_draft_as(&lin, visit);
    assert_eq!(world.office.sealed_entries(sealed)[0].digest, digest);
    assert!(world.office.file(&photo).is_some());
    for phone in [&lin, &chen] {
        let alerts = phone.engine().alerts(20).unwrap();
        assert!(alerts.iter().any(|alert| alert.code.contains("rollback")), "{}: {alerts:?}", phone.name);
    }
    assert_eq!(world.office.quarantine(), vec![]);
    world.office.ledger_is_whole();
}

#[test]
fn a_server_restored_from_a_backup_that_went_on_working_is_noticed_too() {
    let mut world = World::seeded(73);
    let (lin, chen, task) = world.pair_with_task();
    let visit = lin.starts(task);
    chen.starts(task);
    world.sync_until_quiet(&[&lin, &chen]);
    let backup = world.office.is_backed_up();
    lin.answers(visit, "T01-2", Meets);
    lin.syncs();
    world.office.is_restored_from(&backup);
    // Other work fills the gap, so that the sequence numbers of the two histories overlap.
    for text in ["甲", "乙", "丙", "丁"] {
        chen.notes(visit, "T01-4", text);
        chen.tries_to_sync();
    }
    let report = lin.tries_to_sync();
    assert!(report.rollback, "the same number with another history is not the same place");
    world.sync_until_quiet(&[&lin, &chen]);
    assert!(lin.is_all_safe());
    world.office.holds_the_same_draft_as(&lin, visit);
    world.office.holds_the_same_draft_as(&chen, visit);
    assert!(matches!(chen.sees_item(visit, "T01-2").answer, AnswerView::One(_)));
}

/// An office of a later year: it says things that this phone does not know.
struct Newer {
    office: Arc<dyn Door>,
}

impl Door for Newer {
    fn deliver(
        &self,
        request: &HttpRequest,
        body_bytes: Option<usize>,
    ) -> Result<HttpResponse, TransportError> {
        let mut answer = self.office.deliver(request, body_bytes)?;
        if request.path == zhian_protocol::sync::PATH && answer.status == 200 {
            let mut told: SyncResponse = zhian_protocol::frame::read(&answer.body).expect("an answer");
            let body = b"a thing of a later year".to_vec();
            let digest = ContentHash::of(&body);
            let seq = told.feed.first().map_or(told.cursor.seq, |first| first.seq);
            told.feed.insert(0, FeedEntry { seq, kind: 200, digest, body: Some(body) });
            answer.body = zhian_protocol::frame::write(&told).expect("an answer");
        }
        Ok(answer)
    }
}

#[test]
fn feed_entries_of_a_kind_this_phone_does_not_know_are_passed_over_and_cost_nothing_else() {
    let mut world = World::seeded(74);
    let (lin, chen, task) = world.pair_with_task();
    let visit = lin.starts(task);
    lin.answers(visit, "T01-2", Meets);
    lin.syncs();
    chen.line.leads_to(Arc::new(Newer { office: world.office.door() }));
    chen.syncs();
    assert!(matches!(chen.sees_item(visit, "T01-2").answer, AnswerView::One(_)));
    chen.starts(task);
    chen.answers(visit, "T01-4", Meets);
    chen.syncs();
    assert!(chen.is_all_safe());
    world.sync_until_quiet(&[&lin]);
    assert_eq!(lin.sees(visit).counts.answered, 2);
}

#[test]
fn what_a_revoked_device_did_before_is_kept_and_what_it_does_after_is_told_apart() {
    let mut world = World::seeded(75);
    let (mut lin, chen, task) = world.pair_with_task();
    let visit = lin.starts(task);
    chen.starts(task);
    lin.answers(visit, "T01-2", Meets);
    world.sync_until_quiet(&[&lin, &chen]);
    world.office.revokes(lin.device());

    lin.answers(visit, "T01-4", DoesNotMeet);
    lin.photographs(visit, "T01-4");
    let refusal = lin.engine().sync(&zhian_engine::Watch::quiet());
    assert_eq!(zhian_tests::deeds::refused(refusal), "auth.refused");
    // Nothing on the phone was thrown away.
    assert!(matches!(lin.sees_item(visit, "T01-4").answer, AnswerView::One(_)));
    assert!(!lin.is_all_safe());

    // Chen's phone goes on, keeps Lin's old work, and knows.
    world.sync_until_quiet(&[&chen]);
    assert!(matches!(chen.sees_item(visit, "T01-2").answer, AnswerView::One(_)));
    let status = chen.engine().status(&visit).unwrap();
    let device = status
        .participants
        .iter()
        .flat_map(|one| &one.devices)
        .find(|one| one.device == lin.device())
        .unwrap();
    assert!(device.revoked);
    // By a colleague's hand the later work reaches the office, and is marked there.
    let before = world.office.draft_changes_of(visit, lin.device());
    assert_eq!(world.office.summary(visit).unwrap().from_revoked, 0);
    let report = lin.hands_over(&[visit], &chen);
    assert_eq!((report.quarantined, report.waiting), (0, 0));
    chen.answers(visit, "T01-4", Meets);
    world.sync_until_quiet(&[&chen]);
    assert!(world.office.draft_changes_of(visit, lin.device()) > before);
    assert!(world.office.summary(visit).unwrap().from_revoked > 0);
    assert_eq!(world.office.quarantine(), Vec::new());
    // What Chen has built on it is there too.
    world.office.holds_the_same_draft_as(&chen, visit);
}

#[test]
fn work_of_a_device_that_was_taken_over_before_anyone_knew_it_was_revoked_does_not_strand_the_colleague() {
    let mut world = World::seeded(76);
    let (mut lin, chen, task) = world.pair_with_task();
    let visit = lin.starts(task);
    lin.answers(visit, "T01-2", Meets);
    lin.hands_over(&[visit], &chen);
    chen.starts(task);
    chen.notes(visit, "T01-2", "现场复核。");
    world.office.revokes(lin.device());
    world.sync_until_quiet(&[&chen]);
    assert!(chen.is_all_safe());
    world.office.holds_the_same_draft_as(&chen, visit);
    assert!(world.office.summary(visit).unwrap().from_revoked > 0);
}
