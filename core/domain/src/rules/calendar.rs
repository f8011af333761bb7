//! Working days: weekends, public holidays and shifted working days, as `rules/calendar-YYYY.v1.json` says.
//!
//! A calendar is published content: [`Calendar::load`] takes the hash under which it was published and refuses other bytes.
//! Of a year that has no calendar, or whose calendar is not announced yet, days are counted by weekends and by the
//! statutory holidays at hand, and the result carries a [`Doubt`]: it is provisional and says why.

use super::{RuleError, say, weakest};
use crate::checklist::{Bilingual, Verified};
use crate::id::ContentHash;
use crate::published::{ContentError, Object, Phrase, Problem, read};
use chrono::{Datelike, Days, NaiveDate, Weekday};
use std::collections::{BTreeMap, BTreeSet};

/// Most holidays of a year and days of one holiday.
const HOLIDAYS_MAX: usize = 40;
/// Most days that one count walks over: twenty years, more than any term of the law.
pub(super) const DAYS_MAX: u32 = 7_400;
/// First day of December whose standing also hangs on next year's arrangement: Saturdays this late have been made working
/// days for a longer New Year (29 December 2007, 31 December 2011).
const YEAR_END_FROM: u32 = 29;

/// A public holiday.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Holiday {
    /// Its name.
    pub name: Bilingual,
    /// Its days, weekends within it included.
    pub days: Vec<NaiveDate>,
}

/// The arrangement of one year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Calendar {
    /// Version, from 1.
    pub version: u32,
    /// The year.
    pub year: i32,
    /// Whether the State Council has announced it. If not, only computed statutory days stand here.
    pub announced: bool,
    /// Where it is from.
    pub source: Bilingual,
    /// Holidays in order.
    pub holidays: Vec<Holiday>,
    /// Days of weekends that are worked (调休上班).
    pub working_days: BTreeSet<NaiveDate>,
    /// How well it is known.
    pub verified: Verified,
}

impl Calendar {
    /// Reads one calendar. `file` is the name that errors give; `pinned` the hash under which it was published.
    ///
    /// Errors: any of [`ContentError`].
    pub fn load(file: &str, json: &str, pinned: &ContentHash) -> Result<Self, ContentError> {
        let found = ContentHash::of(json.as_bytes());
        if found != *pinned {
            return Err(ContentError::NotAsPublished { file: file.to_owned(), pinned: *pinned, found });
        }
        read(file, json, |root| {
            let (version, year) = (root.version(), root.small("year", 2000, 2200));
            let year = year.and_then(|year| i32::try_from(year).ok());
            let (announced, source) = (root.flag("announced"), root.bilingual("source"));
            let holidays = root.objects("holidays", (1, HOLIDAYS_MAX), |holiday| {
                let (name, days) = (holiday.bilingual("name"), holiday.dates("days", (1, HOLIDAYS_MAX)));
                Some(Holiday { name: name?, days: days? })
            });
            let working_days = root.dates("working_days", (0, HOLIDAYS_MAX));
            let verified = root.verified("verified");
            let calendar = Self {
                version: version?,
                year: year?,
                announced: announced?,
                source: source?,
                holidays: holidays?,
                working_days: working_days?.into_iter().collect(),
                verified: verified?,
            };
            calendar.check(root);
            Some(calendar)
        })
    }

    fn check(&self, root: &Object<'_>) {
        let mut seen = BTreeSet::new();
        let days = self.holidays.iter().flat_map(|holiday| &holiday.days);
        for day in days.chain(&self.working_days) {
            root.unique("days", &mut seen, Some(&day.to_string()));
            // The New Year's holiday may begin in the old year, as it did on 31 December 2022.
            let own = day.year() == self.year || (day.year() + 1 == self.year && day.month() == 12);
            if !own {
                let expected = Phrase::new("本年度的日期", "a day of this year");
                root.fault("days", Problem::Not { found: day.to_string(), expected });
            }
        }
        for day in self.working_days.iter().filter(|day| !is_weekend(**day)) {
            let expected = Phrase::new("周末的日期", "a day of a weekend");
            root.fault("working_days", Problem::Not { found: day.to_string(), expected });
        }
        if !self.announced && !self.working_days.is_empty() {
            let because = Phrase::new(
                "尚未公布的年度不应当有调休上班日",
                "a year that is not announced has no shifted working days",
            );
            root.fault("working_days", Problem::Contradiction { because });
        }
    }
}

