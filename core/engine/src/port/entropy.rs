//! Chance.

/// The random source failed. Nothing that needs a fresh name or key can be made.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the random source of this device failed: {detail}")]
pub struct EntropyError {
    /// What it said.
    pub detail: String,
}

/// A source of unpredictable bytes.
pub trait Entropy: Send + Sync {
    /// Fills the whole of `buffer`. Errors: [`EntropyError`], and then nothing in `buffer` may be used.
    fn fill(&self, buffer: &mut [u8]) -> Result<(), EntropyError>;
}
