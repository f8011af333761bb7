//! One evidence file with everything around it.

use crate::view::{EvidenceScreen, EvidenceView, FindingView};
use crate::{Engine, EngineError};
use zhian_domain::checklist::Item;
use zhian_domain::evidence::EvidencePurpose;
use zhian_domain::id::{EvidenceHash, VisitId};

impl Engine {
    /// One evidence file, what it belongs to, and its neighbours. Errors: `engine.unknown-visit`,
    /// `engine.unknown-evidence`.
    pub fn evidence(&self, visit: &VisitId, hash: &EvidenceHash) -> Result<EvidenceScreen, EngineError> {
        let seen = self.see(visit)?;
        let scene = self.scene(&seen)?;
        let all = &seen.content.evidence;
        let this = all.get(hash).ok_or(EngineError::UnknownEvidence { evidence: *hash })?;
        let item: Option<&Item> = match &this.purpose {
            EvidencePurpose::Item(item) => seen.checklist.item(item),
            EvidencePurpose::Scene | EvidencePurpose::Signature | EvidencePurpose::Refusal => None,
        };
        // In the order of capture, which is the order people remember.
        let mut group: Vec<_> = all.values().filter(|one| one.purpose == this.purpose).collect();
        group.sort_by_key(|one| (one.at.best(), one.hash));
        let place = group.iter().position(|one| one.hash == *hash).unwrap_or(0);
        let neighbour = |place: Option<usize>| place.and_then(|at| group.get(at)).map(|one| one.hash);
        let derived = all.values().filter(|one| one.derived_from == Some(*hash));
        let findings = seen.content.findings.values().filter(|one| one.evidence.contains(hash));
        Ok(EvidenceScreen {
            visit: *visit,
            file: scene.evidence(this)?,
            item: item.cloned(),
            findings: findings.map(|one| scene.finding(one)).collect::<Vec<FindingView>>(),
            derived: derived.map(|one| scene.evidence(one)).collect::<Result<Vec<EvidenceView>, _>>()?,
            place: u32::try_from(place).unwrap_or(u32::MAX),
            count: u32::try_from(group.len()).unwrap_or(u32::MAX),
            before: neighbour(place.checked_sub(1)),
            after: neighbour(place.checked_add(1)),
        })
    }
}
