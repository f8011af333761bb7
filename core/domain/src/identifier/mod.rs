//! Identifiers that exist outside Zhian: credit codes, permits, regions.
//!
//! Every one is a checked newtype over its one stored form. What people type on a phone is met half way: white
//! space is skipped, full-width forms (`９１`, `（津）`, `－`) and lower-case letters are read as the half-width upper-case
//! characters they stand for. Nothing else is guessed: the letter `O` is never read as the digit `0`.

pub mod ccc;
pub mod organisation;
pub mod region;
pub mod uscc;
pub mod xk;

pub use ccc::CccNumber;
pub use organisation::OrganisationCode;
pub use region::{RegionCode, RegionLevel};
pub use uscc::Uscc;
pub use xk::XkNumber;

use std::fmt;

/// Which identifier was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum IdentifierKind {
    /// 统一社会信用代码.
    Uscc,
    /// 组织机构代码.
    Organisation,
    /// 生产许可证编号.
    Xk,
    /// 强制性产品认证证书编号.
    Ccc,
    /// 行政区划代码.
    Region,
}

impl IdentifierKind {
    /// Name in Chinese, as on forms.
    #[must_use]
    pub const fn zh(self) -> &'static str {
        match self {
            Self::Uscc => "统一社会信用代码",
            Self::Organisation => "组织机构代码",
            Self::Xk => "生产许可证编号",
            Self::Ccc => "强制性产品认证证书编号",
            Self::Region => "行政区划代码",
        }
    }

    /// Name in English.
    #[must_use]
    pub const fn en(self) -> &'static str {
        match self {
            Self::Uscc => "unified social credit code",
            Self::Organisation => "organisation code",
            Self::Xk => "production licence number",
            Self::Ccc => "CCC certificate number",
            Self::Region => "region code",
        }
    }
}

impl fmt::Display for IdentifierKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.en())
    }
}

/// An identifier could not be read. The person who typed it can mend it.
///
/// Positions are 1-based and count the characters as they were given, white space included, so that a screen can mark
/// the character.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum IdentifierError {
    /// Too few or too many characters, white space not counted.
    #[error("{kind} has {found} characters, {expected} are needed")]
    Length {
        /// Which identifier.
        kind: IdentifierKind,
        /// Characters found.
        found: usize,
        /// What is needed, e.g. `18` or `6, 9 or 12`.
        expected: &'static str,
    },
    /// A character cannot stand where it stands.
    #[error("{kind} has {found:?} at position {position}, where {expected} is needed")]
    Character {
        /// Which identifier.
        kind: IdentifierKind,
        /// Where.
        position: usize,
        /// The character as it was given.
        found: char,
        /// What may stand there.
        expected: &'static str,
    },
    /// The check character does not fit the characters before it: one of them, or itself, is mistyped.
    #[error(
        "{kind} has the check character {found:?} at position {position}, the characters before it give {expected:?}"
    )]
    CheckCharacter {
        /// Which identifier; [`IdentifierKind::Organisation`] for the one inside a credit code.
        kind: IdentifierKind,
        /// Where.
        position: usize,
        /// The character as it was given.
        found: char,
        /// What the characters before it give.
        expected: char,
    },
    /// A part has the right shape but a value that does not exist.
    #[error("{kind} has {found:?} at position {position}, which is not {expected}")]
    Part {
        /// Which identifier.
        kind: IdentifierKind,
        /// Where the part begins.
        position: usize,
        /// The part, normalised.
        found: String,
        /// What may stand there.
        expected: &'static str,
    },
}

impl IdentifierError {
    /// Every code, for the table of messages.
    pub const CODES: &[&str] =
        &["identifier.length", "identifier.character", "identifier.check-character", "identifier.part"];

    /// Stable code of the error.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Length { .. } => "identifier.length",
            Self::Character { .. } => "identifier.character",
            Self::CheckCharacter { .. } => "identifier.check-character",
            Self::Part { .. } => "identifier.part",
        }
    }

    /// Which identifier was read.
    #[must_use]
    pub const fn kind(&self) -> IdentifierKind {
        match self {
            Self::Length { kind, .. }
            | Self::Character { kind, .. }
            | Self::CheckCharacter { kind, .. }
            | Self::Part { kind, .. } => *kind,
        }
    }

    /// 1-based position in the text as it was given; `None` where the length is wrong.
    #[must_use]
    pub const fn position(&self) -> Option<usize> {
        match self {
            Self::Length { .. } => None,
            Self::Character { position, .. }
            | Self::CheckCharacter { position, .. }
            | Self::Part { position, .. } => Some(*position),
        }
    }
}

/// One character of an identifier as given, and as it is read.
#[derive(Debug, Clone, Copy)]
struct Typed {
    /// 1-based position in the text as given.
    position: usize,
    /// As given.
    given: char,
    /// Half-width and upper-case.
    read: char,
}

impl Typed {
    fn refused(self, kind: IdentifierKind, expected: &'static str) -> IdentifierError {
        IdentifierError::Character { kind, position: self.position, found: self.given, expected }
    }

    /// Value of a decimal digit.
    fn digit(self, kind: IdentifierKind) -> Result<u32, IdentifierError> {
        self.read.to_digit(10).ok_or_else(|| self.refused(kind, "a digit"))
    }
}

/// Reads what a person typed: skips white space and the invisible characters that come with pasting, and brings
/// full-width and lower-case forms to half-width upper case.
fn typed(text: &str) -> Vec<Typed> {
    text.chars()
        .enumerate()
        .filter(|(_, given)| !given.is_whitespace() && !matches!(given, '\u{200b}'..='\u{200f}' | '\u{feff}'))
        .map(|(index, given)| Typed { position: index + 1, given, read: half_width_upper(given) })
        .collect()
}

fn half_width_upper(given: char) -> char {
    let half = match given {
        // Full-width forms stand at a fixed distance from ASCII.
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(given) - 0xfee0).unwrap_or(given),
        '〔' | '【' => '(',
        '〕' | '】' => ')',
        // Hyphens, dashes and the minus sign that keyboards and typesetting put for a hyphen.
        '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{fe63}' => '-',
        other => other,
    };
    half.to_ascii_uppercase()
}

/// The characters as read, joined.
fn joined(letters: &[Typed]) -> String {
    letters.iter().map(|letter| letter.read).collect()
}

/// Value of `0-9 A-Z` counted from 0, as GB 11714 does.
const fn base36(read: char) -> Option<u32> {
    read.to_digit(36)
}

macro_rules! text_identifier {
    ($name:ident) => {
        impl $name {
            /// The stored form.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::identifier::IdentifierError;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Self::new(text)
            }
        }
    };
}
use text_identifier;

#[cfg(test)]
mod tests;
