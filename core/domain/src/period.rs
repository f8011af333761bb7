//! How complete the records of a period are: which were to be expected, and which are missing.
//!
//! Officers enter the days (weeks, months) on which a record was to be expected and those of them without one. Whether a
//! record exists is seen on site; the share and the list of gaps are computed.
//!
//! An entry travels as text, in one notation, so that drafts and sealed visits need no new kind of value:
//! `2026-10-22..2026-10-24,2026-10-26;2026-10-23` expects four days and misses one of them. Weeks are written `2026-W43`,
//! months `2026-10`.

use chrono::{Datelike, Days, Months, NaiveDate, Weekday};
use std::collections::BTreeSet;

/// Longest window that is measured, in its unit: two years of days.
pub const COUNT_MAX: u32 = 731;

/// What is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PeriodUnit {
    /// Calendar days.
    Day,
    /// ISO weeks, Monday to Sunday.
    Week,
    /// Calendar months.
    Month,
}

impl PeriodUnit {
    /// Every unit.
    pub const ALL: [Self; 3] = [Self::Day, Self::Week, Self::Month];

    /// Stable code used in files.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Day => "day",
            Self::Week => "week",
            Self::Month => "month",
        }
    }

    /// Reads a code written by [`Self::code`].
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|unit| unit.code() == code)
    }

    /// First day of the day, week or month in which `day` lies.
    #[must_use]
    pub fn start(self, day: NaiveDate) -> NaiveDate {
        match self {
            Self::Day => day,
            Self::Week => day.week(Weekday::Mon).checked_first_day().unwrap_or(day),
            Self::Month => day.with_day(1).unwrap_or(day),
        }
    }

    /// First day of the next one; `None` at the end of the calendar.
    #[must_use]
    pub fn next(self, start: NaiveDate) -> Option<NaiveDate> {
        match self {
            Self::Day => start.checked_add_days(Days::new(1)),
            Self::Week => start.checked_add_days(Days::new(7)),
            Self::Month => start.checked_add_months(Months::new(1)),
        }
    }

    /// `2026-10-22`, `2026-W43` or `2026-10`.
    #[must_use]
    pub fn write(self, start: NaiveDate) -> String {
        match self {
            Self::Day => start.format("%Y-%m-%d").to_string(),
            Self::Week => start.format("%G-W%V").to_string(),
            Self::Month => start.format("%Y-%m").to_string(),
        }
    }

    fn read(self, text: &str) -> Option<NaiveDate> {
        let start = match self {
            Self::Day => NaiveDate::parse_from_str(text, "%Y-%m-%d").ok()?,
            Self::Week => {
                let (year, week) = text.split_once("-W")?;
                NaiveDate::from_isoywd_opt(year.parse().ok()?, week.parse().ok()?, Weekday::Mon)?
            }
            Self::Month => NaiveDate::parse_from_str(&format!("{text}-01"), "%Y-%m-%d").ok()?,
        };
        // One date has one spelling: 2026-3-1 and +2026-03-01 are none.
        (self.write(start) == text).then_some(start)
    }
}

/// Why an entry of a period cannot stand.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PeriodError {
    /// A part is no day, week or month as the field asks for it.
    #[error("{text:?} is not written as the period asks for it")]
    Notation {
        /// The part.
        text: String,
    },
    /// A record is missing that was not expected.
    #[error("{text} is missing but was not expected")]
    NotExpected {
        /// The first such day, week or month.
        text: String,
    },
    /// The entry covers more than the period that is measured.
    #[error("the entry covers more than {count} of its unit")]
    TooLong {
        /// Length of the period.
        count: u32,
    },
}

/// What an officer entered for a period. Days stand for the week or month that they begin.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PeriodEntry {
    /// Expected records.
    pub expected: BTreeSet<NaiveDate>,
    /// Those of them that are missing.
    pub missing: BTreeSet<NaiveDate>,
}

