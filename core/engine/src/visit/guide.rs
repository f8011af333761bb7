//! What an item says beside its question.

use super::Scene;
use crate::content::Shelf;
use crate::error::EngineError;
use crate::view::{
    AskedCounts, CitationView, CompositionView, ConsequenceView, FieldFault, FieldReading, HintView,
    MediumPlace, PenaltyView,
};
use crate::{fields, view::AnswerView};
use chrono::{DateTime, Days, NaiveDate};
use std::collections::BTreeSet;
use zhian_domain::answer::AnswerValue;
use zhian_domain::checklist::{Bilingual, ConsequenceCode, Item, LegalBasis, Origin, Verified};
use zhian_domain::facts::Facts;
use zhian_domain::law::{Citation, Law, Penalty};
use zhian_domain::media::Medium;
use zhian_domain::rules::size::UnitPart;
use zhian_domain::time::Timestamp;

/// What stands after a citation that is not verified.
const TO_BE_CHECKED: (&str, &str) = ("（待核）", " (to be checked)");

/// The day in Beijing: all days of the rules are counted there.
pub(crate) fn beijing_day(at: Timestamp) -> NaiveDate {
    let shifted = at.plus_ms(i64::from(zhian_domain::rules::BEIJING_OFFSET_MINUTES) * 60_000);
    let day = DateTime::from_timestamp_millis(shifted.unix_ms()).map(|moment| moment.date_naive());
    // A clock outside the calendar cites the law of the beginning: nothing was in force, so nothing is printed.
    day.or_else(|| NaiveDate::MIN.checked_add_days(Days::new(1))).unwrap_or_default()
}

/// Articles as they are cited on a day, each as well known as the pinned basis says.
pub(crate) fn citations(shelf: &Shelf, basis: &[LegalBasis], day: NaiveDate) -> Vec<CitationView> {
    basis.iter().map(|one| cited(shelf.law.as_ref(), one, day)).collect()
}

/// Articles that are named by their ids, as well known as the law records here say.
pub(crate) fn citations_of_ids(shelf: &Shelf, ids: &[String], day: NaiveDate) -> Vec<CitationView> {
    let known = |id: &String| {
        let law = shelf.law.as_ref();
        law.and_then(|law| law.in_force(id, day).ok()).map_or(Verified::Unsure, |one| one.verified.level)
    };
    ids.iter().map(|id| cited_id(shelf.law.as_ref(), id, known(id), day)).collect()
}

fn cited(law: Option<&Law>, basis: &LegalBasis, day: NaiveDate) -> CitationView {
    cited_id(law, &basis.article_id(), basis.verified, day)
}

fn cited_id(law: Option<&Law>, id: &str, verified: Verified, day: NaiveDate) -> CitationView {
    let found = law.and_then(|law| Some((law.cite(id, day).ok()?, law.in_force(id, day).ok()?)));
    let (citation, summary) = match found {
        Some((citation, article)) => (citation, Some(article.summary.clone())),
        None => {
            let words = Bilingual { zh: id.to_owned(), en: id.to_owned() };
            (Citation { id: id.to_owned(), words, verified }, None)
        }
    };
    let (mark_zh, mark_en) = TO_BE_CHECKED;
    let bare = |text: &str, mark: &str| text.strip_suffix(mark).unwrap_or(text).to_owned();
    let mut words =
        Bilingual { zh: bare(&citation.words.zh, mark_zh), en: bare(&citation.words.en, mark_en) };
    if !verified.is_printable() {
        words.zh.push_str(mark_zh);
        words.en.push_str(mark_en);
    }
    let citation = Citation { words, verified, ..citation };
    CitationView { printable: citation.is_printable(), citation, summary }
}

/// Under which Order an item is looked at: the one it rests on, else the only one that concerns the unit; `None` where that
/// leaves both.
pub(crate) fn part_of(item: &Item, facts: Option<&Facts>) -> Option<UnitPart> {
    let rests_on = |part: UnitPart| item.basis.iter().any(|one| one.instrument == part.order());
    match (rests_on(UnitPart::Making), rests_on(UnitPart::Selling)) {
        (true, false) => Some(UnitPart::Making),
        (false, true) => Some(UnitPart::Selling),
        _ => match facts.map(|facts| (facts.makes(), facts.sells())) {
            Some((true, false)) => Some(UnitPart::Making),
            Some((false, true)) => Some(UnitPart::Selling),
            _ => None,
        },
    }
}

