use super::*;
use crate::rules::shipped;
use proptest::prelude::*;

fn deadlines() -> Deadlines {
    Deadlines::load("deadlines.v1.json", shipped::DEADLINES_V1).unwrap()
}

/// A moment given in Beijing time.
fn beijing(text: &str) -> Timestamp {
    let moment = chrono::NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M").unwrap();
    Timestamp::from_unix_ms(moment.and_utc().timestamp_millis() - 8 * HOUR_MS)
}

fn plain(at: &str) -> Start {
    Start { at: beijing(at), extended: false, pauses: vec![] }
}

fn due(id: &str, start: &Start) -> Due {
    deadlines().due(id, &shipped::calendars().unwrap(), start).unwrap()
}

#[test]
fn working_days_skip_the_national_holiday_and_count_a_worked_saturday() {
    let due = due("file-decision", &plain("2025-09-26 10:00"));
    assert_eq!(due.day.to_string(), "2025-10-23");
    assert_eq!(due.at, beijing("2025-10-24 00:00").plus_ms(-1));
    assert_eq!(
        due.how.zh,
        "2025年9月26日（星期五）不计入，自次日起计15个工作日，跳过周末4天，国庆节、中秋节8天，计入调休上班的周末2天，期满日为2025年10月23日（星期四）。"
    );
    assert_eq!(
        due.how.en,
        "Friday 26 September 2025 is not counted; 15 working days from the next day, passing over 4 weekend days and \
         8 days of National Day and Mid-Autumn Festival, counting 2 worked weekend days; the term ends with \
         Thursday 23 October 2025."
    );
    assert_eq!((due.is_provisional(), due.verified), (false, Verified::Source));
    assert_eq!(due.extension.unwrap().length, 15);
}

#[test]
fn a_granted_extension_is_counted_on_and_told_and_one_the_rule_does_not_know_is_refused() {
    let start = Start { extended: true, ..plain("2025-09-26 10:00") };
    let found = due("file-decision", &start);
    assert_eq!(found.day.to_string(), "2025-11-13");
    assert!(
        found.how.zh.contains("自次日起计30个工作日")
            && found.how.zh.contains("其中延长15个工作日（经负责人批准）。")
    );
    assert_eq!(found.extension, None);
    let refused = deadlines().due("review", &shipped::calendars().unwrap(), &start);
    assert_eq!(refused, Err(RuleError::NoExtension { id: "review".into() }));
}

#[test]
fn the_day_is_that_of_beijing_even_where_the_phone_stands_in_another_zone() {
    // 18:30 UTC on the 8th is half past two in the morning of the 9th in Beijing.
    let late = Start { at: beijing("2025-10-09 02:30"), extended: false, pauses: vec![] };
    assert_eq!(due("hand-in-cash", &late).day.to_string(), "2025-10-11");
}

#[test]
fn a_last_day_on_a_holiday_moves_where_the_rule_says_so_and_stays_where_it_does_not() {
    // 15 days from 18 September 2025 end on 3 October, within the holidays.
    let fine = due("pay-fine", &plain("2025-09-18 09:00"));
    assert_eq!(fine.day.to_string(), "2025-10-09");
    assert!(fine.how.zh.contains("最后一日2025年10月3日（星期五）不是工作日，顺延至其后第一个工作日"));
    // 30 days from 5 September end on Sunday 5 October: seized goods are free then all the same.
    let seized = due("seizure-end", &plain("2025-09-05 09:00"));
    assert_eq!(seized.day.to_string(), "2025-10-05");
    assert!(seized.how.zh.contains("遇节假日不顺延"));
    assert_eq!(seized.extension.as_ref().map(|one| one.length), Some(30));
}

#[test]
fn hours_run_from_the_moment_itself_through_holidays_and_are_never_provisional() {
    let due = due("seizure-report", &plain("2027-10-01 21:15"));
    assert_eq!(due.at, beijing("2027-10-02 21:15"));
    assert!(!due.is_provisional());
    assert_eq!(
        due.how.zh,
        "自2027年10月1日（星期五）21:15起连续计24小时，节假日不扣除，至2027年10月2日（星期六）21:15止。"
    );
}

#[test]
fn months_end_on_the_same_day_or_on_the_last_of_a_shorter_month() {
    assert_eq!(due("publication-low", &plain("2025-11-30 09:00")).day.to_string(), "2026-02-28");
    assert_eq!(due("lawsuit", &plain("2025-03-10 09:00")).day.to_string(), "2025-09-10");
    // Six months from 1 November end on Labour Day, and the first working day after it is 6 May.
    assert_eq!(due("lawsuit", &plain("2025-11-01 09:00")).day.to_string(), "2026-05-06");
}

