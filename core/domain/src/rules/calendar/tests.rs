use super::*;
use crate::rules::shipped;
use proptest::prelude::*;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn calendars() -> Calendars {
    shipped::calendars().unwrap()
}

#[test]
fn the_shipped_calendars_cover_2024_to_2027_under_the_hashes_they_were_published_with() {
    let years: Vec<(i32, bool)> = calendars().years.values().map(|one| (one.year, one.announced)).collect();
    assert_eq!(years, [(2024, true), (2025, true), (2026, true), (2027, false)]);
    for published in shipped::CALENDARS {
        assert_eq!(ContentHash::of(published.json.as_bytes()).to_string(), published.sha256);
    }
}

#[test]
fn a_calendar_with_one_day_changed_is_refused_although_it_could_be_read() {
    let published = shipped::CALENDARS[1];
    let pinned = published.sha256.parse().unwrap();
    let edited = published.json.replace("2025-10-11", "2025-10-12");
    assert_ne!(edited, published.json);
    let error = Calendar::load(published.file, &edited, &pinned).unwrap_err();
    assert_eq!(error.code(), "content.not-as-published");
    assert!(Calendar::load(published.file, &edited, &ContentHash::of(edited.as_bytes())).is_ok());
}

#[test]
fn weekends_holidays_and_shifted_days_are_told_apart() {
    let calendars = calendars();
    let kind = |text: &str| calendars.day(day(text)).kind;
    assert_eq!(kind("2025-10-09"), DayKind::Weekday);
    assert_eq!(kind("2025-10-12"), DayKind::Weekend);
    assert_eq!(kind("2025-10-11"), DayKind::ShiftedWorkingDay);
    assert!(matches!(kind("2025-10-08"), DayKind::Holiday { zh, .. } if zh == "国庆节、中秋节"));
    assert!(calendars.is_working_day(day("2025-09-28")) && !calendars.is_working_day(day("2025-05-05")));
}

#[test]
fn the_first_day_is_not_counted_and_a_worked_sunday_is() {
    // Friday 26 September 2025: Sunday the 28th is worked, 1 to 8 October are holidays.
    let counted = calendars().add_working_days(day("2025-09-26"), 4).unwrap();
    assert_eq!(counted.last, day("2025-10-09"));
    assert_eq!(counted.shifted, 1);
    let holiday = DayKind::Holiday {
        zh: "国庆节、中秋节".into(),
        en: "National Day and Mid-Autumn Festival".into(),
    };
    assert_eq!(counted.skipped, BTreeMap::from([(DayKind::Weekend, 1), (holiday, 8)]));
    assert_eq!((counted.is_provisional(), counted.verified), (false, Verified::Source));
}

#[test]
fn a_count_into_a_year_that_is_not_announced_or_not_there_is_provisional_and_says_why() {
    let calendars = calendars();
    let counted = calendars.add_working_days(day("2026-12-20"), 12).unwrap();
    assert_eq!(counted.doubts, BTreeSet::from([Doubt::NotAnnounced { year: 2027 }]));
    let counted = calendars.add_working_days(day("2027-12-20"), 12).unwrap();
    assert_eq!(
        counted.doubts,
        BTreeSet::from([Doubt::NoCalendar { year: 2028 }, Doubt::NotAnnounced { year: 2027 }])
    );
    assert_eq!(counted.verified, Verified::Unsure);
    assert_eq!(
        Doubt::NoCalendar { year: 2028 }.words().zh,
        "没有2028年的工作日历，只按周末推算，结果为暂定。"
    );
    let counted = calendars.add_working_days(day("2025-12-01"), 5).unwrap();
    assert!(!counted.is_provisional());
}

#[test]
fn the_last_days_of_december_hang_on_the_next_years_announcement_too() {
    let calendars = calendars();
    assert_eq!(calendars.day(day("2026-12-28")).doubt, None);
    assert_eq!(calendars.day(day("2026-12-29")).doubt, Some(Doubt::NotAnnounced { year: 2027 }));
    assert_eq!(calendars.day(day("2025-12-31")).doubt, None);
}

fn damaged(change: impl Fn(String) -> String) -> String {
    let json = change(shipped::CALENDARS[1].json.to_owned());
    assert_ne!(json, shipped::CALENDARS[1].json);
    Calendar::load("c.json", &json, &ContentHash::of(json.as_bytes())).unwrap_err().to_string()
}

#[test]
fn a_calendar_that_contradicts_itself_is_refused() {
    assert_eq!(
        damaged(|json| json.replace("\"2025-01-26\"", "\"2025-01-27\"")),
        "c.json: working_days: \"2025-01-27\" is not a day of a weekend"
    );
    assert_eq!(
        damaged(|json| json.replace("\"2025-01-26\"", "\"2026-01-25\"")),
        "c.json: days: \"2026-01-25\" is not a day of this year"
    );
    assert_eq!(
        damaged(|json| json.replace("\"2025-04-27\"", "\"2025-05-03\"")),
        "c.json: days: \"2025-05-03\" stands here twice"
    );
    assert_eq!(
        damaged(|json| json.replace("\"announced\": true", "\"announced\": false")),
        "c.json: working_days: a year that is not announced has no shifted working days"
    );
    assert_eq!(
        damaged(|json| json.replace("\"2025-01-01\"", "\"2025-1-1\"")),
        "c.json: 元旦".replace("元旦", "number 1: days 1: \"2025-1-1\" is not a date as YYYY-MM-DD")
    );
}