fn is_weekend(day: NaiveDate) -> bool {
    matches!(day.weekday(), Weekday::Sat | Weekday::Sun)
}

/// Why a day is worked or not.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum DayKind {
    /// Monday to Friday.
    Weekday,
    /// A day of a weekend that is worked.
    ShiftedWorkingDay,
    /// Saturday or Sunday.
    Weekend,
    /// A public holiday: its name in Chinese and English.
    Holiday {
        /// Chinese.
        zh: String,
        /// English.
        en: String,
    },
}

impl DayKind {
    /// Whether it is worked.
    #[must_use]
    pub const fn is_working(&self) -> bool {
        matches!(self, Self::Weekday | Self::ShiftedWorkingDay)
    }
}

/// Why a count of working days may still change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Doubt {
    /// There is no calendar of this year.
    NoCalendar {
        /// The year.
        year: i32,
    },
    /// The arrangement of this year is not announced yet.
    NotAnnounced {
        /// The year.
        year: i32,
    },
}

impl Doubt {
    /// The reason in words.
    #[must_use]
    pub fn words(self) -> Bilingual {
        match self {
            Self::NoCalendar { year } => say(
                format!("没有{year}年的工作日历，只按周末推算，结果为暂定。"),
                format!(
                    "There is no calendar of {year}: counted by weekends only, so the result is provisional."
                ),
            ),
            Self::NotAnnounced { year } => say(
                format!("{year}年放假安排尚未公布，未计调休，结果为暂定。"),
                format!(
                    "The holidays of {year} are not announced yet: shifted days are not counted, so the result is provisional."
                ),
            ),
        }
    }
}

/// What the calendars say of one day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Day {
    /// Why it is worked or not.
    pub kind: DayKind,
    /// Why that may still change; `None` for a day of an announced year.
    pub doubt: Option<Doubt>,
    /// How well the calendar is known; `Unsure` where there is none.
    pub verified: Verified,
}

/// What a count of days walked over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Counted {
    /// Day on which the count ends.
    pub last: NaiveDate,
    /// Days that were not counted because of their kind, and how many.
    pub skipped: BTreeMap<DayKind, u32>,
    /// Days of weekends that were counted because they are worked.
    pub shifted: u32,
    /// Why the result may still change; empty where every year is announced.
    pub doubts: BTreeSet<Doubt>,
    /// How well the weakest calendar is known.
    pub verified: Verified,
}

impl Counted {
    pub(super) fn from(day: NaiveDate) -> Self {
        Self {
            last: day,
            skipped: BTreeMap::new(),
            shifted: 0,
            doubts: BTreeSet::new(),
            verified: Verified::Source,
        }
    }

    /// Whether the result may still change when an arrangement is announced.
    #[must_use]
    pub fn is_provisional(&self) -> bool {
        !self.doubts.is_empty()
    }

    /// Takes note of a day and tells whether it is worked.
    fn walk(&mut self, day: Day) -> bool {
        self.doubts.extend(day.doubt);
        self.verified = weakest([self.verified, day.verified]);
        let working = day.kind.is_working();
        self.shifted += u32::from(day.kind == DayKind::ShiftedWorkingDay);
        if !working {
            *self.skipped.entry(day.kind).or_default() += 1;
        }
        working
    }
}

/// The calendars at hand, by year.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Calendars {
    years: BTreeMap<i32, Calendar>,
    days: BTreeMap<NaiveDate, DayKind>,
}

