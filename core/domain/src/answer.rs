//! What an officer answered to one item.

use crate::id::{DeviceId, InspectorId};
use crate::time::ClockReading;
use chrono::NaiveDate;
use rust_decimal::Decimal;
use std::collections::BTreeMap;

/// Judgement on one item (符合/不符合/不适用, and 有缺陷 where the checklist offers it).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Conformity {
    /// 符合.
    Meets,
    /// 不符合.
    DoesNotMeet,
    /// 有缺陷: offered by four-value layouts only.
    Defective,
    /// 不适用 / 无此项.
    NotApplicable,
}

impl Conformity {
    /// Every judgement.
    pub const ALL: [Self; 4] = [Self::Meets, Self::DoesNotMeet, Self::Defective, Self::NotApplicable];

    /// Stable code used in drafts, on the wire and in checklists.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Meets => "meets",
            Self::DoesNotMeet => "does-not-meet",
            Self::Defective => "defective",
            Self::NotApplicable => "not-applicable",
        }
    }

    /// Reads a code written by [`Self::code`].
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|value| value.code() == code)
    }

    /// Whether the item failed: something follows from it.
    #[must_use]
    pub const fn is_failure(self) -> bool {
        matches!(self, Self::DoesNotMeet | Self::Defective)
    }
}

/// A value entered beside the judgement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FieldValue {
    /// A number, exact.
    Number(Decimal),
    /// Free text.
    Text(String),
    /// A calendar day.
    Date(NaiveDate),
    /// The code of one of the offered options.
    Choice(String),
}

/// The whole answer to one item, replaced as one: a register, never a list.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct AnswerValue {
    /// The judgement; `None` while only fields are filled, or where it is computed from a field.
    pub conformity: Option<Conformity>,
    /// Entered fields by field id.
    pub fields: BTreeMap<String, FieldValue>,
}

/// An answer with who gave it and when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// What was answered.
    pub value: AnswerValue,
    /// Who answered.
    pub by: InspectorId,
    /// On which device.
    pub device: DeviceId,
    /// When, as the device claims.
    pub at: ClockReading,
    /// If this answer settled a difference: the answers it replaced, all of them.
    pub settles: Vec<SettledAnswer>,
}

/// An answer that people set aside when they settled a difference. It stays in the record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SettledAnswer {
    /// What was answered.
    pub value: AnswerValue,
    /// Who answered.
    pub by: InspectorId,
    /// When.
    pub at: ClockReading,
}

/// What a draft holds for one item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AnswerState {
    /// One answer stands.
    One(Answer),
    /// Two or more officers or devices answered without knowing of each other; people must settle it.
    /// Never empty, ordered by the draft (the same on every device).
    Differing(Vec<Answer>),
}

impl AnswerState {
    /// The answer if exactly one stands.
    #[must_use]
    pub fn settled(&self) -> Option<&Answer> {
        match self {
            Self::One(answer) => Some(answer),
            Self::Differing(_) => None,
        }
    }

    /// Every answer standing.
    #[must_use]
    pub fn all(&self) -> &[Answer] {
        match self {
            Self::One(answer) => std::slice::from_ref(answer),
            Self::Differing(answers) => answers,
        }
    }
}
