//! Identifiers that mean nothing outside Zhian, and content hashes.

use sha2::{Digest, Sha256};
use std::fmt;
use std::str::FromStr;

/// An identifier could not be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum IdError {
    /// The text has the wrong number of characters.
    #[error("{kind} has {found} hexadecimal characters, {expected} are needed")]
    Length {
        /// Which identifier was read.
        kind: &'static str,
        /// Characters found.
        found: usize,
        /// Characters needed.
        expected: usize,
    },
    /// A character is not hexadecimal.
    #[error("{kind} has a character at position {position} that is not hexadecimal")]
    Character {
        /// Which identifier was read.
        kind: &'static str,
        /// 1-based position of the character.
        position: usize,
    },
    /// An item id is empty, too long, or has a character outside `A-Z a-z 0-9 -`.
    #[error("checklist item id {text:?} is not 1 to 64 of A-Z, a-z, 0-9 and hyphen")]
    Item {
        /// The text that was given.
        text: String,
    },
}

fn parse_hex<const N: usize>(kind: &'static str, text: &str) -> Result<[u8; N], IdError> {
    let digits: Vec<char> = text.chars().collect();
    if digits.len() != N * 2 {
        return Err(IdError::Length { kind, found: digits.len(), expected: N * 2 });
    }
    let mut out = [0_u8; N];
    for (index, (byte, pair)) in out.iter_mut().zip(digits.chunks(2)).enumerate() {
        for (offset, digit) in pair.iter().enumerate() {
            let value =
                digit.to_digit(16).ok_or(IdError::Character { kind, position: index * 2 + offset + 1 })?;
            // to_digit(16) is below 16, so the byte cannot overflow.
            *byte = (*byte << 4) | u8::try_from(value).unwrap_or(0);
        }
    }
    Ok(out)
}

fn write_hex(bytes: &[u8], f: &mut fmt::Formatter<'_>) -> fmt::Result {
    bytes.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
}

macro_rules! fixed_id {
    ($(#[$doc:meta])* $name:ident, $bytes:literal, $kind:literal) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name([u8; $bytes]);

        impl $name {
            /// Wraps bytes that already are this identifier.
            #[must_use]
            pub const fn from_bytes(bytes: [u8; $bytes]) -> Self {
                Self(bytes)
            }

            /// Reads exactly the right number of bytes; `None` for any other length.
            #[must_use]
            pub fn from_slice(bytes: &[u8]) -> Option<Self> {
                bytes.try_into().ok().map(Self)
            }

            /// The bytes, as stored and sent.
            #[must_use]
            pub const fn as_bytes(&self) -> &[u8; $bytes] {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write_hex(&self.0, f)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(concat!($kind, ":"))?;
                write_hex(&self.0, f)
            }
        }

        impl FromStr for $name {
            type Err = IdError;
            fn from_str(text: &str) -> Result<Self, IdError> {
                parse_hex($kind, text).map(Self)
            }
        }
    };
}

fixed_id!(/** A market regulator (市场监管部门). */ AuthorityId, 16, "authority");
fixed_id!(/** An enforcement officer (执法人员). */ InspectorId, 16, "inspector");
fixed_id!(/** A phone or terminal with its own key. */ DeviceId, 16, "device");
fixed_id!(/** An inspected enterprise (被检查单位). */ EnterpriseId, 16, "enterprise");
fixed_id!(/** A place where an enterprise works. */ SiteId, 16, "site");
fixed_id!(/** A task published by a supervisor. */ TaskId, 16, "task");
fixed_id!(/** One visit of a task, filled by at least two officers. */ VisitId, 16, "visit");
fixed_id!(/** Something seen that does not meet one item. */ FindingId, 16, "finding");
fixed_id!(/** SHA-256 of some content. */ ContentHash, 32, "hash");
fixed_id!(/** SHA-256 of an evidence file as it was captured. */ EvidenceHash, 32, "evidence");
fixed_id!(/** SM3 of an evidence file as it was captured. */ Sm3Hash, 32, "sm3");

impl ContentHash {
    /// SHA-256 of `content`.
    #[must_use]
    pub fn of(content: &[u8]) -> Self {
        Self(Sha256::digest(content).into())
    }
}

impl EvidenceHash {
    /// SHA-256 of a whole evidence file.
    #[must_use]
    pub fn of(content: &[u8]) -> Self {
        Self(Sha256::digest(content).into())
    }
}

/// First half of SHA-256 over a label and parts, each part preceded by its length.
///
/// Used wherever an identifier is derived instead of drawn, so that two phones derive the same one.
#[must_use]
pub fn derived_id(label: &str, parts: &[&[u8]]) -> [u8; 16] {
    let mut hasher = Sha256::new();
    hasher.update(label.as_bytes());
    for part in parts {
        hasher.update((part.len() as u64).to_be_bytes());
        hasher.update(part);
    }
    let digest: [u8; 32] = hasher.finalize().into();
    let mut half = [0_u8; 16];
    half.iter_mut().zip(digest).for_each(|(to, from)| *to = from);
    half
}

impl VisitId {
    /// The visit of a task under one checklist version.
    ///
    /// Derived, not drawn: two phones that start the same task without a network start the same visit.
    #[must_use]
    pub fn of(task: &TaskId, checklist: &ContentHash) -> Self {
        Self(derived_id("zhian visit 1", &[task.as_bytes(), checklist.as_bytes()]))
    }
}

/// Permanent id of a checklist item: 1 to 64 of `A-Z a-z 0-9 -`. Answers from every year join on it.
///
/// ```
/// # use zhian_domain::id::ItemId;
/// assert_eq!(ItemId::new("P75-01").unwrap().as_str(), "P75-01");
/// assert!(ItemId::new("P75 01").is_err());
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ItemId(String);

impl ItemId {
    /// Checks and wraps an item id. Errors: [`IdError::Item`].
    pub fn new(text: &str) -> Result<Self, IdError> {
        let fits = (1..=64).contains(&text.len())
            && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
        if fits { Ok(Self(text.to_owned())) } else { Err(IdError::Item { text: text.to_owned() }) }
    }

    /// The id as written in the checklist.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for ItemId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_identifier_survives_being_written_and_read() {
        let id = TaskId::from_bytes([0xab; 16]);
        assert_eq!(id.to_string().parse::<TaskId>(), Ok(id));
    }

    #[test]
    fn a_bad_identifier_says_where_it_is_wrong() {
        let text = "0123456789abcdef0123456789abcdeg";
        assert_eq!(text.parse::<TaskId>(), Err(IdError::Character { kind: "task", position: 32 }));
        assert_eq!("ab".parse::<TaskId>(), Err(IdError::Length { kind: "task", found: 2, expected: 32 }));
        assert!("中".repeat(32).parse::<TaskId>().is_err());
    }

    #[test]
    fn two_phones_derive_the_same_visit_and_other_inputs_derive_another() {
        let task = TaskId::from_bytes([1; 16]);
        let checklist = ContentHash::of(b"checklist");
        assert_eq!(VisitId::of(&task, &checklist), VisitId::of(&task, &checklist));
        assert_ne!(VisitId::of(&task, &checklist), VisitId::of(&task, &ContentHash::of(b"newer")));
    }
}