#[test]
fn the_new_years_holiday_may_begin_in_the_old_year() {
    let json = shipped::CALENDARS[1].json.replace("[\"2025-01-01\"]", "[\"2024-12-31\", \"2025-01-01\"]");
    let pinned = ContentHash::of(json.as_bytes());
    let next = Calendar::load("c.json", &json, &pinned).unwrap();
    assert!(calendars().is_working_day(day("2024-12-31")));
    let mut all: Vec<Calendar> = calendars().years.into_values().filter(|one| one.year != 2025).collect();
    all.push(next);
    assert!(!Calendars::new(all).is_working_day(day("2024-12-31")));
}

#[test]
fn of_two_versions_of_a_year_the_newer_one_holds() {
    let json = shipped::CALENDARS[1].json;
    let newer = json.replace("\"version\": 1", "\"version\": 2").replace(", \"2025-10-11\"]", "]");
    let load = |json: &str| Calendar::load("c.json", json, &ContentHash::of(json.as_bytes())).unwrap();
    for order in [[json, &newer], [&newer, json]] {
        assert!(!Calendars::new(order.map(load)).is_working_day(day("2025-10-11")));
    }
}

#[test]
fn a_count_beyond_twenty_years_or_the_calendar_is_refused() {
    assert_eq!(calendars().add_working_days(day("2025-01-01"), 1_000_000), Err(RuleError::OutOfRange));
    assert_eq!(calendars().add_working_days(NaiveDate::MAX, 1), Err(RuleError::OutOfRange));
    assert_eq!(calendars().working_days_between(NaiveDate::MIN, NaiveDate::MAX), Err(RuleError::OutOfRange));
}

/// Days of 2023 to 2029: years with, without and before their announcement, and every change of year between.
fn any_day() -> impl Strategy<Value = NaiveDate> {
    (0_u64..2_557).prop_map(|offset| day("2023-01-01") + Days::new(offset))
}

proptest! {
    #[test]
    fn a_count_ends_on_a_working_day_and_counting_back_gives_the_same_number(from in any_day(), count in 1_u32..120) {
        let calendars = calendars();
        let counted = calendars.add_working_days(from, count).unwrap();
        prop_assert!(calendars.is_working_day(counted.last));
        prop_assert!(counted.last > from);
        prop_assert_eq!(calendars.working_days_between(from, counted.last), Ok(count));
        let walked = (counted.last - from).num_days();
        let skipped: u32 = counted.skipped.values().sum();
        prop_assert_eq!(walked, i64::from(count + skipped));
    }

    #[test]
    fn a_later_day_or_a_longer_count_never_ends_earlier(from in any_day(), later in 0_u64..40, count in 0_u32..80) {
        let calendars = calendars();
        let first = calendars.add_working_days(from, count).unwrap();
        prop_assert!(calendars.add_working_days(from + Days::new(later), count).unwrap().last >= first.last);
        prop_assert!(calendars.add_working_days(from, count + 1).unwrap().last > first.last);
    }

    #[test]
    fn the_working_day_from_a_day_is_the_first_one_not_before_it(from in any_day()) {
        let calendars = calendars();
        let found = calendars.working_day_from(from).unwrap().last;
        prop_assert!(found >= from && calendars.is_working_day(found));
        prop_assert_eq!(calendars.working_days_between(from, found).unwrap(), u32::from(found > from));
    }

    #[test]
    fn a_count_is_provisional_exactly_if_it_walks_over_a_day_that_is_not_settled(from in any_day(), count in 1_u32..300) {
        let calendars = calendars();
        let counted = calendars.add_working_days(from, count).unwrap();
        let walked: Vec<NaiveDate> = from.iter_days().skip(1).take_while(|day| *day <= counted.last).collect();
        // Independent of the code under test: 2024 to 2026 are announced, and the last three days of a year hang on the next.
        let settled = |day: &NaiveDate| {
            let known = |year: i32| (2024..=2026).contains(&year);
            known(day.year()) && (known(day.year() + 1) || (day.month(), day.day()) < (12, 29))
        };
        prop_assert_eq!(counted.is_provisional(), !walked.iter().all(settled));
        let holidays: BTreeSet<NaiveDate> =
            calendars.years.values().flat_map(|year| &year.holidays).flat_map(|one| one.days.clone()).collect();
        prop_assert!(!holidays.contains(&counted.last));
        let shifted = |day: &&NaiveDate| calendars.years.values().any(|year| year.working_days.contains(*day));
        prop_assert_eq!(counted.shifted as usize, walked.iter().filter(shifted).count());
    }
}
