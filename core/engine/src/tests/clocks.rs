//! Clocks that are wrong: everything is kept with what the device knew, and the fault is on record.

use super::phone::*;
use crate::view::AnswerView;
use zhian_domain::answer::Conformity::{DoesNotMeet, Meets};

const YEAR_MS: i64 = 365 * 24 * 60 * 60 * 1000;

#[test]
fn a_clock_that_is_set_back_is_put_on_record_once_and_refuses_nothing() {
    let (_, mut lin, _) = district();
    lin.checks_in();
    lin.clock.moves(-YEAR_MS, 10);
    let AnswerView::One(given) = lin.answers("T-1", Meets).answer else { panic!("one answer stands") };
    assert!(given.at.device.unix_ms() < 1_800_000_000_000 && given.at.offset_minutes == 480);
    assert!(given.at.monotonic_ms > 0);
    lin.answers("T-1", DoesNotMeet);
    let set_back = |codes: &[String]| codes.iter().filter(|code| *code == "clock.set-back").count();
    assert_eq!(set_back(&lin.alert_codes()), 1);
    lin.opens();
    lin.answers("T-1", Meets);
    assert_eq!(set_back(&lin.alert_codes()), 2, "each start that finds it says so");
}

#[test]
fn a_clock_that_jumps_forward_is_noticed_by_the_time_that_really_passed() {
    let (_, lin, _) = district();
    lin.checks_in();
    lin.clock.moves(3_600_000, 3_600_000);
    lin.answers("T-1", Meets);
    assert!(!lin.alert_codes().contains(&"clock.jumped".to_owned()), "an hour simply passed");
    lin.clock.moves(3_600_000, 10);
    lin.answers("T-1", DoesNotMeet);
    assert!(lin.alert_codes().contains(&"clock.jumped".to_owned()));
}

#[test]
fn a_clock_far_from_the_offices_is_put_on_record() {
    let (office, lin, _) = district();
    office.with(|books| books.faults.ahead_ms = 6 * 60 * 1000);
    let report = lin.syncs();
    assert!(report.skew_ms.unwrap() > 5 * 60 * 1000);
    assert_eq!(lin.alert_codes(), vec!["clock.skew"]);
}
