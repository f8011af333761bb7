//! Law as data: articles with the time they are in force and how well they are known, and what their breach may lead to.
//!
//! Nothing here is a text of law: summaries are our own words. Nothing here proposes a sum: ranges are data to read.

mod load;
#[cfg(test)]
mod tests;

pub use load::{load_articles, load_penalties};

use crate::checklist::{Bilingual, LegalBasis, Verified};
use chrono::NaiveDate;
use rust_decimal::Decimal;
use std::collections::{BTreeMap, BTreeSet};

/// The articles that come with Zhian.
pub const ARTICLES_V1: &str = include_str!("../../../checklists/law/articles.v1.json");
/// The penalties that come with Zhian.
pub const PENALTIES_V1: &str = include_str!("../../../checklists/law/penalties.v1.json");

/// What an instrument is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum InstrumentKind {
    /// 法律.
    Law,
    /// 行政法规.
    Regulation,
    /// 部门规章.
    Order,
    /// 规则、司法解释.
    Rule,
    /// 规范性文件.
    Opinion,
    /// 标准.
    Standard,
}

impl InstrumentKind {
    /// Every kind, highest first.
    pub const ALL: [Self; 6] =
        [Self::Law, Self::Regulation, Self::Order, Self::Rule, Self::Opinion, Self::Standard];

    /// Stable code used in files.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Law => "law",
            Self::Regulation => "regulation",
            Self::Order => "order",
            Self::Rule => "rule",
            Self::Opinion => "opinion",
            Self::Standard => "standard",
        }
    }

    /// Reads a code written by [`Self::code`].
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }
}

/// A law, regulation or other instrument.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Instrument {
    /// Full name.
    pub name: Bilingual,
    /// Name in citations.
    pub short: Bilingual,
    /// What it is.
    pub kind: InstrumentKind,
}

/// Who checked a record, when, and how well it is known since.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verification {
    /// How well it is known.
    pub level: Verified,
    /// Who says so.
    pub by: String,
    /// Since when.
    pub on: NaiveDate,
    /// What is still open.
    pub note: Option<Bilingual>,
}

/// One article, or one paragraph of an article, in one version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Article {
    /// Permanent id, e.g. `R75-10`.
    pub id: String,
    /// Code of its instrument.
    pub instrument: String,
    /// Number of the article, or a word where the instrument has none.
    pub article: String,
    /// Number of the paragraph, where only one is meant.
    pub paragraph: Option<String>,
    /// What it says, in our own words.
    pub summary: Bilingual,
    /// First day in force, where known.
    pub in_force_from: Option<NaiveDate>,
    /// Last day in force; `None` while it is in force.
    pub in_force_to: Option<NaiveDate>,
    /// Id of the article that took its place.
    pub superseded_by: Option<String>,
    /// How well it is known.
    pub verified: Verification,
}

impl Article {
    /// Whether it was in force on a day. A day that nobody knows is no bound.
    #[must_use]
    pub fn holds_on(&self, day: NaiveDate) -> bool {
        self.in_force_from.is_none_or(|from| from <= day) && self.in_force_to.is_none_or(|to| day <= to)
    }

    /// Whether a formal document may cite it.
    #[must_use]
    pub const fn is_printable(&self) -> bool {
        self.verified.level.is_printable()
    }
}

/// Why no article can be cited for a day.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum LawError {
    /// No record has this id.
    #[error("no article {id} is on record")]
    Unknown {
        /// The id.
        id: String,
    },
    /// Neither the article nor one before or after it was in force.
    #[error("no version of article {id} was in force on {day}")]
    NotInForce {
        /// The id.
        id: String,
        /// The day.
        day: NaiveDate,
    },
}

impl LawError {
    /// Every code.
    pub const CODES: &'static [&'static str] = &["law.unknown", "law.not-in-force"];

    /// Stable code.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Unknown { .. } => "law.unknown",
            Self::NotInForce { .. } => "law.not-in-force",
        }
    }
}

/// A citation as people read it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Citation {
    /// Id of the article that is cited.
    pub id: String,
    /// Name of the instrument and number of the article; with 待核 unless it is verified.
    pub words: Bilingual,
    /// How well it is known.
    pub verified: Verified,
}

impl Citation {
    /// Whether a formal document may print it.
    #[must_use]
    pub const fn is_printable(&self) -> bool {
        self.verified.is_printable()
    }
}

/// One published version of the law records.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Law {
    /// Version, from 1.
    pub version: u32,
    /// Instruments by code.
    pub instruments: BTreeMap<String, Instrument>,
    /// Articles by id.
    pub articles: BTreeMap<String, Article>,
}

