//! The device's key in the Android Keystore or the Secure Enclave.

use super::HostError;
use std::sync::Arc;
use zhian_engine::EngineError;
use zhian_engine::port::{self, SignerError};

/// A key pair that never leaves the device. Every signature is checked before it is used.
#[uniffi::export(foreign)]
pub trait Signer: Send + Sync {
    /// The public half: 32 bytes for suite 1. Asked once, when the engine is opened; never changes.
    fn public_key(&self) -> Result<Vec<u8>, HostError>;

    /// Signature suite: 1 is Ed25519 (RFC 8032, over the message itself). Asked once, when the engine is opened.
    fn suite(&self) -> Result<u8, HostError>;

    /// Signs a message. Shape: 64 bytes. May ask the person to unlock: the act that needs it waits meanwhile, and so do
    /// acts and screens of visits; home, settings, lists and search go on. Do not call the engine inside.
    fn sign(&self, message: Vec<u8>) -> Result<Vec<u8>, HostError>;
}

struct HostSigner {
    under: Arc<dyn Signer>,
    public_key: Vec<u8>,
    suite: u8,
}

/// The app's key as the engine's port. Errors: `signer.unavailable`.
pub(crate) fn host_signer(under: Arc<dyn Signer>) -> Result<Arc<dyn port::Signer>, EngineError> {
    let public_key = under.public_key().map_err(unavailable)?;
    let suite = under.suite().map_err(unavailable)?;
    Ok(Arc::new(HostSigner { under, public_key, suite }))
}

fn unavailable(cause: HostError) -> SignerError {
    SignerError::Unavailable { detail: cause.to_string() }
}

impl port::Signer for HostSigner {
    fn public_key(&self) -> Vec<u8> {
        self.public_key.clone()
    }

    fn suite(&self) -> u8 {
        self.suite
    }

    fn sign(&self, message: &[u8]) -> Result<[u8; 64], SignerError> {
        let signature = self.under.sign(message.to_vec()).map_err(unavailable)?;
        let found = signature.len();
        signature
            .try_into()
            .map_err(|_| SignerError::Wrong { detail: format!("a signature of {found} bytes, it has 64") })
    }
}
