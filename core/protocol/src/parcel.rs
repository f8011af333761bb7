//! A parcel: one thing a device made and signed. Stored and passed on byte for byte.
//!
//! ```text
//! "ZP" version=1 | kind 1 | suite 1 | device 16 | payload length 4 (big endian) | payload | signature 64
//! ```
//! The digest is SHA-256 over everything before the signature, so that signing again does not make another parcel.
//! The signature covers `"zhian parcel 1\n"` followed by the digest.

use crate::limits::PARCEL_BYTES_MAX;
use ed25519_dalek::{Signature, VerifyingKey};
use zhian_domain::id::{ContentHash, DeviceId};

const MAGIC: [u8; 3] = [b'Z', b'P', 1];
const HEADER_BYTES: usize = 3 + 1 + 1 + 16 + 4;
const SIGNATURE_BYTES: usize = 64;
const SIGNED_PREFIX: &[u8] = b"zhian parcel 1\n";

/// What a parcel holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ParcelKind {
    /// Changes of a draft: [`crate::draft_push::DraftPush`].
    Draft,
    /// A sealed visit: [`crate::canonical`].
    Sealed,
}

impl ParcelKind {
    /// The byte on the wire.
    #[must_use]
    pub const fn byte(self) -> u8 {
        match self {
            Self::Draft => 1,
            Self::Sealed => 2,
        }
    }

    /// Reads the byte; `None` for a kind that this program does not know.
    #[must_use]
    pub const fn from_byte(byte: u8) -> Option<Self> {
        match byte {
            1 => Some(Self::Draft),
            2 => Some(Self::Sealed),
            _ => None,
        }
    }
}

/// Algorithms of a signature.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Suite {
    /// Ed25519 over SHA-256.
    Ed25519Sha256,
}

impl Suite {
    /// The byte on the wire. 2 is kept for P-256 with SHA-256, 3 for SM2 with SM3.
    #[must_use]
    pub const fn byte(self) -> u8 {
        match self {
            Self::Ed25519Sha256 => 1,
        }
    }

    /// Reads the byte; `None` for a suite that this program does not know.
    #[must_use]
    pub const fn from_byte(byte: u8) -> Option<Self> {
        match byte {
            1 => Some(Self::Ed25519Sha256),
            _ => None,
        }
    }

    /// Whether `signature` over `message` was made by the private half of `public_key`.
    #[must_use]
    pub fn verifies(self, public_key: &[u8], message: &[u8], signature: &[u8]) -> bool {
        let (Ok(key), Ok(signature)) = (<&[u8; 32]>::try_from(public_key), Signature::from_slice(signature))
        else {
            return false;
        };
        VerifyingKey::from_bytes(key).is_ok_and(|key| key.verify_strict(message, &signature).is_ok())
    }
}

/// A parcel could not be read or is not what it claims.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ParcelError {
    /// It is larger than allowed.
    #[error("a parcel of {found} bytes is larger than {PARCEL_BYTES_MAX}")]
    TooLarge {
        /// Its size, bytes.
        found: usize,
    },
    /// It is shorter or longer than its header says, or no parcel at all.
    #[error("these bytes are not a parcel")]
    Malformed,
    /// Its version or kind is not known here; a newer program may know it.
    #[error("parcel of unknown kind {kind}")]
    UnknownKind {
        /// The byte found.
        kind: u8,
    },
    /// Its suite is not known here.
    #[error("parcel signed with unknown suite {suite}")]
    UnknownSuite {
        /// The byte found.
        suite: u8,
    },
    /// The signature was not made by the device's key.
    #[error("parcel {digest} was not signed by device {device}")]
    BadSignature {
        /// Digest of the parcel.
        digest: ContentHash,
        /// The device it claims.
        device: DeviceId,
    },
}

impl ParcelError {
    /// Every code of this error.
    pub const CODES: &'static [&'static str] = &[
        "parcel.too-large",
        "parcel.malformed",
        "parcel.unknown-kind",
        "parcel.unknown-suite",
        "parcel.bad-signature",
    ];

    /// Stable code.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::TooLarge { .. } => "parcel.too-large",
            Self::Malformed => "parcel.malformed",
            Self::UnknownKind { .. } => "parcel.unknown-kind",
            Self::UnknownSuite { .. } => "parcel.unknown-suite",
            Self::BadSignature { .. } => "parcel.bad-signature",
        }
    }
}

