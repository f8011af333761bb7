//! The daily, weekly and monthly forms that follow from a list.
//!
//! The daily form asks for every daily row. The weekly form asks for every weekly row and carries what the daily checks
//! found and did not close; the monthly form does the same with monthly rows and the findings of the weekly screening.

use super::{Mode, ResponsibleRole, RiskError, RiskList};
use crate::checklist::Bilingual;
use crate::published::Phrase;
use crate::rules::say;
use chrono::{Datelike, Days, Months, NaiveDate};
use std::collections::BTreeSet;

/// Longest range that forms are made for: a leap year and a month, so that a year can be seen with what follows it.
pub const RANGE_DAYS_MAX: u32 = 400;

/// Headings of what is filled in beside each line, in order.
pub const ENTRIES: [Phrase; 4] = [
    Phrase::new("检查结果", "Result"),
    Phrase::new("采取的防范措施", "Measures taken"),
    Phrase::new("处理结果", "Outcome"),
    Phrase::new("签名", "Signature"),
];

/// What stands at the foot of every form: finding nothing is recorded too (零风险报告).
pub const ZERO_RISK: Phrase = Phrase::new(
    "未发现风险的，在检查结果中写明“未发现风险”，不得空白。",
    "Where no risk is found, the result says so; it is never left blank.",
);

/// Something an enterprise's own check found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SelfFinding {
    /// The row of the list it belongs to; `None` for a risk that the list does not name.
    pub row: Option<String>,
    /// By which check it was found.
    pub mode: Mode,
    /// When.
    pub found: NaiveDate,
    /// What, in the finder's words.
    pub text: String,
    /// When it was closed; `None` while it is open.
    pub closed: Option<NaiveDate>,
}

impl SelfFinding {
    /// Whether it was found by the end of `day` and not closed then.
    #[must_use]
    pub fn is_open_at(&self, day: NaiveDate) -> bool {
        self.found <= day && self.closed.is_none_or(|closed| closed > day)
    }
}

/// One line of a form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FormLine {
    /// From 1.
    pub number: u32,
    /// Id of the row.
    pub row: String,
    /// 风险类别.
    pub category: Bilingual,
    /// 风险指标.
    pub indicator: Bilingual,
    /// 风险管控措施.
    pub measure: Bilingual,
    /// How often the measure is taken.
    pub frequency: Bilingual,
}

/// A form for one day, week or month.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CheckForm {
    /// Id of the list.
    pub list: String,
    /// Version of the list.
    pub version: u32,
    /// Daily, weekly or monthly.
    pub mode: Mode,
    /// Its official name with the period.
    pub title: Bilingual,
    /// First day of the period.
    pub from: NaiveDate,
    /// Last day of the period.
    pub to: NaiveDate,
    /// Who fills it.
    pub role: ResponsibleRole,
    /// Lines in the order of the list.
    pub lines: Vec<FormLine>,
    /// Findings of the more frequent check that were open at the end of the period, oldest first. Empty on a daily form.
    pub carried: Vec<SelfFinding>,
}

/// What forms are made from.
#[derive(Debug, Clone, Copy)]
pub struct FormRequest<'a> {
    /// First day.
    pub from: NaiveDate,
    /// Last day, included.
    pub to: NaiveDate,
    /// Days without production or opening: they get no daily form.
    pub closed_days: &'a BTreeSet<NaiveDate>,
    /// Findings so far, in any order.
    pub findings: &'a [SelfFinding],
}

/// The forms of one mode for a range of days: a daily form for each open day, a weekly form for each calendar week (Monday to
/// Sunday) and a monthly form for each month that the range touches.
///
/// A list without rows of the mode still gives forms: what is carried must be dealt with, and finding nothing is recorded.
/// Errors: [`RiskError::Range`] for a range that is empty or longer than [`RANGE_DAYS_MAX`] days.
pub fn forms(list: &RiskList, mode: Mode, request: &FormRequest<'_>) -> Result<Vec<CheckForm>, RiskError> {
    let (from, to) = (request.from, request.to);
    let days = to.signed_duration_since(from).num_days();
    let refused = RiskError::Range { from, to, limit: RANGE_DAYS_MAX };
    if !(0..i64::from(RANGE_DAYS_MAX)).contains(&days) {
        return Err(refused);
    }
    let mut periods = BTreeSet::new();
    for day in from.iter_days().take_while(|day| *day <= to) {
        if mode == Mode::Daily && request.closed_days.contains(&day) {
            continue;
        }
        periods.insert(period_of(mode, day).ok_or_else(|| refused.clone())?);
    }
    let lines = lines(list, mode);
    Ok(periods.into_iter().map(|period| form(list, mode, period, &lines, request.findings)).collect())
}

/// The week or month that a day lies in; `None` at the ends of the calendar.
fn period_of(mode: Mode, day: NaiveDate) -> Option<(NaiveDate, NaiveDate)> {
    match mode {
        Mode::Daily => Some((day, day)),
        Mode::Weekly => {
            let since_monday = u64::from(day.weekday().num_days_from_monday());
            let monday = day.checked_sub_days(Days::new(since_monday))?;
            Some((monday, monday.checked_add_days(Days::new(6))?))
        }
        Mode::Monthly => {
            let first = day.with_day(1)?;
            Some((first, first.checked_add_months(Months::new(1))?.pred_opt()?))
        }
    }
}

fn lines(list: &RiskList, mode: Mode) -> Vec<FormLine> {
    let rows = list.rows.iter().filter(|row| row.mode == mode);
    rows.zip(1..)
        .map(|(row, number)| FormLine {
            number,
            row: row.id.clone(),
            category: row.category.clone(),
            indicator: row.indicator.clone(),
            measure: row.measure.clone(),
            frequency: row.frequency.clone(),
        })
        .collect()
}

fn form(
    list: &RiskList,
    mode: Mode,
    (from, to): (NaiveDate, NaiveDate),
    lines: &[FormLine],
    findings: &[SelfFinding],
) -> CheckForm {
    let carries = match mode {
        Mode::Daily => None,
        Mode::Weekly => Some(Mode::Daily),
        Mode::Monthly => Some(Mode::Weekly),
    };
    let is_carried = |finding: &&SelfFinding| Some(finding.mode) == carries && finding.is_open_at(to);
    let mut carried: Vec<SelfFinding> = findings.iter().filter(is_carried).cloned().collect();
    carried.sort_by_key(|finding| finding.found);
    CheckForm {
        list: list.id.clone(),
        version: list.version,
        mode,
        title: title(mode, from, to),
        from,
        to,
        role: mode.role(),
        lines: lines.to_vec(),
        carried,
    }
}

fn title(mode: Mode, from: NaiveDate, to: NaiveDate) -> Bilingual {
    match mode {
        Mode::Daily => say(
            format!("每日工业产品质量安全检查记录（{from}）"),
            format!("Daily check record of product quality and safety ({from})"),
        ),
        Mode::Weekly => say(
            format!("每周工业产品质量安全排查治理报告（{from}至{to}）"),
            format!("Weekly screening report of product quality and safety ({from} to {to})"),
        ),
        Mode::Monthly => say(
            format!("每月工业产品质量安全调度会议纪要（{}年{}月）", from.year(), from.month()),
            format!("Monthly dispatch minutes of product quality and safety ({})", from.format("%Y-%m")),
        ),
    }
}
