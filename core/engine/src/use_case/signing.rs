//! The screen on which a visit is signed and sealed.

use crate::view::SigningView;
use crate::visit::pinned_task;
use crate::{Engine, EngineError};
use zhian_domain::id::VisitId;
use zhian_store::VisitState;

impl Engine {
    /// Who signed what the visit holds now, and what stands between it and its seal. Errors: `engine.unknown-visit`.
    pub fn signing(&self, visit: &VisitId) -> Result<SigningView, EngineError> {
        let seen = self.see(visit)?;
        let scene = self.scene(&seen)?;
        let task = pinned_task(&self.store, &seen.row)?;
        let signatures = scene.signatures();
        let me = self.me()?;
        let sealed = seen.row.state == VisitState::Sealed;
        let obstacles = scene.obstacles(&task);
        Ok(SigningView {
            visit: *visit,
            title: task.title.clone(),
            enterprise_name: task.enterprise_name.clone(),
            sealed,
            signed_by_me: signatures.officers.iter().any(|one| one.officer.id == me.inspector && one.current),
            participants: scene.participants(&task),
            files: scene.signature_files()?,
            outcome: scene.outcome(),
            counts: scene.counts(),
            can_be_sealed: !sealed && obstacles.is_empty(),
            obstacles,
            signatures,
        })
    }
}
