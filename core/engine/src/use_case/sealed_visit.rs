//! A visit that is closed for good, and where it is safe.

use crate::view::{SealedVisitView, VisitStanding};
use crate::{Engine, EngineError};
use zhian_domain::id::VisitId;

impl Engine {
    /// A sealed visit with its place in the ledger, what came late, and what of its space could be freed.
    ///
    /// Errors: `engine.unknown-visit`, `engine.visit-not-sealed`.
    pub fn sealed_visit(&self, visit: &VisitId) -> Result<SealedVisitView, EngineError> {
        let seen = self.see(visit)?;
        let whole = self.scene(&seen)?.visit()?;
        let VisitStanding::Sealed(seal) = whole.standing.clone() else {
            return Err(EngineError::VisitNotSealed { visit: *visit });
        };
        let free = self.store.purgeable(visit)?;
        Ok(SealedVisitView {
            seal,
            late: self.late_work_of(&seen.row)?,
            status: self.status(visit)?,
            freeable_files: free.evidence.len() as u64,
            freeable_bytes: free.bytes(),
            visit: whole,
        })
    }
}
