//! Conditions, constraints and computed values: expressions in CEL, the Common Expression Language.
//!
//! The language is CEL as published; parser and interpreter are the `cel` crate. What a published file may use of it is a
//! checked part, so that an expression is known to end, and to mean something, before anybody publishes it:
//!
//! | may be used | may not |
//! |---|---|
//! | `&&`, `\|\|`, `!`, `?:`, comparisons, `+ - * /` on numbers, `in` | joining of texts, `%`, maps, indices computed at run time |
//! | `exists` and `all` over lists of known length, two deep | `map`, `filter`, `exists_one`: none of them is needed to decide |
//! | `size`, `contains`, `startsWith`, `endsWith`, `days(from, to)` | clock, chance, anything with an effect |
//!
//! Every number is a decimal: whole literals are read as decimals, so `1 / 2` is `0.5`. Inside an expression a number is a binary
//! floating-point number, the nearest to the decimal that was entered. Comparing an entered number with a literal is therefore
//! exact up to 15 significant digits; the result of arithmetic is rounded to 15 significant digits on its way back.
//!
//! What was not answered has no value. An expression that meets a missing value has none either, unless `&&`, `||` or `?:`
//! decides without it; `'id' in fields` asks whether there is one.

mod check;
mod evaluate;
#[cfg(test)]
mod tests;
mod types;

pub(crate) use evaluate::{AnswerFacts, FieldFact, Surroundings, fields as fields_of};
pub(crate) use types::{Names, Shape, Type};

use crate::id::ItemId;
use std::collections::BTreeSet;
use std::fmt;
use std::sync::Arc;

/// Most characters of an expression.
pub const SOURCE_CHARS_MAX: usize = 500;
/// Most brackets, conditionals and prefix operators inside each other.
pub const NESTING_MAX: usize = 16;
/// Deepest tree an expression may be read as.
pub const DEPTH_MAX: usize = 40;
/// Most steps that one evaluation may take, counting the bodies of `exists` and `all` once per element at most.
pub const STEPS_MAX: u64 = 1_000;
/// Most elements that a list of facts is counted with.
pub const LIST_MAX: u64 = 50;
/// Most `exists` and `all` inside each other.
pub const LOOPS_MAX: usize = 2;

/// Why an expression cannot be published. Whoever wrote it can mend it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ExpressionFault {
    /// It is no CEL.
    #[error("is not a CEL expression: {problem}")]
    Syntax {
        /// What the parser says, in one line.
        problem: String,
    },
    /// It names something that does not exist here.
    #[error("names {name}, which is not known here")]
    UnknownName {
        /// The name as written.
        name: String,
    },
    /// It uses a part of CEL that published files may not use.
    #[error("uses {what}, which published expressions may not use")]
    NotAllowed {
        /// What it uses.
        what: String,
    },
    /// Its parts or its result are of the wrong type.
    #[error("has {found} where {needed} is needed")]
    Type {
        /// What is needed.
        needed: &'static str,
        /// What was found.
        found: &'static str,
    },
    /// It compares a choice, a judgement or a date with a text that it can never be.
    #[error("compares with {text:?}, which is {problem}")]
    NeverEqual {
        /// The text.
        text: String,
        /// Why it never equals.
        problem: &'static str,
    },
    /// It is too long, too deep or takes too many steps.
    #[error("has {found} {unit}, at most {limit} are allowed")]
    TooMuch {
        /// What is counted.
        unit: &'static str,
        /// How many.
        found: u64,
        /// How many there may be.
        limit: u64,
    },
    /// It depends on itself, directly or through others.
    #[error("depends on itself by way of {by}")]
    Cycle {
        /// The ids on the way, with arrows.
        by: String,
    },
}

impl ExpressionFault {
    /// Stable code of the fault.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Syntax { .. } => "expression.syntax",
            Self::UnknownName { .. } => "expression.unknown-name",
            Self::NotAllowed { .. } => "expression.not-allowed",
            Self::Type { .. } => "expression.type",
            Self::NeverEqual { .. } => "expression.never-equal",
            Self::TooMuch { .. } => "expression.too-much",
            Self::Cycle { .. } => "expression.cycle",
        }
    }
}

/// A fact of the inspected unit that an expression reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum UnitFact {
    /// `unit.makes`: whether it makes products.
    Makes,
    /// `unit.sells`: whether it sells products.
    Sells,
    /// `unit.size`: its size class.
    Size,
    /// `unit.classes`: the classes of its products.
    Classes,
    /// `unit.products`: the kinds of its products.
    Products,
}

/// What an expression reads.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Reads {
    /// Items whose judgement or fields it reads.
    pub items: BTreeSet<ItemId>,
    /// Fields of its own item.
    pub fields: BTreeSet<String>,
    /// Facts of the unit.
    pub unit: BTreeSet<UnitFact>,
    /// Whether it calls `days`, which is ours and must be handed in.
    pub(crate) days: bool,
}

/// A checked expression, ready to be evaluated. Two are equal if they are written the same.
#[derive(Clone)]
pub struct Expression {
    source: String,
    tree: Arc<cel::IdedExpr>,
    reads: Reads,
}

impl Expression {
    /// The expression as published.
    #[must_use]
    pub fn source(&self) -> &str {
        &self.source
    }

    /// What it reads.
    #[must_use]
    pub const fn reads(&self) -> &Reads {
        &self.reads
    }
}

impl PartialEq for Expression {
    fn eq(&self, other: &Self) -> bool {
        self.source == other.source
    }
}

impl Eq for Expression {}

impl fmt::Debug for Expression {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Expression({:?})", self.source)
    }
}
