//! What is known of an inspected unit when its checklist is put together.

use crate::enterprise::UnitKind;
use crate::product::ProductClass;
use crate::published::Phrase;
use std::collections::BTreeSet;
use std::fmt;

/// Size of a unit by the definitions that go with the two Orders.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SizeClass {
    /// 小微型.
    SmallOrMicro,
    /// 中型.
    Medium,
    /// 大型.
    Large,
}

impl SizeClass {
    /// Every size, smallest first.
    pub const ALL: [Self; 3] = [Self::SmallOrMicro, Self::Medium, Self::Large];

    /// Stable code used in files and expressions.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Large => "large",
            Self::Medium => "medium",
            Self::SmallOrMicro => "small-or-micro",
        }
    }

    /// Reads a code written by [`Self::code`].
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|size| size.code() == code)
    }

    /// In words.
    #[must_use]
    pub const fn phrase(self) -> Phrase {
        match self {
            Self::SmallOrMicro => Phrase::new("小微型", "small or micro"),
            Self::Medium => Phrase::new("中型", "medium"),
            Self::Large => Phrase::new("大型", "large"),
        }
    }
}

impl ProductClass {
    /// Every class.
    pub const ALL: [Self; 3] = [Self::Licence, Self::Ccc, Self::MandatoryStandard];

    /// Stable code used in files and expressions.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Licence => "licence",
            Self::Ccc => "ccc",
            Self::MandatoryStandard => "mandatory-standard",
        }
    }

    /// Reads a code written by [`Self::code`].
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|class| class.code() == code)
    }
}

/// A kind of product, e.g. `electric-bicycle`: 1 to 48 of `a-z 0-9 -`, beginning with a letter.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ProductKind(String);

impl ProductKind {
    /// Checks and wraps a code; `None` if it is not made as such codes are.
    ///
    /// ```
    /// # use zhian_domain::facts::ProductKind;
    /// assert!(ProductKind::new("electric-bicycle").is_some());
    /// assert!(ProductKind::new("电动自行车").is_none());
    /// ```
    #[must_use]
    pub fn new(code: &str) -> Option<Self> {
        let made_well = (1..=48).contains(&code.len())
            && code.starts_with(|first: char| first.is_ascii_lowercase())
            && code.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-');
        made_well.then(|| Self(code.to_owned()))
    }

    /// The code.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for ProductKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// What is known of a unit. Sets, so that the order in which somebody entered them changes nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Facts {
    /// What it does.
    pub kind: UnitKind,
    /// Its size, where known.
    pub size: Option<SizeClass>,
    /// The classes its products fall under, where known. An empty set says that there are none.
    pub classes: Option<BTreeSet<ProductClass>>,
    /// The kinds of product it makes or sells.
    pub products: BTreeSet<ProductKind>,
}

impl Facts {
    /// Whether it makes products.
    #[must_use]
    pub const fn makes(&self) -> bool {
        matches!(self.kind, UnitKind::Producer | UnitKind::ProducerAndSeller)
    }

    /// Whether it sells products.
    #[must_use]
    pub const fn sells(&self) -> bool {
        !matches!(self.kind, UnitKind::Producer)
    }
}