impl PeriodEntry {
    /// Reads the notation and checks the entry against the period: `count` units in a row at most.
    ///
    /// ```
    /// # use zhian_domain::period::{PeriodEntry, PeriodUnit};
    /// let entry = PeriodEntry::read("2026-10-22..2026-10-24;2026-10-23", PeriodUnit::Day, 30).unwrap();
    /// assert_eq!((entry.expected.len(), entry.present(), entry.percent()), (3, 2, Some(66)));
    /// assert!(PeriodEntry::read("2026-10-22;2026-10-23", PeriodUnit::Day, 30).is_err());
    /// ```
    pub fn read(text: &str, unit: PeriodUnit, count: u32) -> Result<Self, PeriodError> {
        let (expected, missing) = text.split_once(';').unwrap_or((text, ""));
        let entry = Self { expected: days(expected, unit, count)?, missing: days(missing, unit, count)? };
        if let Some(day) = entry.missing.difference(&entry.expected).next() {
            return Err(PeriodError::NotExpected { text: unit.write(*day) });
        }
        if let (Some(first), Some(last)) = (entry.expected.first(), entry.expected.last()) {
            let mut end = Some(*first);
            for _ in 0..count {
                end = end.and_then(|day| unit.next(day));
            }
            if end.is_some_and(|end| *last >= end) {
                return Err(PeriodError::TooLong { count });
            }
        }
        Ok(entry)
    }

    /// The notation: sorted, three or more in a row as a range. Two equal entries are written the same.
    #[must_use]
    pub fn write(&self, unit: PeriodUnit) -> String {
        let expected = written(&self.expected, unit);
        if self.missing.is_empty() {
            expected
        } else {
            format!("{expected};{}", written(&self.missing, unit))
        }
    }

    /// How many of the expected records exist.
    #[must_use]
    pub fn present(&self) -> usize {
        self.expected.len().saturating_sub(self.missing.len())
    }

    /// Share of expected records that exist, 0..=100, rounded down; `None` where none was expected.
    #[must_use]
    pub fn percent(&self) -> Option<u8> {
        let share = (self.present() * 100).checked_div(self.expected.len())?;
        u8::try_from(share).ok()
    }

    /// The missing ones as people read them, oldest first.
    #[must_use]
    pub fn missing_words(&self, unit: PeriodUnit) -> Vec<String> {
        self.missing.iter().map(|day| unit.write(*day)).collect()
    }
}

fn days(list: &str, unit: PeriodUnit, count: u32) -> Result<BTreeSet<NaiveDate>, PeriodError> {
    let mut found = BTreeSet::new();
    for part in list.split(',').filter(|part| !part.is_empty()) {
        let notation = || PeriodError::Notation { text: part.to_owned() };
        let (from, to) = part.split_once("..").unwrap_or((part, part));
        let (from, to) = (unit.read(from).ok_or_else(notation)?, unit.read(to).ok_or_else(notation)?);
        if from > to {
            return Err(notation());
        }
        let mut day = Some(from);
        while let Some(one) = day.filter(|day| *day <= to) {
            found.insert(one);
            // A range of centuries must not be unrolled before it is refused.
            if found.len() > count as usize {
                return Err(PeriodError::TooLong { count });
            }
            day = unit.next(one);
        }
    }
    Ok(found)
}

