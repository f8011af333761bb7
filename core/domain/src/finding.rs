//! Something an inspector saw that does not meet one item.

use crate::checklist::Severity;
use crate::id::{DeviceId, EvidenceHash, FindingId, InspectorId, ItemId};
use crate::time::ClockReading;
use std::collections::BTreeSet;

/// Whether a finding still stands. Nothing is deleted from a draft; it is withdrawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FindingStatus {
    /// It stands.
    Open,
    /// Its author took it back before sealing.
    Withdrawn,
}

/// Something an inspector saw that does not meet one checklist item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// Its id.
    pub id: FindingId,
    /// The item it belongs to.
    pub item: ItemId,
    /// How grave it is.
    pub severity: Severity,
    /// What was seen, in the inspector's words.
    pub text: String,
    /// Whether it stands.
    pub status: FindingStatus,
    /// Evidence for it.
    pub evidence: BTreeSet<EvidenceHash>,
    /// Who found it.
    pub by: InspectorId,
    /// On which device.
    pub device: DeviceId,
    /// When.
    pub at: ClockReading,
}
