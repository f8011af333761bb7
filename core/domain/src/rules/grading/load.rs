//! Reading grades and ceiling.

use super::{Frequency, Grade, Grading, NotCounted, Scheme};
use crate::published::{ContentError, Object, Phrase, Problem, capital_id, read, small_id};
use std::collections::BTreeSet;

/// Most schemes, grades of a scheme and causes of visits.
const ENTRIES_MAX: usize = 20;
/// Most visits of a year and months of a period.
const VISITS_MAX: u32 = 366;

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