/// A code with what it stands for, and the penalties of its articles. Of the two Orders only the one of `part` is cited:
/// what the other holds against makers is nothing to a shop.
pub(crate) fn consequence(
    shelf: &Shelf,
    code: &ConsequenceCode,
    part: Option<UnitPart>,
    day: NaiveDate,
) -> ConsequenceView {
    let known = shelf.legend.as_ref().and_then(|legend| legend.consequences.get(code));
    let concerns = |basis: &&LegalBasis| match part {
        Some(UnitPart::Making) => basis.instrument != UnitPart::Selling.order(),
        Some(UnitPart::Selling) => basis.instrument != UnitPart::Making.order(),
        None => true,
    };
    let ids: Vec<String> = known.map_or_else(Vec::new, |known| {
        known.basis.iter().filter(concerns).map(LegalBasis::article_id).collect()
    });
    let all = shelf.penalties.iter().flat_map(|penalties| penalties.penalties.values());
    // A code that names an article leads to that penalty and its variants; one that names a measure to those of its articles.
    let leads = |penalty: &&Penalty| {
        penalty.id == code.0 || penalty.articles.last().is_some_and(|set_by| ids.contains(set_by))
    };
    let view = |penalty: &Penalty| PenaltyView {
        to_be_checked: !penalty.verified.is_printable(),
        penalty: penalty.clone(),
    };
    ConsequenceView {
        code: code.clone(),
        text: known.map(|known| known.text.clone()),
        citations: citations_of_ids(shelf, &ids, day),
        penalties: all.filter(leads).map(view).collect(),
    }
}

impl Scene<'_> {
    /// The day whose law holds: that of the first arrival.
    pub(crate) fn day(&self) -> NaiveDate {
        let first = self.content().check_ins.iter().map(|one| one.at.best()).min();
        beijing_day(first.unwrap_or(self.seen.row.started_at))
    }

    pub(super) fn citations(&self, item: &Item) -> Vec<CitationView> {
        citations(&self.shelf, &item.basis, self.day())
    }

    pub(super) fn consequences(&self, item: &Item) -> Vec<ConsequenceView> {
        let (day, part) = (self.day(), part_of(item, self.seen.checklist.facts()));
        item.consequences.iter().map(|code| consequence(&self.shelf, code, part, day)).collect()
    }

    /// Pictures and clips: those the item names, then those that name the item.
    pub(super) fn hints(&self, item: &Item) -> Vec<HintView> {
        let Some(manifest) = &self.shelf.media else { return Vec::new() };
        let named = item.media.iter().filter_map(|id| manifest.get(id));
        let mut seen = BTreeSet::new();
        let all = named.chain(manifest.of_item(&item.id)).filter(|one| seen.insert(one.id.clone()));
        all.map(|medium| self.hint(medium)).collect()
    }

    fn hint(&self, medium: &Medium) -> HintView {
        let file = match self.media_here.get(&medium.hash) {
            Some(size) if *size == medium.bytes => {
                MediumPlace::Here { path: self.engine.store.media().path(&medium.hash) }
            }
            _ => MediumPlace::Absent,
        };
        HintView { medium: medium.clone(), file }
    }

    pub(super) fn readings(&self, item: &Item, answer: &AnswerView) -> Vec<FieldReading> {
        value_of(answer).map_or_else(Vec::new, |value| fields::readings(item, value))
    }

    pub(super) fn faults(&self, item: &Item, answer: &AnswerView) -> Vec<FieldFault> {
        value_of(answer).map_or_else(Vec::new, |value| fields::faults(item, value))
    }

    pub(super) fn because(&self, item: &Item) -> Option<Bilingual> {
        self.seen.checklist.because(&item.id).cloned()
    }

    pub(super) fn composition(&self) -> Option<CompositionView> {
        match &self.seen.checklist.origin {
            Origin::Written => None,
            Origin::Composed(made_of) => Some(CompositionView {
                facts: made_of.facts.clone(),
                parts: made_of.parts.clone(),
                law_version: made_of.law_version,
                law_day: made_of.day,
            }),
        }
    }

    pub(super) fn asked_counts(&self) -> AskedCounts {
        let count = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
        let (all, not_asked) = (self.seen.checklist.items().count(), self.missing.not_asked.len());
        AskedCounts {
            asked: count(all.saturating_sub(not_asked)),
            not_asked: count(not_asked),
            later: count(self.missing.later.len()),
        }
    }

    /// What the regulator published, as this scene sees it.
    pub(super) fn prepare(engine: &crate::Engine) -> Result<Prepared, EngineError> {
        Ok((engine.content()?, engine.store.media().all()?))
    }
}

/// What was published, and which media are here with their sizes.
pub(super) type Prepared =
    (std::sync::Arc<Shelf>, std::collections::BTreeMap<zhian_domain::id::ContentHash, u64>);

fn value_of(answer: &AnswerView) -> Option<&AnswerValue> {
    match answer {
        AnswerView::One(given) => Some(&given.value),
        AnswerView::None | AnswerView::Differing(_) => None,
    }
}
