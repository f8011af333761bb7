//! A visit while it is being filled.

use crate::answer::AnswerState;
use crate::evidence::Evidence;
use crate::finding::Finding;
use crate::id::{ContentHash, DeviceId, EvidenceHash, FindingId, InspectorId, ItemId, TaskId, VisitId};
use crate::place::Position;
use crate::signature::{OfficerSignature, PartySignature, SignatureRefusal};
use crate::time::ClockReading;
use std::collections::BTreeMap;

/// An officer's arrival: place, time, certificate shown, rights told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CheckIn {
    /// Who arrived.
    pub inspector: InspectorId,
    /// With which device.
    pub device: DeviceId,
    /// When.
    pub at: ClockReading,
    /// Where, if a fix was known.
    pub position: Option<Position>,
    /// Number of the enforcement certificate that was shown.
    pub credential_number: String,
    /// Whether the certificate was shown and the party's rights were told.
    pub rights_told: bool,
}

/// Everything a draft holds now, differences included. A value: reading a draft gives one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VisitContent {
    /// The visit.
    pub visit: VisitId,
    /// The task it belongs to.
    pub task: TaskId,
    /// The checklist version it is pinned to.
    pub checklist: ContentHash,
    /// Arrivals, one per officer and device.
    pub check_ins: Vec<CheckIn>,
    /// Answers by item; an item without an entry is not answered.
    pub answers: BTreeMap<ItemId, AnswerState>,
    /// Notes by item; an item without an entry has none.
    pub notes: BTreeMap<ItemId, String>,
    /// Findings by id, withdrawn ones included.
    pub findings: BTreeMap<FindingId, Finding>,
    /// Evidence by hash.
    pub evidence: BTreeMap<EvidenceHash, Evidence>,
    /// Signatures of officers, older ones over older content included.
    pub officer_signatures: Vec<OfficerSignature>,
    /// Signatures of the party, older ones over older content included.
    pub party_signatures: Vec<PartySignature>,
    /// Refusals to sign, older ones over older content included.
    pub refusals: Vec<SignatureRefusal>,
}

impl VisitContent {
    /// A visit in which nothing has happened yet.
    #[must_use]
    pub fn empty(task: TaskId, checklist: ContentHash) -> Self {
        Self {
            visit: VisitId::of(&task, &checklist),
            task,
            checklist,
            check_ins: Vec::new(),
            answers: BTreeMap::new(),
            notes: BTreeMap::new(),
            findings: BTreeMap::new(),
            evidence: BTreeMap::new(),
            officer_signatures: Vec::new(),
            party_signatures: Vec::new(),
            refusals: Vec::new(),
        }
    }

    /// Evidence attached to one item.
    pub fn evidence_of<'a>(&'a self, item: &'a ItemId) -> impl Iterator<Item = &'a Evidence> {
        self.evidence.values().filter(
            move |one| matches!(&one.purpose, crate::evidence::EvidencePurpose::Item(id) if id == item),
        )
    }
}
