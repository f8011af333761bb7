//! Rules of supervision as data, and the answers they give with their reasons.
//!
//! Nothing is decided silently. An answer carries its reasons in Chinese and English, how well the rule behind it is known,
//! and the inputs that are missing where they could change it.

pub mod calendar;
pub mod deadline;
pub mod director;
pub mod grading;
pub mod shipped;
pub mod size;

use crate::checklist::{Bilingual, Verified};
use crate::enterprise::UnitKind;
use crate::identifier::RegionCode;
use crate::product::ProductClass;
use crate::published::Phrase;
use chrono::{Datelike, NaiveDate, Weekday};

/// Minutes that Beijing time, in which all days of these rules are counted, is ahead of UTC.
pub const BEIJING_OFFSET_MINUTES: i16 = 480;

/// What is known of a unit, as far as the rules ask. `None` means unknown and is never taken for zero or for no.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UnitFacts<'a> {
    /// What it does.
    pub kind: UnitKind,
    /// Whether it sells wholesale or retail; asked of online sellers and of makers that sell, told by `kind` for others.
    pub selling: Option<SellingTrade>,
    /// Persons employed (从业人员).
    pub staff: Option<u64>,
    /// Revenue of the last year (上年营业收入), in fen.
    pub revenue_fen: Option<u64>,
    /// Classes of the products it makes or sells; an empty list says that none applies.
    pub classes: Option<&'a [ProductClass]>,
    /// Where it is.
    pub region: Option<&'a RegionCode>,
}

/// How a seller sells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SellingTrade {
    /// 批发.
    Wholesale,
    /// 零售.
    Retail,
}

/// Something the rules needed and were not given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum MissingInput {
    /// Number of staff.
    Staff,
    /// Revenue of the last year.
    Revenue,
    /// Wholesale or retail.
    Selling,
    /// Classes of the products.
    Classes,
    /// Region.
    Region,
    /// Grade of the enterprise.
    Grade,
}

impl MissingInput {
    /// What is missing, in words.
    #[must_use]
    pub const fn phrase(self) -> Phrase {
        match self {
            Self::Staff => Phrase::new("从业人员数", "the number of staff"),
            Self::Revenue => Phrase::new("上年营业收入", "the revenue of the last year"),
            Self::Selling => Phrase::new("批发或者零售", "whether it sells wholesale or retail"),
            Self::Classes => Phrase::new("产品所属类别", "the classes of its products"),
            Self::Region => Phrase::new("所在地区", "its region"),
            Self::Grade => Phrase::new("企业等级", "its grade"),
        }
    }
}

/// Whether a rule demands something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Required {
    /// It does.
    Yes,
    /// It does not.
    No,
    /// That depends on an input that is missing.
    Unknown,
}

/// A rule could not be applied.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RuleError {
    /// No deadline has this id. Whoever published the rules can add it.
    #[error("no deadline is called {id:?}")]
    UnknownDeadline {
        /// The id.
        id: String,
    },
    /// No grading scheme has this id.
    #[error("no grading scheme is called {id:?}")]
    UnknownScheme {
        /// The id.
        id: String,
    },
    /// The scheme has no such grade.
    #[error("scheme {scheme:?} has no grade {grade:?}")]
    UnknownGrade {
        /// The scheme.
        scheme: String,
        /// The grade.
        grade: String,
    },
    /// The deadline cannot be extended.
    #[error("deadline {id:?} has no extension")]
    NoExtension {
        /// Its id.
        id: String,
    },
    /// Days that do not count were given for a term of hours or months, where the law knows none.
    #[error("deadline {id:?} is counted in hours or months and takes no days out")]
    NoPause {
        /// Its id.
        id: String,
    },
    /// A date or a count outside the calendar, or too far away to be meant.
    #[error("the date or the number of days is out of range")]
    OutOfRange,
}

impl RuleError {
    /// Every code, for the table of messages.
    pub const CODES: &[&str] = &[
        "rules.unknown-deadline",
        "rules.unknown-scheme",
        "rules.unknown-grade",
        "rules.no-extension",
        "rules.no-pause",
        "rules.out-of-range",
    ];

    /// Stable code of the error.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::UnknownDeadline { .. } => "rules.unknown-deadline",
            Self::UnknownScheme { .. } => "rules.unknown-scheme",
            Self::UnknownGrade { .. } => "rules.unknown-grade",
            Self::NoExtension { .. } => "rules.no-extension",
            Self::NoPause { .. } => "rules.no-pause",
            Self::OutOfRange => "rules.out-of-range",
        }
    }
}

/// A sentence in both languages.
pub(crate) fn say(zh: impl Into<String>, en: impl Into<String>) -> Bilingual {
    Bilingual { zh: zh.into(), en: en.into() }
}

/// Sentences one after the other.
pub(crate) fn joined(sentences: &[Bilingual]) -> Bilingual {
    let of = |text: fn(&Bilingual) -> &str| sentences.iter().map(text).collect::<Vec<_>>();
    say(of(|one| &one.zh).concat(), of(|one| &one.en).join(" "))
}

/// The least certain of several standings; `Source` of none.
pub(crate) fn weakest(standings: impl IntoIterator<Item = Verified>) -> Verified {
    standings.into_iter().max().unwrap_or(Verified::Source)
}

/// A day as people write it, with its weekday.
pub(crate) fn day_words(day: NaiveDate) -> Bilingual {
    let zh = match day.weekday() {
        Weekday::Mon => "一",
        Weekday::Tue => "二",
        Weekday::Wed => "三",
        Weekday::Thu => "四",
        Weekday::Fri => "五",
        Weekday::Sat => "六",
        Weekday::Sun => "日",
    };
    say(
        format!("{}年{}月{}日（星期{zh}）", day.year(), day.month(), day.day()),
        day.format("%A %-d %B %Y").to_string(),
    )
}

/// The sentence on a standing below `Source`, for answers that people act on.
#[must_use]
pub fn standing_words(verified: Verified) -> Option<Bilingual> {
    match verified {
        Verified::Source => None,
        Verified::Partly => Some(say(
            "依据部分核实，条文待核。",
            "The rule is partly confirmed; its article is to be checked.",
        )),
        Verified::Memory => Some(say("依据凭记忆，待核。", "The rule is from memory and is to be checked.")),
        Verified::Unsure => Some(say(
            "依据不确定，待核。",
            "The rule is unsure: sources differ or are lacking; to be checked.",
        )),
    }
}
