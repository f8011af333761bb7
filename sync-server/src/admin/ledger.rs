//! The whole ledger is verified.

use crate::ledger::Verifier;
use crate::{Office, ServerError};
use zhian_domain::id::ContentHash;

/// Lines read at once.
const LINES_AT_ONCE: usize = 1000;

/// Recomputes the chain from the first line. Returns how many lines there are and the head after the last.
///
/// Errors: [`ServerError::LedgerBroken`] at the first line that does not follow from the one before.
pub fn verify(office: &Office, mut progress: impl FnMut(u64)) -> Result<(u64, ContentHash), ServerError> {
    let mut verifier = Verifier::default();
    loop {
        let lines = office.db.ledger(verifier.end().0, LINES_AT_ONCE)?;
        if lines.is_empty() {
            return Ok(verifier.end());
        }
        for line in &lines {
            verifier.take(line)?;
        }
        progress(verifier.end().0);
    }
}
