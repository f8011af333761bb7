//! What an exchange with the office brought.

use super::status::SafetyView;
use zhian_domain::id::VisitId;

/// How an exchange ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SyncEnd {
    /// Everything that could be exchanged was.
    Complete,
    /// The user stopped it. What was acknowledged until then is safe.
    Cancelled,
    /// The line was cut. What was acknowledged until then is safe; the rest is sent at the next exchange.
    Cut {
        /// Stable code.
        code: &'static str,
        /// What the network said.
        detail: String,
    },
}

/// What an exchange brought. Figures of what is not safe are counted from rows after it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SyncReport {
    /// How it ended.
    pub end: SyncEnd,
    /// Requests that were answered.
    pub round_trips: u32,
    /// Bytes of request bodies sent.
    pub bytes_up: u64,
    /// Bytes of answer bodies received.
    pub bytes_down: u64,
    /// Parcels that the office acknowledged.
    pub parcels_acknowledged: u64,
    /// Evidence files that the office has whole since this exchange.
    pub files_acknowledged: u64,
    /// Evidence bytes sent, including those of files that are not whole there yet.
    pub file_bytes_sent: u64,
    /// Changes of colleagues that came in.
    pub changes_received: u64,
    /// Seals that came in.
    pub seals_received: u64,
    /// Published records that came in.
    pub published_received: u64,
    /// Parcels that the office or this device set aside during the exchange.
    pub quarantined: u64,
    /// Parcels here that wait for something that has not come yet.
    pub waiting: u64,
    /// The office did not know what it had acknowledged before; everything kept here was queued again.
    pub rollback: bool,
    /// Visits whose heads still differ from the office's after repair.
    pub differing: Vec<VisitId>,
    /// Difference between the office's clock and this device's, milliseconds; positive if the office is ahead.
    pub skew_ms: Option<i64>,
    /// What would be lost with this device now.
    pub not_safe: SafetyView,
}

/// What a pull brought.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PullReport {
    /// How it ended.
    pub end: SyncEnd,
    /// Published records that came in.
    pub published_received: u64,
    /// Changes of colleagues that came in.
    pub changes_received: u64,
    /// Seals that came in.
    pub seals_received: u64,
}
