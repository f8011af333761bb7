//! A key that somebody else holds: what it gives is checked before anything relies on it.

use crate::port::{Signer, SignerError};
use std::sync::Arc;
use zhian_protocol::parcel::Suite;

/// A signer whose every signature is checked against its public key.
///
/// A wrong signature would be stored, sent, and set aside by the office when nobody can make it good any more.
pub struct CheckedSigner {
    under: Arc<dyn Signer>,
    suite: Suite,
    public_key: Vec<u8>,
}

impl CheckedSigner {
    /// Asks for the public key once. Errors: `signer.wrong` for a suite or a key that are none.
    pub fn new(under: Arc<dyn Signer>) -> Result<Self, SignerError> {
        let wrong = |detail: String| SignerError::Wrong { detail };
        let byte = under.suite();
        let suite = Suite::from_byte(byte).ok_or_else(|| wrong(format!("suite {byte} is not known")))?;
        let public_key = under.public_key();
        if public_key.len() != PUBLIC_KEY_BYTES {
            return Err(wrong(format!("a public key of {} bytes", public_key.len())));
        }
        Ok(Self { under, suite, public_key })
    }
}

/// Length of a public key of the one suite there is.
const PUBLIC_KEY_BYTES: usize = 32;

impl Signer for CheckedSigner {
    fn public_key(&self) -> Vec<u8> {
        self.public_key.clone()
    }

    fn suite(&self) -> u8 {
        self.suite.byte()
    }

    fn sign(&self, message: &[u8]) -> Result<[u8; 64], SignerError> {
        let signature = self.under.sign(message)?;
        if self.suite.verifies(&self.public_key, message, &signature) {
            return Ok(signature);
        }
        Err(SignerError::Wrong { detail: "the signature does not fit the public key".to_owned() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ed25519_dalek::{Signer as _, SigningKey};

    struct Key {
        shown: SigningKey,
        used: SigningKey,
        suite: u8,
    }

    impl Signer for Key {
        fn public_key(&self) -> Vec<u8> {
            self.shown.verifying_key().as_bytes().to_vec()
        }
        fn suite(&self) -> u8 {
            self.suite
        }
        fn sign(&self, message: &[u8]) -> Result<[u8; 64], SignerError> {
            Ok(self.used.sign(message).to_bytes())
        }
    }

    fn key(shown: u8, used: u8, suite: u8) -> Arc<Key> {
        let of = |byte| SigningKey::from_bytes(&[byte; 32]);
        Arc::new(Key { shown: of(shown), used: of(used), suite })
    }

    #[test]
    fn a_signature_of_another_key_is_refused_and_a_right_one_passes() {
        let right = CheckedSigner::new(key(1, 1, 1)).unwrap();
        assert!(right.sign(b"what is signed").is_ok());
        let other = CheckedSigner::new(key(1, 2, 1)).unwrap();
        assert_eq!(other.sign(b"what is signed").unwrap_err().code(), "signer.wrong");
    }

    #[test]
    fn a_suite_that_nobody_knows_is_refused_before_anything_is_signed() {
        assert_eq!(CheckedSigner::new(key(1, 1, 200)).map(drop).unwrap_err().code(), "signer.wrong");
    }
}