/// A parcel that is not signed yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unsigned {
    bytes: Vec<u8>,
}

impl Unsigned {
    /// Lays out a parcel. Errors: [`ParcelError::TooLarge`].
    pub fn new(
        kind: ParcelKind,
        suite: Suite,
        device: DeviceId,
        payload: &[u8],
    ) -> Result<Self, ParcelError> {
        let found = HEADER_BYTES + payload.len() + SIGNATURE_BYTES;
        let (Ok(length), true) = (u32::try_from(payload.len()), found <= PARCEL_BYTES_MAX) else {
            return Err(ParcelError::TooLarge { found });
        };
        let mut bytes = Vec::with_capacity(found);
        bytes.extend_from_slice(&MAGIC);
        bytes.push(kind.byte());
        bytes.push(suite.byte());
        bytes.extend_from_slice(device.as_bytes());
        bytes.extend_from_slice(&length.to_be_bytes());
        bytes.extend_from_slice(payload);
        Ok(Self { bytes })
    }

    /// Digest of the parcel: its name everywhere.
    #[must_use]
    pub fn digest(&self) -> ContentHash {
        ContentHash::of(&self.bytes)
    }

    /// The bytes that the device's key signs.
    #[must_use]
    pub fn signed_message(&self) -> Vec<u8> {
        signed_message(&self.digest())
    }

    /// The finished parcel bytes.
    #[must_use]
    pub fn with_signature(mut self, signature: &[u8; SIGNATURE_BYTES]) -> Vec<u8> {
        self.bytes.extend_from_slice(signature);
        self.bytes
    }
}

fn signed_message(digest: &ContentHash) -> Vec<u8> {
    [SIGNED_PREFIX, digest.as_bytes()].concat()
}

/// A parcel as read. Its signature is not checked until [`Parcel::verify`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parcel<'a> {
    /// What it holds.
    pub kind: ParcelKind,
    /// Algorithms of its signature.
    pub suite: Suite,
    /// The device that made it.
    pub device: DeviceId,
    /// What was signed.
    pub payload: &'a [u8],
    /// Its name.
    pub digest: ContentHash,
    signature: &'a [u8],
}

impl<'a> Parcel<'a> {
    /// Reads a parcel's frame. Errors: every [`ParcelError`] but `BadSignature`.
    pub fn read(bytes: &'a [u8]) -> Result<Self, ParcelError> {
        if bytes.len() > PARCEL_BYTES_MAX {
            return Err(ParcelError::TooLarge { found: bytes.len() });
        }
        let (header, rest) = bytes.split_at_checked(HEADER_BYTES).ok_or(ParcelError::Malformed)?;
        let [m0, m1, m2, kind, suite, tail @ ..] = header else { return Err(ParcelError::Malformed) };
        if [*m0, *m1, *m2] != MAGIC {
            return Err(ParcelError::Malformed);
        }
        let (device, length) = tail.split_at_checked(16).ok_or(ParcelError::Malformed)?;
        let device = DeviceId::from_slice(device).ok_or(ParcelError::Malformed)?;
        let length: [u8; 4] = length.try_into().map_err(|_| ParcelError::Malformed)?;
        let length = u32::from_be_bytes(length) as usize;
        let (payload, signature) = rest.split_at_checked(length).ok_or(ParcelError::Malformed)?;
        let (signed, _) = bytes.split_at_checked(HEADER_BYTES + length).ok_or(ParcelError::Malformed)?;
        if signature.len() != SIGNATURE_BYTES {
            return Err(ParcelError::Malformed);
        }
        Ok(Self {
            kind: ParcelKind::from_byte(*kind).ok_or(ParcelError::UnknownKind { kind: *kind })?,
            suite: Suite::from_byte(*suite).ok_or(ParcelError::UnknownSuite { suite: *suite })?,
            device,
            payload,
            digest: ContentHash::of(signed),
            signature,
        })
    }

