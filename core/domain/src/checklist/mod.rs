//! What is checked: checklists, their items, and how a file of them is read.

pub mod legend;
mod load;
pub mod shipped;

pub use legend::{Consequence, Legend};
pub use load::{ChecklistError, Fault, Place, load, load_legend};

use crate::answer::Conformity;
use crate::evidence::CaptureMethod;
use crate::id::ItemId;
use rust_decimal::Decimal;

/// A sentence in Chinese with its gloss in English.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bilingual {
    /// Chinese, shown to inspectors and printed.
    pub zh: String,
    /// English gloss.
    pub en: String,
}

/// How well a citation is known. Survives from the research into the data and onto the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Verified {
    /// Read in a source.
    Source,
    /// A source supports the content, but not the exact article number or wording.
    Partly,
    /// From memory, to be checked against the official text.
    Memory,
    /// Unsure, or sources contradict each other.
    Unsure,
}

impl Verified {
    /// Whether a formal document may print the citation.
    #[must_use]
    pub const fn is_printable(self) -> bool {
        matches!(self, Self::Source)
    }
}

/// One article an item rests on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LegalBasis {
    /// Code of the instrument, e.g. `R75`, `PQL`, `XK`.
    pub instrument: String,
    /// Article, e.g. `3`, `10-12`; `*` where the instrument is meant as a whole.
    pub article: String,
    /// How well it is known.
    pub verified: Verified,
}

/// How grave a failure of the item is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Key item (重点项): failure leads to formal handling.
    Key,
    /// Main item.
    Main,
    /// General item (一般项): minor, corrected on the spot or by a written deadline.
    General,
}

impl Severity {
    /// Every severity, gravest first.
    pub const ALL: [Self; 3] = [Self::Key, Self::Main, Self::General];

    /// `A`, `B` or `C`, as in checklists.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Key => "A",
            Self::Main => "B",
            Self::General => "C",
        }
    }

    /// Reads a code written by [`Self::code`].
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|severity| severity.code() == code)
    }
}

/// What may follow from a failed item: `R1`…`R6`, or an article code such as `L49`, `X45`, `C66`, `M25`, `S38`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ConsequenceCode(pub String);

/// Kind of an entered field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FieldKind {
    /// A number within bounds, both inclusive.
    Number {
        /// Least value.
        min: Option<Decimal>,
        /// Greatest value.
        max: Option<Decimal>,
    },
    /// A percentage computed from two number fields, `100 * part / whole`, rounded down; never entered.
    Percent {
        /// Field id of the part.
        part: String,
        /// Where the whole comes from.
        whole: PercentWhole,
    },
    /// Free text.
    Text,
    /// A calendar day.
    Date,
    /// A document to capture: satisfied by evidence on the item, not by a value.
    Document,
    /// One of several options.
    Choice {
        /// Code and label of each option.
        options: Vec<(String, Bilingual)>,
    },
}

/// The whole that a percentage refers to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PercentWhole {
    /// Another number field.
    Field(String),
    /// A fixed number, e.g. 8 weeks.
    Fixed(Decimal),
}

/// A field beside the judgement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    /// Id, unique within the item.
    pub id: String,
    /// Label.
    pub label: Bilingual,
    /// What may be entered.
    pub kind: FieldKind,
    /// Whether the item stays open without it. Never true for `Percent` and `Document`.
    pub required: bool,
}

/// How an item is judged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Judgement {
    /// The officer chooses one of these.
    Entered {
        /// The offered values, in order.
        values: Vec<Conformity>,
    },
    /// Computed: meets if the field reaches a value. Not applicable may still be chosen.
    Computed {
        /// Number or percent field.
        field: String,
        /// Least value that meets.
        at_least: Decimal,
        /// How well the threshold is known: ours are `Unsure` until a regulator confirms them.
        verified: Verified,
    },
}

/// When evidence is demanded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum EvidenceWhen {
    /// Welcome, never demanded.
    Never,
    /// Demanded when the item failed (`+P`).
    OnFailure,
    /// Always demanded unless the item is not applicable (`+P!`).
    Always,
}

/// Evidence an item demands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EvidenceDemand {
    /// When.
    pub when: EvidenceWhen,
    /// How it is to be taken.
    pub method: CaptureMethod,
    /// How many, at least 1 where demanded.
    pub count: u32,
}

/// One question of a checklist.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// Permanent id.
    pub id: ItemId,
    /// What is checked.
    pub ask: Bilingual,
    /// How to check it, in Chinese and English.
    pub how: Bilingual,
    /// Articles it rests on.
    pub basis: Vec<LegalBasis>,
    /// How it is judged.
    pub judgement: Judgement,
    /// Fields beside the judgement.
    pub fields: Vec<Field>,
    /// Evidence it demands.
    pub evidence: EvidenceDemand,
    /// How grave a failure is.
    pub severity: Severity,
    /// What may follow from a failure.
    pub consequences: Vec<ConsequenceCode>,
}

/// A group of items under one heading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section {
    /// Id, unique within the checklist.
    pub id: String,
    /// Heading.
    pub title: Bilingual,
    /// Its items, in order.
    pub items: Vec<Item>,
}

/// One published version of a checklist. Never edited: a wording fix is a new version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checklist {
    /// Permanent id, e.g. `P75`.
    pub id: String,
    /// Version, from 1.
    pub version: u32,
    /// Title.
    pub title: Bilingual,
    /// Sections in order.
    pub sections: Vec<Section>,
}

impl Checklist {
    /// Every item, in order.
    pub fn items(&self) -> impl Iterator<Item = &Item> {
        self.sections.iter().flat_map(|section| &section.items)
    }

    /// The item with this id.
    #[must_use]
    pub fn item(&self, id: &ItemId) -> Option<&Item> {
        self.items().find(|item| &item.id == id)
    }
}
