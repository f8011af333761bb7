//! Names of changes and of those who make them.

use std::fmt;
use std::str::FromStr;
use zhian_domain::id::{VisitId, derived_id};

/// Name of one change: SHA-256 over its bytes, dependencies included, so that a hash commits to all history before it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ChangeHash([u8; 32]);

impl ChangeHash {
    /// Wraps bytes that already are a change's hash.
    #[must_use]
    pub const fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// Reads exactly 32 bytes; `None` for any other length.
    #[must_use]
    pub fn from_slice(bytes: &[u8]) -> Option<Self> {
        bytes.try_into().ok().map(Self)
    }

    /// The bytes, as stored and sent.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

/// One installation of one device on one visit. Its changes form one numbered chain.
///
/// Derived from the device's key, so that a change names its device, and from an install epoch, so that a phone
/// restored from a backup does not reuse a number it has already given away.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ActorId([u8; 16]);

impl ActorId {
    /// The actor of a device (by its public key) on a visit, for one install epoch.
    #[must_use]
    pub fn of(device_public_key: &[u8], visit: &VisitId, install_epoch: &[u8; 16]) -> Self {
        Self(derived_id("zhian actor 1", &[device_public_key, visit.as_bytes(), install_epoch]))
    }

    /// Wraps bytes that already are an actor id.
    #[must_use]
    pub const fn from_bytes(bytes: [u8; 16]) -> Self {
        Self(bytes)
    }

    /// Reads exactly 16 bytes; `None` for any other length.
    #[must_use]
    pub fn from_slice(bytes: &[u8]) -> Option<Self> {
        bytes.try_into().ok().map(Self)
    }

    /// The bytes, as stored and sent.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; 16] {
        &self.0
    }
}

macro_rules! hex_text {
    ($name:ident, $bytes:literal, $kind:literal) => {
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!($kind, ":{}"), self)
            }
        }

        impl FromStr for $name {
            type Err = String;

            /// Reads lower- or upper-case hexadecimal; the error is a sentence.
            fn from_str(text: &str) -> Result<Self, String> {
                unhex(text).and_then(|bytes| bytes.try_into().ok()).map(Self).ok_or_else(|| {
                    format!("{text:?} is not the {} hexadecimal digits of {}", $bytes * 2, $kind)
                })
            }
        }
    };
}

hex_text!(ChangeHash, 32, "change");
hex_text!(ActorId, 16, "actor");

/// Bytes of a hexadecimal text; `None` if it has an odd length or another character.
pub(crate) fn unhex(text: &str) -> Option<Vec<u8>> {
    let digits: Option<Vec<u8>> =
        text.chars().map(|digit| digit.to_digit(16).and_then(|value| u8::try_from(value).ok())).collect();
    let digits = digits?;
    digits
        .chunks(2)
        .map(|pair| match pair {
            [high, low] => Some((high << 4) | low),
            _ => None,
        })
        .collect()
}

/// Hexadecimal text of some bytes, lower case.
pub(crate) fn hex(bytes: &[u8]) -> String {
    let digit = |nibble: u8| char::from_digit(u32::from(nibble), 16).unwrap_or('0');
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
}

/// One change as it is stored, signed over and sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// Its name.
    pub hash: ChangeHash,
    /// Who made it.
    pub actor: ActorId,
    /// Its number in the actor's chain, from 1.
    pub seq: u64,
    /// The whole chunk: plain, never compressed.
    pub bytes: Vec<u8>,
}
