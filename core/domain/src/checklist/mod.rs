//! What is checked: checklists, their items, and how a file of them is read.

pub mod composition;
mod field;
pub mod legend;
pub(crate) mod load;
mod references;
pub mod shipped;

pub use composition::{Composition, Origin, PartUse};
pub use field::{Field, FieldKind, IdentifierCheck, PercentWhole};
pub use legend::{Consequence, Legend};
pub use load::{Applies, ChecklistError, Fault, Part, PartKind, Place, load, load_legend, load_part};
pub use references::References;

use crate::answer::Conformity;
use crate::evidence::CaptureMethod;
use crate::expression::Expression;
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
    /// Every standing, best first.
    pub const ALL: [Self; 4] = [Self::Source, Self::Partly, Self::Memory, Self::Unsure];

    /// `S`, `P`, `M` or `U`, as in published files.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Source => "S",
            Self::Partly => "P",
            Self::Memory => "M",
            Self::Unsure => "U",
        }
    }

    /// Reads a code written by [`Self::code`].
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|verified| verified.code() == code)
    }

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
    /// Article, e.g. `3`, `10-12`; `*` where the instrument is meant as a whole. In schema 2 the article alone, or a
    /// word where an instrument has no articles.
    pub article: String,
    /// How well it is known. A part of schema 2 does not say: until it is composed it counts as unsure, so that nothing
    /// unchecked is printed.
    pub verified: Verified,
}

impl LegalBasis {
    /// Id of the article in the law records, e.g. `R75-10`.
    #[must_use]
    pub fn article_id(&self) -> String {
        format!("{}-{}", self.instrument, self.article)
    }
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
        /// Field that has a number: entered, computed, a percentage or the share of a period.
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

/// A limit value that a standard sets and that may change with its edition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limit {
    /// What is limited.
    pub name: Bilingual,
    /// The value.
    pub value: Decimal,
    /// Its unit.
    pub unit: String,
    /// Number and edition of the standard, e.g. `GB 17761-2018`.
    pub standard: String,
    /// How well it is known.
    pub verified: Verified,
}

/// When an item about the inspection itself (检查行为规范) is due.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Stage {
    /// Before anybody enters.
    BeforeCheckIn,
    /// On arrival.
    AtCheckIn,
    /// While evidence is taken.
    During,
    /// Before the record is closed.
    BeforeSeal,
    /// After the record is closed: never stands in the way of sealing.
    After,
}

impl Stage {
    /// Every stage, in order.
    pub const ALL: [Self; 5] =
        [Self::BeforeCheckIn, Self::AtCheckIn, Self::During, Self::BeforeSeal, Self::After];

    /// Stable code used in files.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::BeforeCheckIn => "before-check-in",
            Self::AtCheckIn => "at-check-in",
            Self::During => "during",
            Self::BeforeSeal => "before-seal",
            Self::After => "after",
        }
    }

    /// Reads a code written by [`Self::code`].
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|stage| stage.code() == code)
    }
}

/// One question of a checklist.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// Permanent id.
    pub id: ItemId,
    /// What is checked.
    pub ask: Bilingual,
    /// How to check it, in steps; one step in files of schema 1.
    pub how: Vec<Bilingual>,
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
    /// Limit values of standards that the check rests on.
    pub limits: Vec<Limit>,
    /// Ids of pictures and clips that show how.
    pub media: Vec<String>,
    /// When it is asked; always if there is no condition.
    pub when: Option<Expression>,
    /// A remark for whoever works with the item.
    pub note: Option<Bilingual>,
    /// When it is due, where it is about the inspection itself.
    pub gate: Option<Stage>,
}

impl Item {
    /// The steps as one text, numbered where there are several.
    #[must_use]
    pub fn how_text(&self) -> Bilingual {
        if let [only] = self.how.as_slice() {
            return only.clone();
        }
        let joined = |pick: fn(&Bilingual) -> &str, mark: &str, between: &str| {
            let steps = self.how.iter().enumerate();
            let steps: Vec<String> =
                steps.map(|(index, step)| format!("{}{mark}{}", index + 1, pick(step))).collect();
            steps.join(between)
        };
        Bilingual { zh: joined(|step| &step.zh, "．", ""), en: joined(|step| &step.en, ". ", " ") }
    }

    /// The field with this id.
    #[must_use]
    pub fn field(&self, id: &str) -> Option<&Field> {
        self.fields.iter().find(|field| field.id == id)
    }
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
    /// Whether somebody wrote it as it is, or it was composed of parts.
    pub origin: Origin,
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
