//! Deadlines: from the moment of an event to the moment a term ends, with the sentence of how it was counted.
//!
//! Days are days of Beijing time, whatever the zone of a phone. The day of the event is not counted. A term of days ends
//! with its last day. A term of hours runs from the event's own moment to the millisecond: the hour that has begun could be
//! left out too, and the earlier of the two moments is the one that nobody can miss by trusting it.

mod said;

use super::calendar::{Calendars, Counted, DAYS_MAX, Doubt, next_day};
use super::{BEIJING_OFFSET_MINUTES, RuleError, day_words, joined, say, weakest};
use crate::checklist::{Bilingual, Verified};
use crate::published::{ContentError, Object, Phrase, Problem, capital_id, read, small_id};
use crate::time::Timestamp;
use chrono::{DateTime, Days, Months, NaiveDate, TimeDelta};
use said::{days_said, plural};
use std::collections::BTreeSet;

/// Most deadlines of a file.
const DEADLINES_MAX: usize = 200;
/// Longest term, of any unit.
const LENGTH_MAX: u32 = 400;
const DAY_MS: i64 = 86_400_000;
const HOUR_MS: i64 = 3_600_000;

/// What a term is counted in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TermUnit {
    /// 工作日.
    WorkingDay,
    /// Calendar day (日).
    Day,
    /// 小时.
    Hour,
    /// Calendar month (月).
    Month,
}

impl TermUnit {
    const ALL: [(Self, &'static str); 4] =
        [(Self::WorkingDay, "working-day"), (Self::Day, "day"), (Self::Hour, "hour"), (Self::Month, "month")];

    fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|(_, known)| *known == code).map(|(unit, _)| unit)
    }

    fn said(self, length: u32) -> Bilingual {
        let (zh, en) = match self {
            Self::WorkingDay => ("个工作日", "working day"),
            Self::Day => ("日", "day"),
            Self::Hour => ("小时", "hour"),
            Self::Month => ("个月", "month"),
        };
        say(format!("{length}{zh}"), plural(length, en))
    }
}

/// What happens to a last day that is not worked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LastDay {
    /// The term ends on the next working day.
    NextWorkingDay,
    /// The term ends all the same.
    Exact,
}

/// How much longer a term may become, and what that needs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Extension {
    /// In the unit of the term.
    pub length: u32,
    /// What it needs, e.g. approval by the head.
    pub needs: Bilingual,
}

/// One deadline of the rules.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deadline {
    /// Permanent id.
    pub id: String,
    /// What is to be done, from which event.
    pub event: Bilingual,
    /// How long it is.
    pub length: u32,
    /// In which unit.
    pub unit: TermUnit,
    /// How it may be extended.
    pub extension: Option<Extension>,
    /// Article it rests on.
    pub article: String,
    /// What happens to a last day that is not worked.
    pub last_day: LastDay,
    /// How well it is known.
    pub verified: Verified,
}

/// One published version of the deadlines.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deadlines {
    /// Version, from 1.
    pub version: u32,
    /// The deadlines, in the order of the file.
    pub deadlines: Vec<Deadline>,
}

/// Days that the law takes out of a term, such as the time of a test or of travel.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pause {
    /// First day that does not count.
    pub from: NaiveDate,
    /// Last day that does not count.
    pub to: NaiveDate,
    /// Why, in words.
    pub reason: Bilingual,
}

/// The event a term runs from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Start {
    /// When it happened.
    pub at: Timestamp,
    /// Whether the extension was granted.
    pub extended: bool,
    /// Days that do not count.
    pub pauses: Vec<Pause>,
}

/// When a term ends, and how that was counted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Due {
    /// Last moment within the term; one millisecond later is too late.
    pub at: Timestamp,
    /// Last day of the term in Beijing time.
    pub day: NaiveDate,
    /// How it was counted, one sentence after the other, the reasons of doubt at the end.
    pub how: Bilingual,
    /// Why the result may still change; empty if it stands.
    pub doubts: BTreeSet<Doubt>,
    /// How well the weakest of rule and calendars is known.
    pub verified: Verified,
    /// Article it rests on.
    pub article: String,
    /// The extension that could still be granted.
    pub extension: Option<Extension>,
}

impl Due {
    /// Whether the result may still change when an arrangement of holidays is announced.
    #[must_use]
    pub fn is_provisional(&self) -> bool {
        !self.doubts.is_empty()
    }
}

