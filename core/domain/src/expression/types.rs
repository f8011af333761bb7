//! Types of expressions, the names they may use, and what literals can stand for.

use super::ExpressionFault;
use crate::id::ItemId;
use cel::IdedExpr;
use cel::common::ast::{Expr, LiteralValue};
use chrono::NaiveDate;
use std::collections::BTreeMap;

/// What a part of an expression can be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Type {
    /// `true` or `false`.
    Bool,
    /// A number.
    Number,
    /// A number of elements or characters: may be compared, not reckoned with.
    Count,
    /// Any text.
    Text,
    /// A day, written `2026-11-21`.
    Date,
    /// One of these codes.
    Code(Vec<String>),
    /// A list of texts, with the most elements it can have.
    Texts(u64),
    /// All answers, by item.
    Answers,
    /// The answer to one item; `None` is the item that the expression belongs to.
    Fields(Option<ItemId>),
    /// An answer: judgement and fields.
    Answer(ItemId),
    /// The unit.
    Unit,
    /// Nothing that an expression can read, such as a document.
    Unreadable,
}

impl Type {
    pub(super) const fn words(&self) -> &'static str {
        match self {
            Self::Bool => "true or false",
            Self::Number => "a number",
            Self::Count => "a count",
            Self::Text => "a text",
            Self::Date => "a date",
            Self::Code(_) => "a code",
            Self::Texts(_) => "a list",
            Self::Answers => "all answers",
            Self::Fields(_) => "all fields",
            Self::Answer(_) => "a whole answer",
            Self::Unit => "the unit",
            Self::Unreadable => "a document",
        }
    }

    pub(super) const fn is_textual(&self) -> bool {
        matches!(self, Self::Text | Self::Date | Self::Code(_))
    }

    pub(super) const fn is_numeric(&self) -> bool {
        matches!(self, Self::Number | Self::Count)
    }
}

/// What may be read of one item.
#[derive(Debug, Clone, Default)]
pub(crate) struct Shape {
    /// Codes that its judgement can have; the empty text stands for no judgement yet.
    pub judgements: Vec<String>,
    /// Its fields.
    pub fields: BTreeMap<String, Type>,
}

/// The names an expression may use.
pub(crate) enum Names<'a> {
    /// A condition: `answers` of these items, and `unit`.
    Condition(&'a BTreeMap<ItemId, Shape>),
    /// A computed value: `fields` of its own item.
    Computed(&'a BTreeMap<String, Type>),
    /// A constraint of a field: `value` of this type, and `fields` of its own item.
    Constraint(&'a BTreeMap<String, Type>, &'a Type),
}

pub(super) const fn too_much(unit: &'static str, found: u64, limit: u64) -> ExpressionFault {
    ExpressionFault::TooMuch { unit, found, limit }
}

pub(super) fn expect(found: &Type, needed: &Type) -> Result<(), ExpressionFault> {
    let fits = match needed {
        Type::Number => found.is_numeric(),
        Type::Text => found.is_textual(),
        Type::Texts(_) => matches!(found, Type::Texts(_)),
        _ => found == needed,
    };
    if fits { Ok(()) } else { Err(ExpressionFault::Type { needed: needed.words(), found: found.words() }) }
}

pub(super) fn not_allowed(what: impl Into<String>) -> ExpressionFault {
    ExpressionFault::NotAllowed { what: what.into() }
}

pub(super) fn unknown(name: impl Into<String>) -> ExpressionFault {
    ExpressionFault::UnknownName { name: name.into() }
}

/// The text of a literal, if it is one.
pub(super) fn literal_text(expr: &IdedExpr) -> Option<&str> {
    match &expr.expr {
        Expr::Literal(LiteralValue::String(text)) => Some(text.inner()),
        _ => None,
    }
}

pub(super) fn literal_type(literal: &LiteralValue) -> Result<Type, ExpressionFault> {
    // Beyond this a whole number has no exact floating-point neighbour.
    const WHOLE_MAX: i64 = 1_000_000_000_000_000;
    match literal {
        LiteralValue::Boolean(_) => Ok(Type::Bool),
        LiteralValue::Int(number) if number.inner().unsigned_abs() <= WHOLE_MAX.unsigned_abs() => {
            Ok(Type::Number)
        }
        LiteralValue::Double(_) => Ok(Type::Number),
        LiteralValue::String(_) => Ok(Type::Text),
        LiteralValue::Int(_) => Err(not_allowed("a number of more than 15 digits")),
        LiteralValue::UInt(_) | LiteralValue::Bytes(_) | LiteralValue::Null => {
            Err(not_allowed("null, bytes or an unsigned number"))
        }
    }
}

pub(super) fn is_code(text: &str, codes: &[String]) -> Result<(), ExpressionFault> {
    if codes.iter().any(|code| code == text) {
        return Ok(());
    }
    let problem = "none of the codes it can be";
    Err(ExpressionFault::NeverEqual { text: text.to_owned(), problem })
}

pub(super) fn is_day(text: &str) -> Result<(), ExpressionFault> {
    let written = NaiveDate::parse_from_str(text, "%Y-%m-%d").is_ok_and(|day| day.to_string() == text);
    if written {
        return Ok(());
    }
    let problem = "no day written like 2026-11-21";
    Err(ExpressionFault::NeverEqual { text: text.to_owned(), problem })
}