    /// Checks that the device's key signed it. Errors: [`ParcelError::BadSignature`].
    pub fn verify(&self, public_key: &[u8]) -> Result<(), ParcelError> {
        if self.suite.verifies(public_key, &signed_message(&self.digest), self.signature) {
            Ok(())
        } else {
            Err(ParcelError::BadSignature { digest: self.digest, device: self.device })
        }
    }
}

/// Digest of bytes that may or may not be a parcel, to name what is refused.
#[must_use]
pub fn name_of(bytes: &[u8]) -> ContentHash {
    Parcel::read(bytes).map_or_else(|_| ContentHash::of(bytes), |parcel| parcel.digest)
}

#[cfg(test)]
mod tests {
    use super::*;
    use ed25519_dalek::{Signer, SigningKey};

    fn signed(payload: &[u8]) -> (Vec<u8>, SigningKey) {
        let key = SigningKey::from_bytes(&[7; 32]);
        let device = DeviceId::from_bytes([9; 16]);
        let unsigned = Unsigned::new(ParcelKind::Draft, Suite::Ed25519Sha256, device, payload).unwrap();
        let signature = key.sign(&unsigned.signed_message()).to_bytes();
        (unsigned.with_signature(&signature), key)
    }

    #[test]
    fn the_bytes_of_a_parcel_never_change() {
        let (bytes, _) = signed(b"hello");
        let expected = "5a5001010109090909090909090909090909090909000000056865\
                        6c6c6f";
        let hex: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
        assert!(hex.starts_with(expected), "{hex}");
        assert_eq!(hex.len(), expected.len() + 128);
    }

    #[test]
    fn a_parcel_is_read_as_it_was_signed() {
        let (bytes, key) = signed(b"hello");
        let parcel = Parcel::read(&bytes).unwrap();
        assert_eq!(parcel.payload, b"hello");
        parcel.verify(key.verifying_key().as_bytes()).unwrap();
        let other = SigningKey::from_bytes(&[8; 32]);
        let refused = parcel.verify(other.verifying_key().as_bytes()).unwrap_err();
        assert_eq!(refused.code(), "parcel.bad-signature");
        assert!(parcel.verify(b"short").is_err());
    }

    #[test]
    fn every_flipped_bit_is_noticed() {
        let (bytes, key) = signed(b"hello");
        let public = key.verifying_key();
        for index in 0..bytes.len() {
            for bit in 0..8 {
                let mut altered = bytes.clone();
                altered[index] ^= 1 << bit;
                let accepted =
                    Parcel::read(&altered).is_ok_and(|parcel| parcel.verify(public.as_bytes()).is_ok());
                assert!(!accepted, "byte {index} bit {bit}");
            }
        }
    }

    #[test]
    fn a_parcel_at_the_limit_is_read_and_one_byte_past_it_is_refused() {
        let room = PARCEL_BYTES_MAX - HEADER_BYTES - SIGNATURE_BYTES;
        let (bytes, _) = signed(&vec![0; room]);
        assert_eq!(bytes.len(), PARCEL_BYTES_MAX);
        assert!(Parcel::read(&bytes).is_ok());
        let device = DeviceId::from_bytes([9; 16]);
        let past = Unsigned::new(ParcelKind::Draft, Suite::Ed25519Sha256, device, &vec![0; room + 1]);
        assert_eq!(past.unwrap_err().code(), "parcel.too-large");
        assert_eq!(Parcel::read(&[bytes, vec![0]].concat()).unwrap_err().code(), "parcel.too-large");
    }

    #[test]
    fn what_is_no_parcel_says_why() {
        assert_eq!(Parcel::read(b"").unwrap_err().code(), "parcel.malformed");
        let (bytes, _) = signed(b"hello");
        assert_eq!(Parcel::read(&bytes[..bytes.len() - 1]).unwrap_err().code(), "parcel.malformed");
        let mut newer = bytes.clone();
        newer[3] = 200;
        assert_eq!(Parcel::read(&newer), Err(ParcelError::UnknownKind { kind: 200 }));
        newer[3] = 1;
        newer[4] = 3;
        assert_eq!(Parcel::read(&newer), Err(ParcelError::UnknownSuite { suite: 3 }));
    }
}