fn written(days: &BTreeSet<NaiveDate>, unit: PeriodUnit) -> String {
    let mut runs: Vec<(NaiveDate, NaiveDate, u32)> = Vec::new();
    for day in days {
        match runs.last_mut() {
            Some((_, last, length)) if unit.next(*last) == Some(*day) => {
                *last = *day;
                *length += 1;
            }
            _ => runs.push((*day, *day, 1)),
        }
    }
    let parts = runs.into_iter().map(|(first, last, length)| match length {
        1 => unit.write(first),
        2 => format!("{},{}", unit.write(first), unit.write(last)),
        _ => format!("{}..{}", unit.write(first), unit.write(last)),
    });
    parts.collect::<Vec<_>>().join(",")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read(text: &str, unit: PeriodUnit, count: u32) -> Result<PeriodEntry, PeriodError> {
        PeriodEntry::read(text, unit, count)
    }

    #[test]
    fn days_weeks_and_months_are_counted_and_the_gaps_are_named() {
        let days = read("2026-10-22..2026-11-20;2026-10-24,2026-11-07", PeriodUnit::Day, 30).unwrap();
        assert_eq!((days.expected.len(), days.present(), days.percent()), (30, 28, Some(93)));
        assert_eq!(days.missing_words(PeriodUnit::Day), ["2026-10-24", "2026-11-07"]);
        let weeks = read("2025-W52..2026-W07;2026-W01", PeriodUnit::Week, 8).unwrap();
        assert_eq!((weeks.expected.len(), weeks.percent()), (8, Some(87)));
        assert_eq!(weeks.missing_words(PeriodUnit::Week), ["2026-W01"]);
        let months = read("2025-12..2026-02", PeriodUnit::Month, 3).unwrap();
        assert_eq!((months.expected.len(), months.percent()), (3, Some(100)));
        assert_eq!(read("", PeriodUnit::Day, 30).unwrap().percent(), None, "nothing was expected");
    }

    #[test]
    fn an_entry_longer_than_its_period_is_refused_and_one_as_long_is_taken() {
        assert!(read("2026-10-22,2026-11-20", PeriodUnit::Day, 30).is_ok());
        let long = Err(PeriodError::TooLong { count: 30 });
        assert_eq!(read("2026-10-21,2026-11-20", PeriodUnit::Day, 30), long);
        assert_eq!(read("0001-01-01..9999-12-31", PeriodUnit::Day, 30), long, "and at once");
        assert_eq!(read("2026-W01,2026-W09", PeriodUnit::Week, 8), Err(PeriodError::TooLong { count: 8 }));
        assert!(read("2026-W01,2026-W08", PeriodUnit::Week, 8).is_ok());
    }

    #[test]
    fn what_is_not_written_as_asked_is_refused() {
        for (text, unit) in [
            ("2026-1-02", PeriodUnit::Day),
            ("2026-02-30", PeriodUnit::Day),
            ("2026-10", PeriodUnit::Day),
            ("2026-W54", PeriodUnit::Week),
            ("2026-W5", PeriodUnit::Week),
            ("2026-10-01", PeriodUnit::Month),
            ("2026-10-03..2026-10-01", PeriodUnit::Day),
            ("昨天", PeriodUnit::Day),
        ] {
            assert!(matches!(read(text, unit, 30), Err(PeriodError::Notation { .. })), "{text}");
        }
        let not_expected = PeriodError::NotExpected { text: "2026-10-02".into() };
        assert_eq!(read("2026-10-01;2026-10-02", PeriodUnit::Day, 30), Err(not_expected));
    }

    proptest! {
        #[test]
        fn an_entry_is_read_as_it_was_written_and_nothing_makes_the_reader_panic(
            days in proptest::collection::btree_set(0_u64..30, 0..30),
            gaps in proptest::collection::vec(any::<prop::sample::Index>(), 0..8),
            noise in "[0-9W.,;-]{0,40}",
            unit in proptest::sample::select(PeriodUnit::ALL.to_vec()),
        ) {
            let mut all = vec![unit.start(NaiveDate::from_ymd_opt(2025, 12, 20).unwrap())];
            while all.len() < 30 { all.push(unit.next(*all.last().unwrap()).unwrap()); }
            let expected: BTreeSet<_> = days.iter().map(|at| all[usize::try_from(*at).unwrap()]).collect();
            let sorted: Vec<_> = expected.iter().copied().collect();
            let missing = if sorted.is_empty() { BTreeSet::new() } else {
                gaps.iter().map(|gap| *gap.get(&sorted)).collect()
            };
            let entry = PeriodEntry { expected, missing };
            prop_assert_eq!(PeriodEntry::read(&entry.write(unit), unit, 30), Ok(entry));
            drop(PeriodEntry::read(&noise, unit, 30));
        }
    }
}
