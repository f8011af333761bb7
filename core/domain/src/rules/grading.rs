//! Grades of enterprises, how often each is visited, and how many visits a year may still see, as `rules/grading.v1.json` says.

mod load;

use super::{MissingInput, RuleError, say, weakest};
use crate::checklist::{Bilingual, Verified};
use chrono::{Datelike, Months, NaiveDate};

/// How often a grade is visited.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Frequency {
    /// So many visits.
    pub visits: u32,
    /// In so many months.
    pub months: u32,
    /// How well it is known.
    pub verified: Verified,
}

/// One grade of a scheme.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grade {
    /// `AA`, `A`, `B`, `C` or `D`.
    pub code: String,
    /// Its name.
    pub name: Bilingual,
    /// How such an enterprise is supervised.
    pub rule: Bilingual,
    /// How often it is visited.
    pub frequency: Frequency,
    /// Most visits of a year that count against the ceiling.
    pub yearly_max: u32,
    /// How well that number is known.
    pub yearly_max_verified: Verified,
}

/// A way of grading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scheme {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: Bilingual,
    /// Where it is from.
    pub source: Bilingual,
    /// How well it is known.
    pub verified: Verified,
    /// Grades, best first.
    pub grades: Vec<Grade>,
}

/// A cause of visits that does not count against the ceiling.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotCounted {
    /// The cause, as the item on the origin of a visit offers it, e.g. `complaint`.
    pub id: String,
    /// In words.
    pub text: Bilingual,
    /// Articles it rests on.
    pub basis: Vec<String>,
    /// How well it is known.
    pub verified: Verified,
}

/// One published version of grading and ceiling.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grading {
    /// Version, from 1.
    pub version: u32,
    /// Id of the scheme that holds where a jurisdiction chose none.
    pub default: String,
    /// The schemes.
    pub schemes: Vec<Scheme>,
    /// The ceiling in words.
    pub ceiling: Bilingual,
    /// Articles the ceiling rests on.
    pub ceiling_basis: Vec<String>,
    /// How well the ceiling is known.
    pub ceiling_verified: Verified,
    /// What does not count against it.
    pub not_counted: Vec<NotCounted>,
}

/// A visit that an authority made to an enterprise.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PastVisit {
    /// Its day in Beijing time.
    pub day: NaiveDate,
    /// Why it was made: `plan`, `campaign`, or a cause that may not count, such as `complaint`.
    pub cause: String,
}

/// How many visits are left in a year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VisitQuota {
    /// Most visits of the year that count; `None` where the grade is unknown.
    pub max: Option<u32>,
    /// Visits of the year that count.
    pub counted: u32,
    /// Visits of the year that do not.
    pub free: u32,
    /// How many are left; 0 also where the ceiling is passed. `None` where the grade is unknown.
    pub left: Option<u32>,
    /// How many visits too many there were.
    pub over: u32,
    /// Day by which the frequency asks for the next planned visit; `None` without a grade or a visit before.
    pub next_by: Option<NaiveDate>,
    /// What is missing.
    pub missing: Vec<MissingInput>,
    /// Sentences, in order.
    pub reasons: Vec<Bilingual>,
    /// Articles it rests on.
    pub basis: Vec<String>,
    /// How well the weakest part is known.
    pub verified: Verified,
}

impl Grading {
    /// The scheme with this id.
    ///
    /// Errors: [`RuleError::UnknownScheme`].
    pub fn scheme(&self, id: &str) -> Result<&Scheme, RuleError> {
        let found = self.schemes.iter().find(|scheme| scheme.id == id);
        found.ok_or_else(|| RuleError::UnknownScheme { id: id.to_owned() })
    }

    /// Why a visit of this cause does not count against the ceiling; `None` if it counts, as every cause does that is not
    /// listed.
    #[must_use]
    pub fn exemption(&self, cause: &str) -> Option<&NotCounted> {
        self.not_counted.iter().find(|one| one.id == cause)
    }