impl Deadlines {
    /// Reads `rules/deadlines.v1.json`. `file` is the name that errors give.
    ///
    /// Errors: any of [`ContentError`] but `NotAsPublished`.
    pub fn load(file: &str, json: &str) -> Result<Self, ContentError> {
        read(file, json, |root| {
            let version = root.version();
            let mut seen = BTreeSet::new();
            let deadlines = root.objects("deadlines", (1, DEADLINES_MAX), |entry| deadline(entry, &mut seen));
            Some(Self { version: version?, deadlines: deadlines? })
        })
    }

    /// The deadline with this id.
    #[must_use]
    pub fn get(&self, id: &str) -> Option<&Deadline> {
        self.deadlines.iter().find(|deadline| deadline.id == id)
    }

    /// When the term of a deadline ends.
    ///
    /// Errors: [`RuleError::UnknownDeadline`]; [`RuleError::NoExtension`] where one was granted that the rule does not know;
    /// [`RuleError::NoPause`] for days taken out of hours or months; [`RuleError::OutOfRange`] near the ends of the calendar.
    ///
    /// ```
    /// # use zhian_domain::rules::{calendar::{Calendar, Calendars}, deadline::{Deadlines, Start}, shipped};
    /// # use zhian_domain::time::Timestamp;
    /// let deadlines = Deadlines::load("deadlines.v1.json", shipped::DEADLINES_V1).unwrap();
    /// let calendars = shipped::calendars().unwrap();
    /// // Friday 26 September 2025, 10:00 in Beijing: National Day and a worked Sunday lie within the term.
    /// let at = Timestamp::from_unix_ms(1_758_852_000_000);
    /// let due = deadlines.due("file-decision", &calendars, &Start { at, extended: false, pauses: vec![] }).unwrap();
    /// assert_eq!(due.day.to_string(), "2025-10-23");
    /// assert!(!due.is_provisional());
    /// ```
    pub fn due(&self, id: &str, calendars: &Calendars, start: &Start) -> Result<Due, RuleError> {
        let rule = self.get(id).ok_or_else(|| RuleError::UnknownDeadline { id: id.to_owned() })?;
        let length = match (&rule.extension, start.extended) {
            (_, false) => rule.length,
            (Some(extension), true) => rule.length.saturating_add(extension.length),
            (None, true) => return Err(RuleError::NoExtension { id: id.to_owned() }),
        };
        let counts_days = matches!(rule.unit, TermUnit::Day | TermUnit::WorkingDay);
        if !counts_days && !start.pauses.is_empty() {
            return Err(RuleError::NoPause { id: id.to_owned() });
        }
        let (at, day, counted, how) = match rule.unit {
            TermUnit::Hour => hours(start, length)?,
            TermUnit::WorkingDay | TermUnit::Day | TermUnit::Month => days(rule, calendars, start, length)?,
        };
        let mut sentences = vec![how];
        if let (Some(extension), true) = (&rule.extension, start.extended) {
            let added = rule.unit.said(extension.length);
            sentences.push(say(
                format!("其中延长{}（{}）。", added.zh, extension.needs.zh),
                format!("This includes an extension of {} ({}).", added.en, extension.needs.en),
            ));
        }
        for pause in &start.pauses {
            sentences.push(say(
                format!("{}至{}不计入：{}。", pause.from, pause.to, pause.reason.zh),
                format!("{} to {} are not counted: {}.", pause.from, pause.to, pause.reason.en),
            ));
        }
        sentences.extend(counted.doubts.iter().map(|doubt| doubt.words()));
        Ok(Due {
            at,
            day,
            how: joined(&sentences),
            doubts: counted.doubts,
            verified: weakest([rule.verified, counted.verified]),
            article: rule.article.clone(),
            extension: rule.extension.clone().filter(|_| !start.extended),
        })
    }
}

type Reached = (Timestamp, NaiveDate, Counted, Bilingual);

fn hours(start: &Start, length: u32) -> Result<Reached, RuleError> {
    let at = start.at.plus_ms(i64::from(length) * HOUR_MS);
    let (day, from_day) = (beijing_day(at)?, beijing_day(start.at)?);
    let (from, to) = (clock(start.at)?, clock(at)?);
    let (from_day, day_said) = (day_words(from_day), day_words(day));
    let how = say(
        format!("自{}{from}起连续计{length}小时，节假日不扣除，至{}{to}止。", from_day.zh, day_said.zh),
        format!(
            "From {} {from}, {} without a break, holidays included, to {} {to}.",
            from_day.en,
            plural(length, "hour"),
            day_said.en
        ),
    );
    Ok((at, day, Counted::from(day), how))
}

