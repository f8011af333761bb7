//! Who signed a visit, and who is on it.

use super::Scene;
use crate::view::{
    CheckInView, OfficerSignatureView, ParticipantView, PartySignatureView, RefusalView, SignaturesView,
};
use std::collections::BTreeMap;
use zhian_domain::id::{ContentHash, InspectorId};
use zhian_domain::task::Task;
use zhian_protocol::canonical;

impl Scene<'_> {
    /// Everything about signatures.
    pub(crate) fn signatures(&self) -> SignaturesView {
        let content = self.content();
        // Differing answers have no one content that could be signed: that is an answer here, not a failure.
        let content_digest = canonical::content_digest(content).ok();
        let is_current = |over: &ContentHash| content_digest.as_ref() == Some(over);
        SignaturesView {
            officers: content
                .officer_signatures
                .iter()
                .map(|one| OfficerSignatureView {
                    officer: self.roster.officer(&one.inspector),
                    device: one.device,
                    at: one.at,
                    current: is_current(&one.over),
                })
                .collect(),
            party: content
                .party_signatures
                .iter()
                .map(|one| PartySignatureView { signature: one.clone(), current: is_current(&one.over) })
                .collect(),
            refusals: content
                .refusals
                .iter()
                .map(|one| RefusalView { refusal: one.clone(), current: is_current(&one.over) })
                .collect(),
            content_digest,
        }
    }

    pub(crate) fn participants(&self, task: &Task) -> Vec<ParticipantView> {
        let mut found: BTreeMap<InspectorId, Vec<CheckInView>> =
            task.inspectors.iter().map(|inspector| (*inspector, Vec::new())).collect();
        for check_in in &self.content().check_ins {
            let officer = self.roster.officer(&check_in.inspector);
            let view = CheckInView { check_in: check_in.clone(), officer };
            found.entry(check_in.inspector).or_default().push(view);
        }
        found
            .into_iter()
            .map(|(inspector, check_ins)| ParticipantView {
                officer: self.roster.officer(&inspector),
                on_task: task.names(&inspector),
                check_ins,
            })
            .collect()
    }
}