impl Law {
    /// The version of an article in force on the day of an act: the article itself, the one that took its place, or the one
    /// whose place it took.
    ///
    /// Errors: [`LawError::Unknown`], [`LawError::NotInForce`].
    pub fn in_force(&self, id: &str, day: NaiveDate) -> Result<&Article, LawError> {
        let asked = self.articles.get(id).ok_or_else(|| LawError::Unknown { id: id.to_owned() })?;
        if asked.holds_on(day) {
            return Ok(asked);
        }
        let later = |one: &&Article| one.superseded_by.as_ref().and_then(|next| self.articles.get(next));
        let earlier = |one: &&Article| {
            self.articles.values().find(|before| before.superseded_by.as_deref() == Some(one.id.as_str()))
        };
        let found = self.walk(asked, later, day).or_else(|| self.walk(asked, earlier, day));
        found.ok_or_else(|| LawError::NotInForce { id: id.to_owned(), day })
    }

    /// Follows a chain of versions until one holds. The loader has seen to it that no chain comes back to itself.
    fn walk<'a>(
        &'a self,
        from: &'a Article,
        step: impl Fn(&&'a Article) -> Option<&'a Article>,
        day: NaiveDate,
    ) -> Option<&'a Article> {
        let chain = std::iter::successors(Some(from), |one| step(one));
        chain.take(self.articles.len()).find(|one| one.holds_on(day))
    }

    /// An article as it is cited for the day of an act. What is not verified says 待核 and is never printed.
    ///
    /// Errors: as [`Self::in_force`].
    pub fn cite(&self, id: &str, day: NaiveDate) -> Result<Citation, LawError> {
        let article = self.in_force(id, day)?;
        Ok(self.words(article))
    }

    /// Articles of an item as they are cited for the day of an act. A record that is missing or was not in force is cited by its
    /// id, counts as unsure, and is never printed.
    #[must_use]
    pub fn citations(&self, basis: &[LegalBasis], day: NaiveDate) -> Vec<Citation> {
        let cited = basis.iter().map(|one| one.article_id());
        cited
            .map(|id| {
                self.cite(&id, day).unwrap_or_else(|_| Citation {
                    words: Bilingual { zh: format!("{id}（待核）"), en: format!("{id} (to be checked)") },
                    id,
                    verified: Verified::Unsure,
                })
            })
            .collect()
    }

    fn words(&self, article: &Article) -> Citation {
        let verified = article.verified.level;
        let short = self.instruments.get(&article.instrument).map(|instrument| &instrument.short);
        let (mut zh, mut en) = match short {
            Some(short) => (format!("《{}》", short.zh), short.en.clone()),
            None => (article.instrument.clone(), article.instrument.clone()),
        };
        // Instruments without articles are cited as a whole: their words for passages are ours.
        if article.article.starts_with(|first: char| first.is_ascii_digit()) {
            zh.push_str(&format!("第{}条", article.article));
            en.push_str(&format!(", art. {}", article.article));
            if let Some(paragraph) = &article.paragraph {
                zh.push_str(&format!("第{paragraph}款"));
                en.push_str(&format!("({paragraph})"));
            }
        }
        if !verified.is_printable() {
            zh.push_str("（待核）");
            en.push_str(" (to be checked)");
        }
        Citation { id: article.id.clone(), words: Bilingual { zh, en }, verified }
    }
}

/// What a range of a penalty is reckoned from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RangeBasis {
    /// Value of the goods.
    GoodsValue,
    /// Unlawful gains.
    Gains,
    /// Fixed sums.
    Fixed,
    /// Nothing.
    None,
}

/// Unit of a range.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RangeUnit {
    /// So many times the basis.
    Times,
    /// Percent of the basis.
    Percent,
    /// Yuan.
    Cny,
}

/// A range that an article sets. Data to read, never a proposal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Range {
    /// What it is reckoned from.
    pub basis: RangeBasis,
    /// Least, where there is one.
    pub min: Option<Decimal>,
    /// Greatest, where there is one.
    pub max: Option<Decimal>,
    /// Its unit.
    pub unit: RangeUnit,
}

/// What the breach of some articles may lead to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Penalty {
    /// Permanent id, e.g. `L49`.
    pub id: String,
    /// Ids of the articles.
    pub articles: Vec<String>,
    /// When it applies.
    pub condition: Bilingual,
    /// What it is.
    pub measures: Bilingual,
    /// Its range, where there is one.
    pub range: Option<Range>,
    /// How well it is known. Only a verified one may be shown as a range in a formal document.
    pub verified: Verified,
}

impl Penalty {
    /// The range, if it is verified.
    #[must_use]
    pub fn printable_range(&self) -> Option<&Range> {
        self.range.as_ref().filter(|_| self.verified.is_printable())
    }
}

/// One published version of the penalties.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Penalties {
    /// Version, from 1.
    pub version: u32,
    /// Penalties by id.
    pub penalties: BTreeMap<String, Penalty>,
}

impl Penalties {
    /// Ids of articles that no record explains, each once.
    #[must_use]
    pub fn unknown_articles(&self, law: &Law) -> BTreeSet<String> {
        let cited = self.penalties.values().flat_map(|penalty| &penalty.articles);
        cited.filter(|id| !law.articles.contains_key(*id)).cloned().collect()
    }
}
