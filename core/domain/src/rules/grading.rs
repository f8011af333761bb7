//! Grades of enterprises, how often each is visited, and how many visits a year may still see, as `rules/grading.v1.json` says.

use super::{MissingInput, RuleError, say, weakest};
use crate::checklist::{Bilingual, Verified};
use crate::published::{ContentError, Object, Phrase, Problem, capital_id, read, small_id};
use chrono::{Datelike, Months, NaiveDate};
use std::collections::BTreeSet;

/// Most schemes, grades of a scheme and causes of visits.
const ENTRIES_MAX: usize = 20;
/// Most visits of a year and months of a period.
const VISITS_MAX: u32 = 366;

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
    /// Reads `rules/grading.v1.json`. `file` is the name that errors give.
    ///
    /// Errors: any of [`ContentError`] but `NotAsPublished`.
    pub fn load(file: &str, json: &str) -> Result<Self, ContentError> {
        read(file, json, |root| {
            let version = root.version();
            let schemes = read_schemes(root);
            let known = |id: &str| {
                small_id(id) && schemes.as_ref().is_none_or(|schemes| schemes.iter().any(|one| one.id == id))
            };
            let default = root.id("default", known, Phrase::new("本文件中的分级", "a scheme of this file"));
            let ceiling = root.object("ceiling", |ceiling| {
                let only = |name, code: &'static str| {
                    ceiling.code(name, |found| (found == code).then_some(()), Phrase::new(code, code))
                };
                let (per, period) =
                    (only("per", "authority-and-enterprise"), only("period", "calendar-year"));
                let (basis, text) = (ceiling.basis("basis", 1), ceiling.bilingual("text"));
                let verified = ceiling.verified("verified");
                per.and(period)?;
                Some((text?, basis?, verified?))
            });
            let not_counted = read_not_counted(root);
            let (ceiling, ceiling_basis, ceiling_verified) = ceiling?;
            Some(Self {
                version: version?,
                default: default?,
                schemes: schemes?,
                ceiling,
                ceiling_basis,
                ceiling_verified,
                not_counted: not_counted?,
            })
        })
    }

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

fn read_schemes(root: &Object<'_>) -> Option<Vec<Scheme>> {
    let mut seen = BTreeSet::new();
    root.objects("schemes", (1, ENTRIES_MAX), |scheme| {
        let id = scheme.id("id", small_id, Phrase::new("小写编号", "an id in small letters"));
        scheme.unique("id", &mut seen, id.as_ref());
        let (name, source) = (scheme.bilingual("name"), scheme.bilingual("source"));
        let verified = scheme.verified("verified");
        let mut codes = BTreeSet::new();
        let grades = scheme.objects("grades", (2, ENTRIES_MAX), |grade| read_grade(grade, &mut codes));
        Some(Scheme { id: id?, name: name?, source: source?, verified: verified?, grades: grades? })
    })
}

fn read_grade(grade: &Object<'_>, codes: &mut BTreeSet<String>) -> Option<Grade> {
    let code = grade.id("code", capital_id, Phrase::new("大写等级", "a grade in capital letters"));
    grade.unique("code", codes, code.as_ref());
    let (name, rule) = (grade.bilingual("name"), grade.bilingual("rule"));
    let frequency = grade.object("frequency", |frequency| {
        let visits = frequency.small("visits", 1, VISITS_MAX);
        let (months, verified) = (frequency.small("months", 1, VISITS_MAX), frequency.verified("verified"));
        Some(Frequency { visits: visits?, months: months?, verified: verified? })
    });
    let max = grade.object("yearly_max", |max| {
        let (visits, verified) = (max.small("visits", 0, VISITS_MAX), max.verified("verified"));
        Some((visits?, verified?))
    });
    // A plan that its own ceiling forbids cannot be carried out.
    if let (Some(frequency), Some((max, _))) = (&frequency, max)
        && u64::from(frequency.visits) * 12 > u64::from(max) * u64::from(frequency.months)
    {
        let because = Phrase::new(
            "频次超过全年上限",
            "the frequency asks for more visits than the yearly maximum allows",
        );
        grade.fault("frequency", Problem::Contradiction { because });
    }
    let (yearly_max, yearly_max_verified) = max?;
    Some(Grade {
        code: code?,
        name: name?,
        rule: rule?,
        frequency: frequency?,
        yearly_max,
        yearly_max_verified,
    })
}