fn days(rule: &Deadline, calendars: &Calendars, start: &Start, length: u32) -> Result<Reached, RuleError> {
    let from = beijing_day(start.at)?;
    let paused = |day: NaiveDate| start.pauses.iter().any(|pause| (pause.from..=pause.to).contains(&day));
    let mut counted = match rule.unit {
        TermUnit::WorkingDay => calendars.walk_working_days(from, length, paused)?,
        TermUnit::Month => {
            Counted::from(from.checked_add_months(Months::new(length)).ok_or(RuleError::OutOfRange)?)
        }
        TermUnit::Day | TermUnit::Hour => Counted::from(walk_days(from, length, paused)?),
    };
    let nominal = counted.last;
    if rule.last_day == LastDay::NextWorkingDay && rule.unit != TermUnit::WorkingDay {
        counted = calendars.working_day_from(nominal)?;
    }
    let how = days_said(rule, from, length, nominal, &counted);
    Ok((end_of(counted.last)?, counted.last, counted, how))
}

fn walk_days(
    from: NaiveDate,
    length: u32,
    paused: impl Fn(NaiveDate) -> bool,
) -> Result<NaiveDate, RuleError> {
    let (mut day, mut left) = (from, length);
    for _ in 0..DAYS_MAX {
        if left == 0 {
            return Ok(day);
        }
        day = next_day(day)?;
        left -= u32::from(!paused(day));
    }
    Err(RuleError::OutOfRange)
}

/// The day in Beijing on which a moment falls.
pub(crate) fn beijing_day(at: Timestamp) -> Result<NaiveDate, RuleError> {
    let local = at.plus_ms(i64::from(BEIJING_OFFSET_MINUTES) * 60_000);
    DateTime::from_timestamp_millis(local.unix_ms())
        .map(|moment| moment.date_naive())
        .ok_or(RuleError::OutOfRange)
}

/// The clock in Beijing at a moment, to the minute.
fn clock(at: Timestamp) -> Result<String, RuleError> {
    let local = at.plus_ms(i64::from(BEIJING_OFFSET_MINUTES) * 60_000);
    let moment = DateTime::from_timestamp_millis(local.unix_ms()).ok_or(RuleError::OutOfRange)?;
    Ok(moment.format("%H:%M").to_string())
}

/// The last millisecond of a day in Beijing.
fn end_of(day: NaiveDate) -> Result<Timestamp, RuleError> {
    let next = day.checked_add_days(Days::new(1)).ok_or(RuleError::OutOfRange)?;
    let since = next.signed_duration_since(NaiveDate::default());
    let midnight = since.checked_sub(&TimeDelta::minutes(i64::from(BEIJING_OFFSET_MINUTES)));
    let midnight = midnight.ok_or(RuleError::OutOfRange)?.num_milliseconds();
    Ok(Timestamp::from_unix_ms(midnight.saturating_sub(1).min(i64::MAX - DAY_MS)))
}

fn deadline(entry: &Object<'_>, seen: &mut BTreeSet<String>) -> Option<Deadline> {
    let id = entry.id("id", small_id, Phrase::new("小写编号", "an id in small letters"));
    entry.unique("id", seen, id.as_ref());
    let (event, length) = (entry.bilingual("event"), entry.small("length", 1, LENGTH_MAX));
    let unit = unit_of(entry);
    let extension = entry.nullable("extension", |entry| {
        entry.object("extension", |extension| {
            let length = extension.small("length", 1, LENGTH_MAX);
            if unit_of(extension).zip(unit).is_some_and(|(own, whole)| own != whole) {
                let because = Phrase::new(
                    "延长的单位应当与原期限相同",
                    "an extension is counted in the unit of its term",
                );
                extension.fault("unit", Problem::Contradiction { because });
            }
            let needs = extension.bilingual("needs");
            Some(Extension { length: length?, needs: needs? })
        })
    });
    let article = entry.id("article", capital_id, Phrase::new("条款编号", "the id of an article"));
    let rule = |code: &str| match code {
        "next-working-day-if-holiday" => Some(LastDay::NextWorkingDay),
        "exact" => Some(LastDay::Exact),
        _ => None,
    };
    let expected =
        Phrase::new("next-working-day-if-holiday或者exact", "next-working-day-if-holiday or exact");
    let (last_day, verified) = (entry.code("rule", rule, expected), entry.verified("verified"));
    Some(Deadline {
        id: id?,
        event: event?,
        length: length?,
        unit: unit?,
        extension: extension?,
        article: article?,
        last_day: last_day?,
        verified: verified?,
    })
}

fn unit_of(object: &Object<'_>) -> Option<TermUnit> {
    let expected = Phrase::new("期限单位", "a unit: working-day, day, hour or month");
    object.code("unit", TermUnit::from_code, expected)
}

#[cfg(test)]
mod tests;
