//! The random source of the operating system.

use crate::port::{Entropy, EntropyError};

/// The system's random source.
#[derive(Debug, Clone, Copy, Default)]
pub struct OsEntropy;

impl Entropy for OsEntropy {
    fn fill(&self, buffer: &mut [u8]) -> Result<(), EntropyError> {
        getrandom::fill(buffer).map_err(|cause| EntropyError { detail: cause.to_string() })
    }
}
