//! The device's key.

/// The key could not be used: locked, gone, or refused by the platform.
#[derive(Debug, thiserror::Error)]
pub enum SignerError {
    /// The key cannot be read or used now; unlocking the device may help.
    #[error("the key of this device cannot be used: {detail}")]
    Unavailable {
        /// What the platform said.
        detail: String,
    },
    /// There is a key file, but it is not a key. It is left as it is.
    #[error("the key file of this device is damaged: {detail}")]
    Damaged {
        /// What is wrong with it.
        detail: String,
    },
    /// What came is no signature of this key over this message. Nothing was stored.
    #[error("the key of this device gave a wrong answer: {detail}")]
    Wrong {
        /// What is wrong with it.
        detail: String,
    },
}

impl SignerError {
    /// Every code of this error.
    pub const CODES: &'static [&'static str] = &["signer.unavailable", "signer.damaged", "signer.wrong"];

    /// Stable code.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Unavailable { .. } => "signer.unavailable",
            Self::Damaged { .. } => "signer.damaged",
            Self::Wrong { .. } => "signer.wrong",
        }
    }
}

/// A key pair that never leaves the device.
pub trait Signer: Send + Sync {
    /// The public half, in the form of its suite.
    fn public_key(&self) -> Vec<u8>;

    /// Byte of the signature suite: 1 is Ed25519 with SHA-256.
    fn suite(&self) -> u8;

    /// Signs a message. Shape: 64 bytes. Errors: [`SignerError`].
    fn sign(&self, message: &[u8]) -> Result<[u8; 64], SignerError>;
}
