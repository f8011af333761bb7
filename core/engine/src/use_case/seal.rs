//! A visit is closed for good.

use crate::drafts::summary;
use crate::edit::Seen;
use crate::engine::lock;
use crate::travel::store_sealed;
use crate::visit::pinned_task;
use crate::{Engine, EngineError, view::VisitView};
use std::sync::Arc;
use zhian_domain::id::{ContentHash, VisitId};
use zhian_domain::seal;
use zhian_protocol::canonical;
use zhian_protocol::parcel::ParcelKind;
use zhian_store::{Outbound, VisitRow, VisitState};

impl Engine {
    /// Seals a visit. Every obstacle is reported at once.
    ///
    /// Errors: `engine.seal` with all obstacles, `engine.unsettled`, `engine.typed-text`, `engine.task-withdrawn`,
    /// `engine.visit-sealed`, `engine.not-on-task`, `engine.not-checked-in`, `canonical.bad-officer-signature` if a
    /// signature in the draft was not made by the device it names.
    pub fn seal(&self, visit: &VisitId) -> Result<VisitView, EngineError> {
        self.check_text_is_recorded(visit)?;
        // The changes under the seal travel before it.
        self.sign_visit(visit)?;
        let me = self.me()?;
        let mut drafts = lock(&self.drafts);
        let row = self.visit_row(visit)?;
        if row.state == VisitState::Sealed {
            return Err(EngineError::VisitSealed { visit: *visit });
        }
        self.check_not_moved(visit)?;
        self.check_task_stands(&row)?;
        let task = pinned_task(&self.store, &row)?;
        if !task.names(&me.inspector) {
            return Err(EngineError::NotOnTask { task: task.id, inspector: me.inspector });
        }
        let held = drafts.get(&self.store, &row)?;
        if !held.content.check_ins.iter().any(|one| one.inspector == me.inspector) {
            return Err(EngineError::NotCheckedIn { visit: *visit, inspector: me.inspector });
        }
        // Differing answers are among the obstacles, together with all others; then no digest is needed.
        let digest = canonical::content_digest(&held.content)
            .unwrap_or_else(|_| ContentHash::of(b"there is no one content"));
        let heads = held.draft.heads().iter().map(|head| ContentHash::from_bytes(*head.as_bytes())).collect();
        let sealed = seal::seal(held.content.as_ref().clone(), digest, heads, &held.checklist, &task)?;
        let payload = canonical::write_sealed(&sealed)?;
        // What others check is checked here first: a seal that they refuse would close the visit on this device only.
        let roster = self.roster()?;
        let own = || {
            Some((
                me.inspector,
                zhian_protocol::parcel::Suite::from_byte(self.config.signer.suite())?,
                me.public_key.clone(),
            ))
        };
        canonical::verify_sealed(&payload, &held.checklist, &task, |device| {
            roster.key(device).or_else(|| if *device == me.device { own() } else { None })
        })?;
        let parcel = self.signed(&me, ParcelKind::Sealed, visit, &payload)?;
        let row = VisitRow {
            state: VisitState::Sealed,
            summary: summary(&held.checklist, sealed.content()),
            ..row
        };
        let at = self.now();
        self.write_visit(&at, visit, |tx| {
            tx.insert_parcel(&parcel)?;
            store_sealed(tx, &row, parcel.digest, ContentHash::of(&payload), &sealed)?;
            tx.enqueue(&Outbound::Sealed(parcel.digest), parcel.size, at.device)?;
            Ok(())
        })?;
        drop(drafts);
        let seen = Seen { row, content: Arc::new(sealed.content().clone()), checklist: held.checklist };
        self.scene(&seen)?.visit()
    }
}
