//! What is entered beside the judgement of an item.

use super::Bilingual;
use crate::expression::Expression;
use crate::period::PeriodUnit;
use rust_decimal::Decimal;

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
    /// How complete the records of a period are: the expected ones and the missing ones are entered, the share is computed.
    /// Entered as text in the notation of [`crate::period`].
    Period {
        /// What is counted.
        unit: PeriodUnit,
        /// How many of them the period spans at most.
        count: u32,
    },
    /// An identifier with check digits or a fixed form, entered as text.
    Identifier(IdentifierCheck),
    /// A number computed from other fields of the item; never entered.
    Computed {
        /// How.
        value: Expression,
    },
}

impl FieldKind {
    /// Whether people enter a value: not for what is computed, and not for a document, which is evidence.
    #[must_use]
    pub const fn is_entered(&self) -> bool {
        !matches!(self, Self::Percent { .. } | Self::Document | Self::Computed { .. })
    }
}

/// What an identifier is checked as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum IdentifierCheck {
    /// Unified social credit code.
    Uscc,
    /// Production licence number.
    Licence,
    /// CCC certificate number.
    Ccc,
}

impl IdentifierCheck {
    /// Every check.
    pub const ALL: [Self; 3] = [Self::Uscc, Self::Licence, Self::Ccc];

    /// Stable code used in files.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Uscc => "uscc",
            Self::Licence => "licence",
            Self::Ccc => "ccc",
        }
    }

    /// Reads a code written by [`Self::code`].
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|check| check.code() == code)
    }

    /// The form in which an identifier is stored, however it was typed; `None` if it fails its check. What it names may still not
    /// exist: that is looked up online.
    #[must_use]
    pub fn stored(self, text: &str) -> Option<String> {
        match self {
            Self::Uscc => {
                text.parse::<crate::identifier::uscc::Uscc>().ok().map(|one| one.as_str().to_owned())
            }
            Self::Licence => {
                text.parse::<crate::identifier::xk::XkNumber>().ok().map(|one| one.as_str().to_owned())
            }
            Self::Ccc => {
                text.parse::<crate::identifier::ccc::CccNumber>().ok().map(|one| one.as_str().to_owned())
            }
        }
    }

    /// Whether `text` passes its check.
    #[must_use]
    pub fn passes(self, text: &str) -> bool {
        self.stored(text).is_some()
    }
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
    /// Whether the item stays open without it. Never true for what is not entered.
    pub required: bool,
    /// Unit of measurement of a number, e.g. `mm`.
    pub unit: Option<String>,
    /// What must hold for the entered value, beyond its bounds.
    pub constraint: Option<Expression>,
}
