//! What an item says beside its question: why it is here, what it rests on, what may follow, how to see it.

use crate::reader::Reader;
use zhian_engine::{view, words};

/// An article as it is cited for the day of the visit.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct CitationView {
    /// Id of the article, e.g. `R75-10`.
    pub id: String,
    /// Name of the instrument and number of the article; with 待核 unless it is verified.
    pub text: String,
    /// Whether a formal document may print it.
    pub printable: bool,
    /// What it says, in our own words; none where the law records are not here.
    pub summary: Option<String>,
}

/// What the breach of an article may lead to. Data to read: nothing proposes an amount.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct PenaltyView {
    /// Its id.
    pub id: String,
    /// When it applies.
    pub condition: String,
    /// What it is.
    pub measures: String,
    /// Its range as data, where there is one.
    pub range: Option<String>,
    /// Whether it is still to be checked (待核) and must not be printed.
    pub to_be_checked: bool,
}

/// What may follow from a failure.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct ConsequenceView {
    /// Its code.
    pub code: String,
    /// In words; none where the legend is not here.
    pub text: Option<String>,
    /// Articles it rests on.
    pub citations: Vec<CitationView>,
    /// Penalties that its articles set.
    pub penalties: Vec<PenaltyView>,
}

/// A picture or clip that shows how to check.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct HintView {
    /// Its id.
    pub id: String,
    /// SHA-256 of the file.
    pub hash: String,
    /// What it shows.
    pub caption: String,
    /// Media type, e.g. `image/svg+xml`.
    pub media_type: String,
    /// Whether it moves.
    pub moves: bool,
    /// Size of the file.
    pub bytes: u64,
    /// The file, read only; none while it was not fetched.
    pub path: Option<String>,
}

/// What a field comes to under the answer that stands.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Enum)]
pub enum ReadingValue {
    /// A number that was computed; none while something it needs is missing.
    Computed {
        /// The number, exact text.
        value: Option<String>,
        /// Unit of measurement.
        unit: Option<String>,
    },
    /// Which records of a period were to be expected, and which of them exist, as people write them.
    Period {
        /// The expected ones.
        expected: Vec<String>,
        /// Those that exist.
        present: Vec<String>,
        /// Those that do not.
        missing: Vec<String>,
        /// Share that exists, percent, rounded down; none where none was expected.
        percent: Option<u8>,
    },
    /// What the check of an identifier says.
    Identifier {
        /// Whether it passes. What it names is to be looked up all the same.
        passes: bool,
        /// In words.
        text: String,
    },
}

/// A field and what it comes to.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct ReadingView {
    /// Id of the field.
    pub field: String,
    /// Its label.
    pub label: String,
    /// What it comes to.
    pub value: ReadingValue,
}

/// An entered value that keeps its item open. It is recorded as it was entered.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct FieldFaultView {
    /// Id of the field.
    pub field: String,
    /// Stable code.
    pub code: String,
    /// What is wrong.
    pub text: String,
}

/// One part of a composed checklist.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct PartView {
    /// Its id.
    pub id: String,
    /// Its version.
    pub version: u32,
    /// Its title.
    pub title: String,
    /// Why it is here.
    pub because: String,
}

/// What a composed checklist is made of.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct CompositionView {
    /// The parts.
    pub parts: Vec<PartView>,
    /// Version of the law records that were used.
    pub law_version: u32,
    /// The day whose law is cited, `2026-11-21`.
    pub law_day: String,
}

pub(super) fn citation(reader: Reader, shown: &view::CitationView) -> CitationView {
    CitationView {
        id: shown.citation.id.clone(),
        text: reader.of(&shown.citation.words),
        printable: shown.printable,
        summary: shown.summary.as_ref().map(|one| reader.of(one)),
    }
}

pub(super) fn consequence(reader: Reader, shown: &view::ConsequenceView) -> ConsequenceView {
    let penalty = |one: &view::PenaltyView| PenaltyView {
        id: one.penalty.id.clone(),
        condition: reader.of(&one.penalty.condition),
        measures: reader.of(&one.penalty.measures),
        range: words::penalty_range(reader.language, &one.penalty),
        to_be_checked: one.to_be_checked,
    };
    ConsequenceView {
        code: shown.code.0.clone(),
        text: shown.text.as_ref().map(|one| reader.of(one)),
        citations: shown.citations.iter().map(|one| citation(reader, one)).collect(),
        penalties: shown.penalties.iter().map(penalty).collect(),
    }
}

/// A picture or clip.
pub(crate) fn hint(reader: Reader, shown: &view::HintView) -> HintView {
    let medium = &shown.medium;
    HintView {
        id: medium.id.clone(),
        hash: medium.hash.to_string(),
        caption: reader.of(&medium.caption),
        media_type: medium.kind.code().to_owned(),
        moves: medium.kind.is_clip(),
        bytes: medium.bytes,
        path: match &shown.file {
            view::MediumPlace::Here { path } => Some(path.display().to_string()),
            view::MediumPlace::Absent => None,
        },
    }
}

pub(super) fn reading(reader: Reader, shown: &view::FieldReading) -> ReadingView {
    let value = match &shown.value {
        view::ReadingValue::Computed { value, unit } => {
            ReadingValue::Computed { value: value.map(|one| one.normalize().to_string()), unit: unit.clone() }
        }
        view::ReadingValue::Period { expected, present, missing, percent, .. } => ReadingValue::Period {
            expected: expected.clone(),
            present: present.clone(),
            missing: missing.clone(),
            percent: *percent,
        },
        view::ReadingValue::Identifier { passes, said } => {
            ReadingValue::Identifier { passes: *passes, text: reader.of(said) }
        }
    };
    ReadingView { field: shown.field.clone(), label: reader.of(&shown.label), value }
}

pub(super) fn fault(reader: Reader, shown: &view::FieldFault) -> FieldFaultView {
    FieldFaultView { field: shown.field.clone(), code: shown.code.to_owned(), text: reader.of(&shown.words) }
}

pub(super) fn composition(reader: Reader, shown: &view::CompositionView) -> CompositionView {
    let part = |one: &zhian_domain::checklist::PartUse| PartView {
        id: one.id.clone(),
        version: one.version,
        title: reader.of(&one.title),
        because: reader.of(&one.because),
    };
    CompositionView {
        parts: shown.parts.iter().map(part).collect(),
        law_version: shown.law_version,
        law_day: shown.law_day.to_string(),
    }
}