#[test]
fn a_term_that_reaches_an_unannounced_year_is_provisional_and_says_so() {
    let due = due("file-decision", &plain("2026-12-21 09:00"));
    assert!(due.is_provisional());
    assert!(due.how.zh.ends_with("2027年放假安排尚未公布，未计调休，结果为暂定。"), "{}", due.how.zh);
    assert!(due.how.en.ends_with("so the result is provisional."));
}

#[test]
fn days_taken_for_tests_are_not_counted_and_are_told() {
    let test = Pause {
        from: "2025-09-10".parse().unwrap(),
        to: "2025-09-19".parse().unwrap(),
        reason: say("检验期间", "time of the test"),
    };
    let start = Start { pauses: vec![test.clone()], ..plain("2025-09-05 09:00") };
    let found = due("seizure-end", &start);
    assert_eq!(found.day.to_string(), "2025-10-15");
    assert!(found.how.zh.ends_with("2025-09-10至2025-09-19不计入：检验期间。"));
    let refused = deadlines().due("lawsuit", &shipped::calendars().unwrap(), &start);
    assert_eq!(refused, Err(RuleError::NoPause { id: "lawsuit".into() }));
    let endless = Pause { to: NaiveDate::MAX, ..test };
    let start = Start { pauses: vec![endless], ..start };
    let refused = deadlines().due("seizure-end", &shipped::calendars().unwrap(), &start);
    assert_eq!(refused, Err(RuleError::OutOfRange));
}

#[test]
fn a_deadline_nobody_published_and_moments_outside_the_calendar_are_refused() {
    let calendars = shipped::calendars().unwrap();
    let unknown = deadlines().due("x", &calendars, &plain("2025-01-01 00:00"));
    assert_eq!(unknown, Err(RuleError::UnknownDeadline { id: "x".into() }));
    for unix_ms in [i64::MIN, i64::MAX] {
        let start = Start { at: Timestamp::from_unix_ms(unix_ms), extended: false, pauses: vec![] };
        for rule in deadlines().deadlines {
            assert_eq!(deadlines().due(&rule.id, &calendars, &start), Err(RuleError::OutOfRange));
        }
    }
}

#[test]
fn an_extension_in_another_unit_than_its_term_is_refused() {
    let damaged = shipped::DEADLINES_V1.replacen(
        "\"unit\": \"working-day\",\n        \"needs\"",
        "\"unit\": \"day\",\n        \"needs\"",
        1,
    );
    assert_ne!(damaged, shipped::DEADLINES_V1);
    assert_eq!(
        Deadlines::load("d.json", &damaged).unwrap_err().to_string(),
        "d.json: file-decision: extension.unit: an extension is counted in the unit of its term"
    );
}

/// Moments of 2023 to 2029, to the minute.
fn any_moment() -> impl Strategy<Value = Timestamp> {
    (0_i64..2_557 * 1_440).prop_map(|minutes| beijing("2023-01-01 00:00").plus_ms(minutes * 60_000))
}

proptest! {
    #[test]
    fn every_deadline_ends_after_its_event_and_never_on_a_holiday_it_must_not_end_on(
        at in any_moment(), extended: bool, later_minutes in 0_i64..100_000,
    ) {
        let calendars = shipped::calendars().unwrap();
        let deadlines = deadlines();
        for rule in &deadlines.deadlines {
            let start = Start { at, extended: extended && rule.extension.is_some(), pauses: vec![] };
            let due = deadlines.due(&rule.id, &calendars, &start).unwrap();
            prop_assert!(due.at > at);
            prop_assert_eq!(beijing_day(due.at).unwrap(), due.day);
            if rule.last_day == LastDay::NextWorkingDay {
                prop_assert!(calendars.is_working_day(due.day), "{} ends on {}", rule.id, due.day);
            }
            if rule.unit == TermUnit::WorkingDay {
                let length = rule.length + if start.extended { rule.length } else { 0 };
                prop_assert_eq!(calendars.working_days_between(beijing_day(at).unwrap(), due.day), Ok(length));
            }
            let later = Start { at: at.plus_ms(later_minutes * 60_000), ..start.clone() };
            prop_assert!(deadlines.due(&rule.id, &calendars, &later).unwrap().at >= due.at);
            prop_assert_eq!(due.is_provisional(), due.how.zh.contains("暂定"));
        }
    }
}
