//! What the regulator publishes for the field, signed by the office: checklists' parts, law, rules, risk lists, quiz, media.
//!
//! A file travels byte for byte. The signature covers `"zhian content 1\n"` and, each followed by a line feed, kind, id,
//! version, sequence, milliseconds since 1970 and the SHA-256 of the file in hexadecimal: nothing can be altered, renamed or
//! back-dated unseen. A file already published is never edited; a change is the next version.

use crate::frame::FrameError;
use crate::parcel::Suite;
use minicbor::{Decode, Encode};
use zhian_domain::id::ContentHash;

const SIGNED_PREFIX: &str = "zhian content 1\n";

/// One published file.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct ContentRecord {
    /// [`zhian_domain::content::ContentKind::code`].
    #[n(0)]
    pub kind: String,
    /// Permanent id within the kind.
    #[n(1)]
    pub id: String,
    /// Version, from 1.
    #[n(2)]
    pub version: u32,
    /// Place among everything the office published, from 1 without gaps.
    #[n(3)]
    pub sequence: u64,
    /// When it was published, milliseconds since 1970.
    #[n(4)]
    pub published_unix_ms: i64,
    /// The file, UTF-8 JSON.
    #[cbor(n(5), with = "minicbor::bytes")]
    pub file: Vec<u8>,
    /// Byte of the signature suite.
    #[n(6)]
    pub suite: u8,
    /// The office's signature over [`Self::signed_message`].
    #[cbor(n(7), with = "minicbor::bytes")]
    pub signature: Vec<u8>,
    /// Public half of the key that signed, for a device that was enrolled before there was one. Whoever has pinned a key
    /// believes that one and no other.
    #[cbor(n(8), with = "minicbor::bytes")]
    pub office_key: Option<Vec<u8>>,
}

impl ContentRecord {
    /// The record's bytes.
    pub fn write(&self) -> Result<Vec<u8>, FrameError> {
        minicbor::to_vec(self).map_err(|cause| FrameError::Malformed { detail: cause.to_string() })
    }

    /// Reads a record's bytes. Who signed it is not checked here: see [`Self::is_signed_by`].
    ///
    /// Errors: [`FrameError::Malformed`].
    pub fn read(bytes: &[u8]) -> Result<Self, FrameError> {
        minicbor::decode(bytes).map_err(|cause| FrameError::Malformed { detail: cause.to_string() })
    }

    /// SHA-256 of the file.
    #[must_use]
    pub fn hash(&self) -> ContentHash {
        ContentHash::of(&self.file)
    }

    /// What the office signs.
    #[must_use]
    pub fn signed_message(&self) -> Vec<u8> {
        let Self { kind, id, version, sequence, published_unix_ms, .. } = self;
        let hash = self.hash();
        format!("{SIGNED_PREFIX}{kind}\n{id}\n{version}\n{sequence}\n{published_unix_ms}\n{hash}\n")
            .into_bytes()
    }

    /// Whether the private half of `office_key` signed it.
    #[must_use]
    pub fn is_signed_by(&self, office_key: &[u8]) -> bool {
        Suite::from_byte(self.suite)
            .is_some_and(|suite| suite.verifies(office_key, &self.signed_message(), &self.signature))
    }
}

/// Where the bytes of a picture or clip are fetched: this and the SHA-256 in hexadecimal.
pub const MEDIA_PATH: &str = "/v1/media/";

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use ed25519_dalek::{Signer, SigningKey};

    fn signed(key: &SigningKey) -> ContentRecord {
        let mut record = ContentRecord {
            kind: "law".to_owned(),
            id: "law".to_owned(),
            version: 1,
            sequence: 7,
            published_unix_ms: 1_000,
            file: b"{}".to_vec(),
            suite: Suite::Ed25519Sha256.byte(),
            signature: Vec::new(),
            office_key: Some(key.verifying_key().to_bytes().to_vec()),
        };
        record.signature = key.sign(&record.signed_message()).to_bytes().to_vec();
        record
    }

    #[test]
    fn a_record_survives_its_bytes_and_whatever_is_altered_is_seen() {
        let key = SigningKey::from_bytes(&[3; 32]);
        let public = key.verifying_key().to_bytes();
        let record = ContentRecord::read(&signed(&key).write().unwrap()).unwrap();
        assert!(record.is_signed_by(&public));
        assert!(!record.is_signed_by(SigningKey::from_bytes(&[4; 32]).verifying_key().as_bytes()));
        let alterations: [fn(&mut ContentRecord); 8] = [
            |one| one.kind = "quiz".to_owned(),
            |one| one.id = "laws".to_owned(),
            |one| one.version = 2,
            |one| one.sequence = 8,
            |one| one.published_unix_ms = 999,
            |one| one.file.push(b' '),
            |one| one.suite = 9,
            |one| one.signature.clear(),
        ];
        for alter in alterations {
            let mut altered = record.clone();
            alter(&mut altered);
            assert!(!altered.is_signed_by(&public), "{altered:?}");
        }
        // A line feed cannot be moved from one member to the next.
        let mut moved = record.clone();
        (moved.kind, moved.id) = ("law\nlaw".to_owned(), String::new());
        assert!(!moved.is_signed_by(&public));
    }
}