    /// How many visits an authority may still make to an enterprise in `year` that count against the ceiling.
    ///
    /// `visits` are all that this authority made to this enterprise, of any year and in any order; `grade` is the
    /// enterprise's grade in the scheme, `None` where it has none yet, which leaves the ceiling unknown.
    ///
    /// Errors: [`RuleError::UnknownScheme`], [`RuleError::UnknownGrade`].
    pub fn visits_left(
        &self,
        scheme: &str,
        grade: Option<&str>,
        year: i32,
        visits: &[PastVisit],
    ) -> Result<VisitQuota, RuleError> {
        let scheme = self.scheme(scheme)?;
        let grade = grade.map(|code| scheme.grade(code)).transpose()?;
        let mut quota = VisitQuota {
            max: grade.map(|grade| grade.yearly_max),
            counted: 0,
            free: 0,
            left: None,
            over: 0,
            next_by: None,
            missing: Vec::new(),
            reasons: Vec::new(),
            basis: self.ceiling_basis.clone(),
            verified: weakest([self.ceiling_verified, scheme.verified]),
        };
        self.count(year, visits, &mut quota);
        let Some(grade) = grade else {
            quota.missing.push(MissingInput::Grade);
            quota.reasons.push(say(
                format!("企业在“{}”中没有等级，上限未知。", scheme.name.zh),
                format!("The enterprise has no grade in \"{}\", so its ceiling is unknown.", scheme.name.en),
            ));
            return Ok(quota);
        };
        let left = grade.yearly_max.saturating_sub(quota.counted);
        quota.left = Some(left);
        quota.over = quota.counted.saturating_sub(grade.yearly_max);
        quota.verified = weakest([quota.verified, grade.yearly_max_verified]);
        quota.next_by = self.next_by(grade, visits);
        quota.reasons.push(say(
            format!(
                "“{}”{}级（{}），{year}年上限{}次，已计入{}次，剩余{left}次。",
                scheme.name.zh, grade.code, grade.name.zh, grade.yearly_max, quota.counted
            ),
            format!(
                "Grade {} ({}) of \"{}\": at most {} in {year}, {} counted, {left} left.",
                grade.code, grade.name.en, scheme.name.en, grade.yearly_max, quota.counted
            ),
        ));
        if quota.over > 0 {
            quota.reasons.push(say(
                format!("已超过上限{}次。", quota.over),
                format!("The ceiling is passed by {}.", quota.over),
            ));
        }
        quota.reasons.push(self.ceiling_said());
        Ok(quota)
    }

    fn ceiling_said(&self) -> Bilingual {
        say(format!("{}。", self.ceiling.zh), format!("{}.", self.ceiling.en))
    }

    fn count(&self, year: i32, visits: &[PastVisit], quota: &mut VisitQuota) {
        let mut of_year: Vec<&PastVisit> = visits.iter().filter(|visit| visit.day.year() == year).collect();
        of_year.sort_by_key(|visit| visit.day);
        for visit in of_year {
            let Some(exempt) = self.exemption(&visit.cause) else {
                quota.counted = quota.counted.saturating_add(1);
                quota.reasons.push(say(
                    format!("{}的检查计入上限。", visit.day),
                    format!("The visit of {} counts.", visit.day),
                ));
                continue;
            };
            quota.free = quota.free.saturating_add(1);
            quota.verified = weakest([quota.verified, exempt.verified]);
            quota.basis.extend(
                exempt.basis.iter().filter(|id| !quota.basis.contains(id)).cloned().collect::<Vec<_>>(),
            );
            quota.reasons.push(say(
                format!("{}的检查不计入上限：{}。", visit.day, exempt.text.zh),
                format!("The visit of {} does not count: {}.", visit.day, exempt.text.en),
            ));
        }
    }

    /// The period of the grade, shared evenly by its visits, after the last visit that counted. Rounded down to months.
    fn next_by(&self, grade: &Grade, visits: &[PastVisit]) -> Option<NaiveDate> {
        let counted = visits.iter().filter(|visit| self.exemption(&visit.cause).is_none());
        let last = counted.map(|visit| visit.day).max()?;
        let months = grade.frequency.months.checked_div(grade.frequency.visits)?;
        last.checked_add_months(Months::new(months.max(1)))
    }
}

impl Scheme {
    /// The grade with this code.
    ///
    /// Errors: [`RuleError::UnknownGrade`].
    pub fn grade(&self, code: &str) -> Result<&Grade, RuleError> {
        let found = self.grades.iter().find(|grade| grade.code == code);
        found.ok_or_else(|| RuleError::UnknownGrade { scheme: self.id.clone(), grade: code.to_owned() })
    }
}

#[cfg(test)]
mod tests;