fn read_not_counted(root: &Object<'_>) -> Option<Vec<NotCounted>> {
    let mut seen = BTreeSet::new();
    root.objects("not_counted", (0, ENTRIES_MAX), |cause| {
        let id = cause.id("id", small_id, Phrase::new("小写编号", "an id in small letters"));
        cause.unique("id", &mut seen, id.as_ref());
        let (text, basis) = (cause.bilingual("text"), cause.basis("basis", 0));
        let verified = cause.verified("verified");
        Some(NotCounted { id: id?, text: text?, basis: basis?, verified: verified? })
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::shipped;

    fn grading() -> Grading {
        Grading::load("grading.v1.json", shipped::GRADING_V1).unwrap()
    }

    fn visit(day: &str, cause: &str) -> PastVisit {
        PastVisit { day: day.parse().unwrap(), cause: cause.to_owned() }
    }

    #[test]
    fn both_schemes_are_read_with_their_grades_best_first() {
        let grading = grading();
        let codes = |id: &str| {
            let scheme = grading.scheme(id).unwrap();
            scheme.grades.iter().map(|grade| grade.code.clone()).collect::<Vec<_>>()
        };
        assert_eq!(codes("credit"), ["A", "B", "C", "D"]);
        assert_eq!(codes("product-quality"), ["AA", "A", "B", "C"]);
        assert_eq!(grading.default, "credit");
    }

    #[test]
    fn complaints_transfers_alarms_rechecks_and_requests_do_not_count_and_anything_else_does() {
        let grading = grading();
        let causes = ["complaint", "transfer", "monitoring", "recheck", "request"];
        let mut visits: Vec<PastVisit> = causes.iter().map(|cause| visit("2026-03-02", cause)).collect();
        visits.push(visit("2026-05-06", "plan"));
        visits.push(visit("2026-05-07", "a cause nobody published"));
        visits.push(visit("2025-12-31", "plan"));
        let quota = grading.visits_left("credit", Some("D"), 2026, &visits).unwrap();
        assert_eq!((quota.max, quota.counted, quota.free, quota.left), (Some(4), 2, 5, Some(2)));
        assert_eq!(quota.verified, Verified::Unsure);
        assert!(
            quota.reasons.iter().any(|one| one.zh == "2026-03-02的检查不计入上限：根据投诉举报开展的检查。")
        );
        assert!(
            quota
                .reasons
                .iter()
                .any(|one| one.zh
                    == "“企业信用风险分类”D级（信用风险高），2026年上限4次，已计入2次，剩余2次。")
        );
        assert!(quota.basis.contains(&"OP54-exempt".to_owned()));
    }

    #[test]
    fn a_passed_ceiling_leaves_nothing_and_says_by_how_much() {
        let visits = [visit("2026-01-05", "plan"), visit("2026-02-05", "campaign")];
        let quota = grading().visits_left("credit", Some("A"), 2026, &visits).unwrap();
        assert_eq!((quota.left, quota.over), (Some(0), 1));
        assert_eq!(quota.next_by, Some("2028-02-05".parse().unwrap()));
    }

    #[test]
    fn without_a_grade_the_ceiling_is_unknown_and_the_visits_are_still_counted() {
        let quota = grading().visits_left("credit", None, 2026, &[visit("2026-01-05", "plan")]).unwrap();
        assert_eq!((quota.max, quota.left, quota.counted), (None, None, 1));
        assert_eq!(quota.missing, vec![MissingInput::Grade]);
    }

    #[test]
    fn a_scheme_or_grade_that_nobody_published_is_refused() {
        let unknown = RuleError::UnknownGrade { scheme: "credit".into(), grade: "AA".into() };
        assert_eq!(grading().visits_left("credit", Some("AA"), 2026, &[]), Err(unknown));
        assert_eq!(
            grading().visits_left("x", None, 2026, &[]),
            Err(RuleError::UnknownScheme { id: "x".into() })
        );
    }

    #[test]
    fn a_frequency_that_its_own_ceiling_forbids_is_refused() {
        let damaged = shipped::GRADING_V1.replacen(
            "\"frequency\": {\"visits\": 4, \"months\": 12",
            "\"frequency\": {\"visits\": 5, \"months\": 12",
            1,
        );
        let error = Grading::load("grading.v1.json", &damaged).unwrap_err();
        assert_eq!(
            error.to_string(),
            "grading.v1.json: credit: grades D.frequency: the frequency asks for more visits than the yearly maximum allows"
        );
    }
}