impl Calendars {
    /// Of several calendars of one year the one with the highest version holds.
    #[must_use]
    pub fn new(calendars: impl IntoIterator<Item = Calendar>) -> Self {
        let mut years: BTreeMap<i32, Calendar> = BTreeMap::new();
        for calendar in calendars {
            let newer = years.get(&calendar.year).is_none_or(|known| known.version < calendar.version);
            if newer {
                years.insert(calendar.year, calendar);
            }
        }
        let mut days = BTreeMap::new();
        // In order of years: what a later arrangement says of the old year's last days holds.
        for calendar in years.values() {
            for holiday in &calendar.holidays {
                let kind = DayKind::Holiday { zh: holiday.name.zh.clone(), en: holiday.name.en.clone() };
                days.extend(holiday.days.iter().map(|day| (*day, kind.clone())));
            }
            days.extend(calendar.working_days.iter().map(|day| (*day, DayKind::ShiftedWorkingDay)));
        }
        Self { years, days }
    }

    /// What the calendars say of a day.
    #[must_use]
    pub fn day(&self, day: NaiveDate) -> Day {
        let weekend = if is_weekend(day) { DayKind::Weekend } else { DayKind::Weekday };
        let kind = self.days.get(&day).cloned().unwrap_or(weekend);
        let at_year_end = day.month() == 12 && day.day() >= YEAR_END_FROM;
        let next = at_year_end.then(|| self.doubt_of(day.year() + 1)).flatten();
        let verified = self.years.get(&day.year()).map_or(Verified::Unsure, |calendar| calendar.verified);
        Day { kind, doubt: self.doubt_of(day.year()).or(next), verified }
    }

    fn doubt_of(&self, year: i32) -> Option<Doubt> {
        match self.years.get(&year) {
            None => Some(Doubt::NoCalendar { year }),
            Some(calendar) => (!calendar.announced).then_some(Doubt::NotAnnounced { year }),
        }
    }

    /// Whether the day is worked.
    #[must_use]
    pub fn is_working_day(&self, day: NaiveDate) -> bool {
        self.day(day).kind.is_working()
    }

    /// The day that is `count` working days after `from`. The first day is not counted; `from` itself for a count of 0.
    ///
    /// Errors: [`RuleError::OutOfRange`] beyond twenty years or the calendar.
    pub fn add_working_days(&self, from: NaiveDate, count: u32) -> Result<Counted, RuleError> {
        self.walk_working_days(from, count, |_| false)
    }

    /// As [`Self::add_working_days`], but days for which `paused` holds are passed over without being counted or told.
    pub(super) fn walk_working_days(
        &self,
        from: NaiveDate,
        count: u32,
        paused: impl Fn(NaiveDate) -> bool,
    ) -> Result<Counted, RuleError> {
        let mut counted = Counted::from(from);
        let mut left = count;
        for _ in 0..DAYS_MAX {
            if left == 0 {
                return Ok(counted);
            }
            counted.last = next_day(counted.last)?;
            if !paused(counted.last) && counted.walk(self.day(counted.last)) {
                left -= 1;
            }
        }
        if left == 0 { Ok(counted) } else { Err(RuleError::OutOfRange) }
    }

    /// The day itself if it is worked, else the next one that is.
    ///
    /// Errors: [`RuleError::OutOfRange`] at the end of the calendar.
    pub fn working_day_from(&self, day: NaiveDate) -> Result<Counted, RuleError> {
        let mut counted = Counted::from(day);
        for _ in 0..DAYS_MAX {
            if counted.walk(self.day(counted.last)) {
                counted.shifted = 0;
                return Ok(counted);
            }
            counted.last = next_day(counted.last)?;
        }
        Err(RuleError::OutOfRange)
    }

    /// How many working days lie after `from` up to and including `to`; 0 if `to` is not after `from`.
    ///
    /// The inverse of [`Self::add_working_days`]. Errors: [`RuleError::OutOfRange`] beyond twenty years.
    pub fn working_days_between(&self, from: NaiveDate, to: NaiveDate) -> Result<u32, RuleError> {
        let mut day = from;
        let mut counted = 0;
        for _ in 0..DAYS_MAX {
            if day >= to {
                return Ok(counted);
            }
            day = next_day(day)?;
            counted += u32::from(self.is_working_day(day));
        }
        if day >= to { Ok(counted) } else { Err(RuleError::OutOfRange) }
    }
}

pub(super) fn next_day(day: NaiveDate) -> Result<NaiveDate, RuleError> {
    day.checked_add_days(Days::new(1)).ok_or(RuleError::OutOfRange)
}

#[cfg(test)]
mod tests;
