//! Chance and keys as the ports want them.

use crate::chance::Chance;
use ed25519_dalek::{Signer as _, SigningKey};
use std::sync::Mutex;
use zhian_engine::port::{EntropyError, SignerError};

/// Seeded bytes behind the entropy ports of phone and office.
#[derive(Debug)]
pub struct SeededEntropy(Mutex<Chance>);

impl SeededEntropy {
    /// The stream `name` of a seed.
    #[must_use]
    pub fn of(seed: u64, name: &str) -> Self {
        Self(Mutex::new(Chance::seeded(seed, name)))
    }

    fn draw(&self, buffer: &mut [u8]) {
        // A phone that crashed while drawing leaves the lock poisoned and the stream sound.
        self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner).fill(buffer);
    }
}

impl zhian_engine::port::Entropy for SeededEntropy {
    fn fill(&self, buffer: &mut [u8]) -> Result<(), EntropyError> {
        self.draw(buffer);
        Ok(())
    }
}

impl zhian_server::ports::Entropy for SeededEntropy {
    fn fill(&self, bytes: &mut [u8]) -> Result<(), zhian_server::ports::NoEntropy> {
        self.draw(bytes);
        Ok(())
    }
}

/// A key that survives whatever happens to the phone's folder, as a key store does.
#[derive(Debug)]
pub struct SeededKey(SigningKey);

impl SeededKey {
    /// The key called `name` of a seed.
    #[must_use]
    pub fn of(seed: u64, name: &str) -> Self {
        let mut bytes = [0; 32];
        Chance::seeded(seed, &format!("key of {name}")).fill(&mut bytes);
        Self(SigningKey::from_bytes(&bytes))
    }
}

impl zhian_engine::port::Signer for SeededKey {
    fn public_key(&self) -> Vec<u8> {
        self.0.verifying_key().to_bytes().to_vec()
    }

    fn suite(&self) -> u8 {
        1
    }

    fn sign(&self, message: &[u8]) -> Result<[u8; 64], SignerError> {
        Ok(self.0.sign(message).to_bytes())
    }
}
