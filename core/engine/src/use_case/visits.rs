//! Visits, listed and looked at.

use crate::view::{ItemView, VisitRow, VisitView};
use crate::{Engine, EngineError};
use zhian_domain::id::{ItemId, VisitId};
use zhian_store::VisitState;

impl Engine {
    /// Visits on this device, drafts first, latest start first.
    pub fn visits(&self) -> Result<Vec<VisitRow>, EngineError> {
        let mut rows = self.store.visits(VisitState::Draft)?;
        rows.extend(self.store.visits(VisitState::Sealed)?);
        rows.iter().map(|row| self.row_view(row)).collect()
    }

    /// Everything a visit's screens need. A sealed visit is read from its sealed bytes.
    ///
    /// Errors: `engine.unknown-visit`, `draft.*` if the draft cannot be read: nothing unreadable is shown as empty.
    pub fn visit(&self, visit: &VisitId) -> Result<VisitView, EngineError> {
        let seen = self.see(visit)?;
        self.scene(&seen)?.visit()
    }

    /// One item as its screen shows it. Errors: `engine.unknown-visit`, `engine.unknown-item`.
    pub fn item(&self, visit: &VisitId, item: &ItemId) -> Result<ItemView, EngineError> {
        let seen = self.see(visit)?;
        self.scene(&seen)?.item(item)
    }
}
