//! Clocks that are wrong. Evidence is never refused because of one.

use zhian_domain::answer::Conformity::Meets;
use zhian_engine::view::AnswerView;
use zhian_tests::{World, YEAR_MS};

#[test]
fn a_phone_whose_clock_is_a_year_off_works_and_the_skew_is_told() {
    for (seed, skew_ms) in [(30, YEAR_MS), (31, -YEAR_MS)] {
        let mut world = World::seeded(seed);
        let (mut lin, mut chen, task) = world.pair_with_task();
        lin.clock.is_ahead_ms(skew_ms);
        let visit = world.fills_and_seals(&mut lin, &mut chen, task);
        let report = lin.syncs();
        let told = report.skew_ms.expect("the office told its time");
        assert!((told + skew_ms).abs() < 60_000, "{told} for {skew_ms}");
        world.sync_until_quiet(&[&lin, &chen]);
        assert_eq!(world.office.sealed_entries(visit).len(), 1);
        let line = world.office.sealed_entries(visit).remove(0);
        assert!(
            (line.received.unix_ms() - world.office.now_unix_ms()).abs() < 3_600_000,
            "the office records its own time"
        );
        assert_eq!(world.office.quarantine(), vec![]);
        assert!(lin.is_all_safe() && chen.is_all_safe());
    }
}

#[test]
fn a_clock_that_jumps_back_in_the_middle_of_a_visit_loses_and_reorders_nothing() {
    let mut world = World::seeded(32);
    let (mut lin, mut chen, task) = world.pair_with_task();
    let visit = lin.starts(task);
    lin.answers(visit, "T01-2", zhian_domain::answer::Conformity::DoesNotMeet);
    lin.clock.is_ahead_ms(-3 * 24 * 3_600_000);
    // The later answer counts, although its clock says it came first.
    lin.answers(visit, "T01-2", Meets);
    lin.restarts();
    let AnswerView::One(answer) = lin.sees_item(visit, "T01-2").answer else { panic!("one answer") };
    assert_eq!(answer.value.conformity, Some(Meets));
    world.sync_until_quiet(&[&lin, &chen]);
    let AnswerView::One(answer) = chen.sees_item(visit, "T01-2").answer else { panic!("one answer") };
    assert_eq!(answer.value.conformity, Some(Meets));
    chen.starts(task);
    world.fills(&mut lin, &mut chen, visit);
    world.signs_and_seals(&mut lin, &mut chen, visit);
    world.sync_until_quiet(&[&lin, &chen]);
    assert_eq!(world.office.sealed_entries(visit).len(), 1);
}

#[test]
fn where_satellites_tell_the_time_it_stands_beside_the_wrong_clock() {
    let mut world = World::seeded(33);
    let (lin, chen, task) = world.pair_with_task();
    lin.clock.is_ahead_ms(YEAR_MS);
    lin.clock.sees_satellites(true);
    let visit = lin.starts(task);
    lin.answers(visit, "T01-2", Meets);
    world.sync_until_quiet(&[&lin, &chen]);
    let AnswerView::One(answer) = chen.sees_item(visit, "T01-2").answer else { panic!("one answer") };
    let gnss = answer.at.gnss.expect("satellite time");
    assert_eq!(answer.at.device.unix_ms() - gnss.unix_ms(), YEAR_MS);
    assert_eq!(answer.at.best(), gnss);
    assert_eq!(answer.at.offset_minutes, 480);
    assert!(answer.at.monotonic_ms > 0);
}
