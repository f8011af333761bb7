//! What a phone's screens said after its last deed, and whether they still say so.

use std::collections::{BTreeMap, BTreeSet};
use zhian_domain::id::{ContentHash, DeviceId, EvidenceHash, FindingId, VisitId};
use zhian_engine::view::{AnswerView, StatusView, VisitStanding, VisitView};
use zhian_tests::{Phone, evidence_seen};

/// What one phone holds.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Memory {
    visits: BTreeMap<VisitId, Seen>,
}

/// What one phone holds of one visit.
#[derive(Debug, Clone, PartialEq)]
pub struct Seen {
    /// Everything its screens show.
    pub view: VisitView,
    /// Changes here, by the device that made them.
    pub changes: BTreeMap<DeviceId, u64>,
    /// Of these, the ones that the office has not acknowledged.
    pub not_at_office: BTreeMap<DeviceId, u64>,
}

impl Memory {
    /// What a phone holds now.
    pub fn of(phone: &Phone) -> Self {
        let known =
            phone.engine().visits().unwrap_or_else(|cause| panic!("visits cannot be listed: {cause}"));
        let visits = known.into_iter().map(|row| {
            let view = phone.sees(row.visit);
            let status: StatusView = phone
                .engine()
                .status(&row.visit)
                .unwrap_or_else(|cause| panic!("status cannot be read: {} {cause}", cause.code()));
            let devices = || status.participants.iter().flat_map(|one| &one.devices);
            let seen = Seen {
                view,
                changes: devices().map(|one| (one.device, one.changes_here)).collect(),
                not_at_office: devices().map(|one| (one.device, one.changes_not_at_office)).collect(),
            };
            (row.visit, seen)
        });
        Self { visits: visits.collect() }
    }

    /// Every visit.
    pub fn visits(&self) -> impl Iterator<Item = (&VisitId, &Seen)> {
        self.visits.iter()
    }

    /// How many changes of a device on a visit are here.
    pub fn changes_of(&self, visit: &VisitId, device: &DeviceId) -> u64 {
        self.visits.get(visit).and_then(|seen| seen.changes.get(device)).copied().unwrap_or(0)
    }

    /// How many changes of a device are here in all.
    pub fn all_changes_of(&self, device: &DeviceId) -> u64 {
        self.visits.keys().map(|visit| self.changes_of(visit, device)).sum()
    }

    /// Checks that nothing of this is missing from what is there `now`.
    pub fn is_kept_in(&self, now: &Self, when: &str) {
        for (visit, seen) in &self.visits {
            let Some(now) = now.visits.get(visit) else { panic!("{when}: visit {visit} is gone") };
            for (device, changes) in &seen.changes {
                let have = now.changes.get(device).copied().unwrap_or(0);
                assert!(have >= *changes, "{when}: {changes} changes of {device} became {have}");
            }
            let (was, is) = (Facts::of(&seen.view), Facts::of(&now.view));
            assert!(was.seal.is_none() || is.seal == was.seal, "{when}: the seal changed");
            if now.view.late_changes > 0 {
                // What arrived after sealing stands beside the seal; the changes counted above are what it is made of.
                continue;
            }
            was.evidence
                .iter()
                .for_each(|one| assert!(is.evidence.contains(one), "{when}: evidence {one} is gone"));
            was.findings
                .iter()
                .for_each(|one| assert!(is.findings.contains(one), "{when}: finding {one} is gone"));
            was.arrivals
                .iter()
                .for_each(|one| assert!(is.arrivals.contains(one), "{when}: an arrival is gone"));
            assert!(is.answered.is_superset(&was.answered), "{when}: an answer is gone");
            assert!(is.signatures >= was.signatures, "{when}: a signature is gone");
        }
    }
}

struct Facts {
    evidence: BTreeSet<EvidenceHash>,
    findings: BTreeSet<FindingId>,
    arrivals: BTreeSet<DeviceId>,
    answered: BTreeSet<String>,
    signatures: usize,
    seal: Option<ContentHash>,
}

impl Facts {
    fn of(view: &VisitView) -> Self {
        let items = || view.sections.iter().flat_map(|section| &section.items);
        Self {
            evidence: evidence_seen(view).into_keys().collect(),
            findings: view.findings.iter().map(|one| one.finding.id).collect(),
            arrivals: view
                .participants
                .iter()
                .flat_map(|one| &one.check_ins)
                .map(|one| one.check_in.device)
                .collect(),
            answered: items()
                .filter(|item| !matches!(item.answer, AnswerView::None))
                .map(|item| item.item.id.to_string())
                .collect(),
            signatures: view.signatures.officers.len(),
            seal: match &view.standing {
                VisitStanding::Sealed(seal) => Some(seal.digest),
                VisitStanding::Draft => None,
            },
        }
    }
}
